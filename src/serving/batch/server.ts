import type { Hook, Trigger } from '../../events/facts.js';
import type { Kernel } from '../../kernel/kernel.js';
import type { RunKey } from '../../random/types.js';
import type { Timing } from '../../timing/types.js';
import type { ModelIndex, Seconds } from '../../units.js';
import { AskedStrategy } from './asked-strategy.js';
import type { BatchServerConfig } from './config.js';
import { asList } from './decisions.js';
import { Dispatcher } from './dispatcher.js';
import type { Emitter } from './emitter.js';
import { Gpu } from './gpu.js';
import type { GpuOwner, ServedBatch } from './gpu-owner.js';
import { PollThread } from './poll-thread.js';
import type { RunCounts } from './run-counts.js';
import type { ServerOwner } from './server-owner.js';
import { SharedView } from './shared-view.js';
import type { Decision, Strategy } from './strategies/strategy.js';
import type { BlockingThread, PollOwner } from './threads.js';
import type { TimerThread } from './timer-thread.js';
import { LiveView } from './view.js';
import type { WaitingRequests } from './waiting.js';

/** What a batch server is made of. */
export interface BatchServerParts {
  readonly kernel: Kernel;
  readonly timing: Timing;
  readonly models: readonly string[];
  readonly config: BatchServerConfig;
  readonly key: RunKey;
  readonly strategyName: string;
  readonly strategy: Strategy;
  /** Knows the number of its GPU. */
  readonly emitter: Emitter;
  readonly counts: RunCounts;
  readonly owner: ServerOwner;
  /** The queues that it serves. */
  readonly waiting: WaitingRequests;
  /** The timers of those. */
  readonly timers: TimerThread;
  /** Whether other GPUs serve them too. */
  readonly shared: boolean;
}

const TRIGGERS: Record<Hook, Trigger> = {
  arrival: 'size',
  timer: 'timer',
  poll: 'partial',
  idle: 'idle',
  'batch-start': 'idle',
  'batch-end': 'idle',
  loaded: 'idle',
};

const NO_MODEL: ModelIndex = -1;

/**
 * One GPU serving batches of several models, under the rules of `DispatchRules`.
 *
 *     arrival → queue → the strategy decides → release → lock → (swap) → infer → write
 *
 * The strategy is asked at its hooks; what it decides is checked and carried out at once. A
 * release makes someone wait for the GPU (the lock); whoever gets it takes a batch there.
 * Arrivals, queues and timers are its owner's, as other GPUs may serve the same.
 */
export class BatchServer implements GpuOwner, PollOwner {
  readonly #kernel: Kernel;
  readonly #config: BatchServerConfig;
  readonly #owner: ServerOwner;
  readonly #strategy: Strategy;
  readonly #asked: AskedStrategy;
  readonly #emitter: Emitter;
  readonly #gpu: Gpu;
  readonly #dispatcher: Dispatcher;
  readonly #waiting: WaitingRequests;
  readonly #timers: TimerThread;
  readonly #poller: PollThread | null;
  readonly #shared: boolean;

