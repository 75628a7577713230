import type { Hook, Observer, Trigger } from '../../events/facts.js';
import type { Alarm, Kernel } from '../../kernel/kernel.js';
import type { RunKey } from '../../random/types.js';
import type { Timing } from '../../timing/types.js';
import type { ModelIndex, Seconds } from '../../units.js';
import type { ArrivalSource } from '../../workload/types.js';
import { type BatchServerConfig, rankOf } from './config.js';
import { asList, checkDecision, type DecisionContext, hookFailed } from './decisions.js';
import { Dispatcher } from './dispatcher.js';
import { Emitter } from './emitter.js';
import { Gpu } from './gpu.js';
import type { GpuOwner, ServedBatch } from './gpu-owner.js';
import { PollThread } from './poll-thread.js';
import type { Answer, Decision, Strategy } from './strategies/strategy.js';
import type { BlockingThread, ThreadOwner } from './threads.js';
import { TimerThread } from './timer-thread.js';
import { LiveView } from './view.js';

/** What a batch server is made of. */
export interface BatchServerParts {
  readonly kernel: Kernel;
  readonly arrivals: ArrivalSource;
  readonly timing: Timing;
  readonly models: readonly string[];
  readonly config: BatchServerConfig;
  readonly key: RunKey;
  readonly strategyName: string;
  readonly strategy: Strategy;
  readonly observers: readonly Observer[];
  /** The run ends when nothing can happen any more, not at a given time. */
  readonly untilEmpty: boolean;
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
 */
export class BatchServer implements GpuOwner, ThreadOwner {
  readonly #kernel: Kernel;
  readonly #arrivals: ArrivalSource;
  readonly #config: BatchServerConfig;
  readonly #untilEmpty: boolean;
  readonly #strategyName: string;
  readonly #strategy: Strategy;
  readonly #emitter: Emitter;
  readonly #gpu: Gpu;
  readonly #dispatcher: Dispatcher;
  readonly #timers: TimerThread;
  readonly #poller: PollThread | null;
  readonly #view: LiveView;
  readonly #arrivalAlarm: Alarm;
  #received = 0;
  #moreArrivals: boolean;

  constructor(parts: BatchServerParts) {
    const { kernel, config, key, models, timing } = parts;
    const { rules } = config;
    const modelCount = models.length;
    this.#kernel = kernel;
    this.#arrivals = parts.arrivals;
    this.#config = config;
    this.#untilEmpty = parts.untilEmpty;
    this.#strategyName = parts.strategyName;
    this.#strategy = parts.strategy;
    const emitter = new Emitter(parts.observers);
    this.#emitter = emitter;
    const gpu = new Gpu({ kernel, timing, models, config, key, emitter, owner: this });
    this.#gpu = gpu;
    this.#dispatcher = new Dispatcher({ kernel, rules, timing, modelCount, key, emitter, gpu });
    this.#timers = new TimerThread(kernel, rules, modelCount, key.keyed('timer-phase'), this);
    this.#poller = this.#makePoller();
    this.#view = new LiveView(kernel, this.#dispatcher, this.#timers, gpu);
    this.#arrivalAlarm = kernel.alarm(rankOf(rules, 'arrival'), () => this.#onArrival());
    this.#moreArrivals = this.#arrivals.advance();
    if (this.#moreArrivals) this.#arrivalAlarm.set(this.#arrivals.time);
    this.#whenFree();
  }

  /** The run ends now: reports what is still here. Call once, last. */
  end(): void {
    this.#gpu.interrupt();
    this.#dispatcher.leaveOver();
    this.#emitter.end(this.#kernel.now);
  }

  // What the GPU reports.

  onLoaded(): void {
    this.#poller?.onLoaded();
  }

  onLoadedBeside(model: ModelIndex): void {
    this.#askLoaded(model);
    this.#whenFree();
  }

  onPrefetched(): void {
    this.#whenFree();
  }

  onReady(model: ModelIndex): void {
    this.#dispatcher.hold(() => this.#askLoaded(model));
    this.#whenFree();
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
    this.#whenFree();
  }

  onServed(served: ServedBatch): void {
    const { model } = served.batch;
    this.#reportServed(served);
    if (this.#config.rules.timerResetBy === 'completion') this.#timers.clear(model);
    this.#dispatcher.leave(served.batch, () => {
      if (this.#strategy.onBatchEnd !== undefined) this.#ask('batch-end', model, null);
    });
    this.#whenFree();
  }

  // What the threads ask.

  onTimer(model: ModelIndex, thread: BlockingThread | null): void {
    if (this.#strategy.onTimer !== undefined) this.#ask('timer', model, thread);
  }

  onSwept(): void {
    this.#whenFree();
  }

  onPoll(resident: ModelIndex, thread: BlockingThread): boolean {
    const decided = this.#ask('poll', resident, thread);
    this.#whenFree();
    return decided;
  }

  isQuiet(): boolean {
    return this.#untilEmpty && !this.#moreArrivals && this.#dispatcher.isFree;
  }

  // Arrivals and decisions.

  #onArrival(): void {
    const { time, model } = this.#arrivals;
    const id = this.#received++;
    this.#dispatcher.enqueue(model, id, time);
    this.#timers.see(model);
    this.#emitter.arrival(time, id, model);
    if (this.#strategy.onArrival !== undefined) this.#ask('arrival', model, null);
    this.#timers.onArrival(model);
    this.#moreArrivals = this.#arrivals.advance();
    if (this.#moreArrivals) this.#arrivalAlarm.set(this.#arrivals.time);
    this.#whenFree();
  }

  /** Asks the strategy and carries out what it decides. Returns whether it decided anything. */
  #ask(hook: Hook, model: ModelIndex, thread: BlockingThread | null): boolean {
    const answer = this.#callHook(hook, model);
    if (answer === undefined || answer === null) return false;
    const context = this.#context(hook);
    const decisions = asList(answer);
    for (const decision of decisions) {
      const count = checkDecision(decision, this.#view, context);
      this.#carryOut(decision, count, hook, thread);
    }
    return decisions.length > 0;
  }

  #callHook(hook: Hook, model: ModelIndex): Answer {
    const strategy = this.#strategy;
    try {
      switch (hook) {
        case 'arrival':
          return strategy.onArrival?.(this.#view, model);
        case 'timer':
          return strategy.onTimer?.(this.#view, model);
        case 'poll':
          return strategy.onPoll?.(this.#view, model);
        case 'idle':
          return strategy.onIdle?.(this.#view);
        case 'batch-start':
          return strategy.onBatchStart?.(this.#view, model);
        case 'batch-end':
          return strategy.onBatchEnd?.(this.#view, model);
        case 'loaded':
          return strategy.onLoaded?.(this.#view, model);
      }
    } catch (error) {
      return hookFailed(error, this.#context(hook));
    }
  }

  #context(hook: Hook): DecisionContext {
    return { strategy: this.#strategyName, hook, now: this.#kernel.now };
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

  /** The GPU may be free with nothing released: asks the strategy, or unloads. */
  #whenFree(): void {
    if (!this.#dispatcher.isFree) return;
    if (this.#strategy.onIdle !== undefined) this.#askIdle();
    if (this.#config.unloadWhenIdle && this.#dispatcher.isFree) this.#gpu.unloadOne();
  }

  /** Asked again only after it dropped requests: then it may want to serve others. */
  #askIdle(): void {
    let waiting: number;
    do {
      waiting = this.#dispatcher.waiting;
      if (waiting === 0) return;
      this.#ask('idle', NO_MODEL, null);
    } while (this.#dispatcher.isFree && this.#dispatcher.waiting < waiting);
  }

  #reportServed(served: ServedBatch): void {
    const { batch } = served;
    this.#emitter.batch({
      kind: 'batch',
      number: served.number,
      model: batch.model,
      trigger: batch.trigger,
      requests: batch,
      releasedAt: batch.releasedAt,
      startedAt: served.startedAt,
      inferenceStart: served.inferenceStart,
      completedAt: served.completedAt,
      writtenAt: this.#kernel.now,
      swapped: served.swapped,
    });
  }

  #makePoller(): PollThread | null {
    const { poll, onPoll } = this.#strategy;
    if (poll === undefined || onPoll === undefined) return null;
    return new PollThread(this.#kernel, this.#config.rules, poll, this.#gpu.memory, this);
  }
}