  constructor(parts: BatchServerParts) {
    const { kernel, config, key, models, timing, emitter, counts, waiting, timers } = parts;
    const { rules } = config;
    const modelCount = models.length;
    this.#kernel = kernel;
    this.#config = config;
    this.#owner = parts.owner;
    this.#strategy = parts.strategy;
    this.#emitter = emitter;
    this.#waiting = waiting;
    this.#timers = timers;
    const gpu = new Gpu({ kernel, timing, models, config, key, emitter, owner: this, counts });
    this.#gpu = gpu;
    const queued = { kernel, rules, timing, modelCount, key, emitter, gpu, waiting, counts };
    const dispatcher = new Dispatcher(queued);
    this.#dispatcher = dispatcher;
    this.#poller = this.#makePoller();
    const seen = { kernel, waiting, dispatcher, timers, gpu };
    this.#shared = parts.shared;
    this.#asked = new AskedStrategy(
      this.#strategy,
      parts.strategyName,
      parts.shared ? new SharedView(seen, emitter.gpu) : new LiveView(seen),
    );
  }

  /** The GPU's number. */
  get number(): number {
    return this.#emitter.gpu;
  }

  /** Whether the GPU is free and nobody waits for it or is about to. */
  get isFree(): boolean {
    return this.#dispatcher.isFree;
  }

  /** Released batches that wait for the GPU. */
  get releasedBatches(): number {
    return this.#dispatcher.slots.batches;
  }

  /** Whether `model` is in the GPU's memory and ready. */
  hasModel(model: ModelIndex): boolean {
    return this.#gpu.memory.has(model);
  }

  /** Requests of `model` that are released and not yet served. */
  underway(model: ModelIndex): number {
    const { batch } = this.#gpu;
    const inService = batch !== null && batch.model === model ? batch.count : 0;
    return this.#dispatcher.slots.requestsOf(model) + inService;
  }

  /** The run ends now: reports what the GPU does not finish. */
  interrupt(): void {
    this.#gpu.interrupt();
  }

  /** … and then every request that is still here. Call once, last. */
  leaveOver(): void {
    this.#dispatcher.leaveOver();
  }

  // What its owner asks.

  /** A request has been queued. Returns whether the strategy decided anything. */
  onArrival(model: ModelIndex): boolean {
    if (this.#strategy.onArrival === undefined) return false;
    return this.#ask('arrival', model, null);
  }

  /** A request has been queued that another GPU decides about: the strategy only sees it. */
  seeArrival(model: ModelIndex): void {
    if (this.#strategy.onArrival !== undefined) this.#asked.ask('arrival', model);
  }

  /** A timer has expired. Returns whether the strategy decided anything. */
  onTimer(model: ModelIndex, thread: BlockingThread | null): boolean {
    if (this.#strategy.onTimer === undefined) return false;
    return this.#ask('timer', model, thread);
  }

  /** The GPU may be free with nothing released: asks the strategy, or unloads. */
  useWhenFree(): void {
    if (!this.#dispatcher.isFree) return;
    if (this.#strategy.onIdle !== undefined) this.#askIdle();
    if (this.#config.unloadWhenIdle && this.#dispatcher.isFree) this.#gpu.unloadOne();
  }

  // What the GPU reports.

  onLoaded(): void {
    this.#poller?.onLoaded();
  }

  onLoadedBeside(model: ModelIndex): void {
    this.#askLoaded(model);
    this.#owner.whenFree();
  }

  onPrefetched(): void {
    this.#owner.whenFree();
  }

  onReady(model: ModelIndex): void {
    this.#waiting.letGo(model, this.number);
    this.#dispatcher.hold(() => this.#askLoaded(model));
    this.#owner.whenFree();
  }

  onInference(model: ModelIndex, loaded: boolean): void {
    if (loaded) this.#askLoaded(model);
    if (this.#strategy.onBatchStart !== undefined) this.#ask('batch-start', model, null);
  }

  spinsUntil(): Seconds {
    if (!this.#config.rules.busyLoop || this.#poller === null) return Number.NEGATIVE_INFINITY;
    return this.#poller.spinsUntil();
  }

  onFree(): void {
    this.#dispatcher.grant();
    this.#owner.whenFree();
  }

  onServed(served: ServedBatch): void {
    const { model } = served.batch;
    this.#emitter.served(served, this.#kernel.now);
    if (this.#config.rules.timerResetBy === 'completion') this.#timers.clear(model);
    this.#dispatcher.leave(served.batch, () => {
      if (this.#strategy.onBatchEnd !== undefined) this.#ask('batch-end', model, null);
    });
    this.#owner.whenFree();
  }

  // What the thread that polls asks.

  onPoll(resident: ModelIndex, thread: BlockingThread): boolean {
    const decided = this.#ask('poll', resident, thread);
    this.#owner.whenFree();
    return decided;
  }

  isQuiet(): boolean {
    return this.#owner.nothingComes() && this.#dispatcher.isFree;
  }

  // Decisions.

  /** Asks the strategy and carries out what it decides. Returns whether it decided anything. */
  #ask(hook: Hook, model: ModelIndex, thread: BlockingThread | null): boolean {
    const answer = this.#asked.ask(hook, model);
    if (answer === undefined || answer === null) return false;
    const decisions = asList(answer);
    for (const decision of decisions) {
      const count = this.#asked.check(decision, hook, model);
      this.#carryOut(decision, count, hook, thread);
    }
    return decisions.length > 0;
  }

  #carryOut(decision: Decision, asked: number, hook: Hook, thread: BlockingThread | null): void {
    const { action, model, reason } = decision;
    const trigger = TRIGGERS[hook];
    const releases = action === 'release';
    const count = releases ? this.#dispatcher.releasable(model, asked, trigger) : asked;
    const at = action === 'set-timer' ? decision.at : Number.NaN;
    this.#emitter.decision(this.#kernel.now, hook, action, model, count, at, reason);
    switch (action) {
      case 'release':
        if (count > 0 && this.#config.rules.timerResetBy === 'release') this.#timers.clear(model);
        this.#dispatcher.release(model, count, trigger, thread);
        return;
      case 'set-timer':
        this.#timers.set(model, at);
        return;
      case 'clear-timer':
        this.#timers.clear(model);
        return;
      case 'drop':
        this.#dispatcher.drop(model, count);
        return;
      case 'load':
        if (this.#shared && !this.#gpu.busy) this.#waiting.keep(model, this.number);
        this.#gpu.load(model);
        return;
      case 'prefetch':
        this.#gpu.prefetch(model);
        return;
    }
  }

  #askLoaded(model: ModelIndex): void {
    if (this.#strategy.onLoaded !== undefined) this.#ask('loaded', model, null);
  }

  /** Asked again only after it dropped requests: then it may want to serve others. */
  #askIdle(): void {
    let waiting: number;
    do {
      waiting = this.#offered();
      if (waiting === 0) return;
      this.#ask('idle', NO_MODEL, null);
    } while (this.#dispatcher.isFree && this.#offered() < waiting);
  }

  #offered(): number {
    return this.#shared ? this.#waiting.offeredTo(this.number) : this.#waiting.count;
  }

  #makePoller(): PollThread | null {
    const { poll, onPoll } = this.#strategy;
    if (poll === undefined || onPoll === undefined) return null;
    return new PollThread(this.#kernel, this.#config.rules, poll, this.#gpu.memory, this);
  }
}
