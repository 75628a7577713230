import type { Kernel } from '../../kernel/kernel.js';
import type { ModelIndex, Seconds } from '../../units.js';
import type { Dispatcher } from './dispatcher.js';
import type { Gpu } from './gpu.js';
import type { RequestQueue } from './requests.js';
import type { GpuActivity, ServerView } from './strategies/strategy.js';
import type { TimerThread } from './timer-thread.js';
import type { WaitingRequests } from './waiting.js';

/** What a view shows. */
export interface SeenParts {
  readonly kernel: Kernel;
  readonly waiting: WaitingRequests;
  readonly dispatcher: Dispatcher;
  readonly timers: TimerThread;
  readonly gpu: Gpu;
}

/** The server as a strategy sees it: live, read-only, and nothing of the future. */
export class LiveView implements ServerView {
  readonly modelCount: number;
  readonly #kernel: Kernel;
  readonly #waiting: WaitingRequests;
  readonly #dispatcher: Dispatcher;
  readonly #timers: TimerThread;
  readonly #gpu: Gpu;

  constructor({ kernel, waiting, dispatcher, timers, gpu }: SeenParts) {
    this.modelCount = waiting.queues.length;
    this.#kernel = kernel;
    this.#waiting = waiting;
    this.#dispatcher = dispatcher;
    this.#timers = timers;
    this.#gpu = gpu;
  }

  get now(): Seconds {
    return this.#kernel.now;
  }

  waiting(model: ModelIndex): number {
    return this.#queue(model).count;
  }

  arrivalOf(model: ModelIndex, position: number): Seconds {
    const queue = this.#queue(model);
    if (!Number.isInteger(position) || position < 0 || position >= queue.count) {
      throw new RangeError(`position ${position} of ${queue.count} waiting requests`);
    }
    return queue.arrivalAt(position);
  }

  timerOf(model: ModelIndex): Seconds | undefined {
    this.#queue(model);
    const timer = this.#timers.timerOf(model);
    return Number.isNaN(timer) ? undefined : timer;
  }

  isResident(model: ModelIndex): boolean {
    return this.#gpu.memory.has(model);
  }

  get lastLoaded(): ModelIndex {
    return this.#gpu.memory.lastLoaded;
  }

  get lastLoadedAt(): Seconds {
    return this.#gpu.memory.lastLoadedAt;
  }

  get evictionCandidate(): ModelIndex {
    return this.#gpu.memory.evictionCandidate();
  }

  get loadedBefore(): ModelIndex {
    return this.#gpu.memory.beforeLast;
  }

  get busy(): boolean {
    return this.#gpu.busy;
  }

  get activity(): GpuActivity {
    return this.#gpu.activity;
  }

  get activeModel(): ModelIndex {
    return this.#gpu.activeModel;
  }

  get activeSince(): Seconds {
    return this.#gpu.activeSince;
  }

  get inService(): number {
    return this.#gpu.batch?.count ?? 0;
  }

  fitsBeside(model: ModelIndex): boolean {
    this.#queue(model);
    return this.#gpu.memory.fits(model);
  }

  canLoad(model: ModelIndex): boolean {
    this.#queue(model);
    return this.#gpu.canLoad(model);
  }

  canPrefetch(model: ModelIndex): boolean {
    this.#queue(model);
    return this.#gpu.canPrefetch(model);
  }

  isPrefetched(model: ModelIndex): boolean {
    this.#queue(model);
    return this.#gpu.host.isPrefetched(model);
  }

  get inBackground(): ModelIndex {
    return this.#gpu.background.model;
  }

  get releasedBatches(): number {
    return this.#dispatcher.slots.batches;
  }

  released(model: ModelIndex): number {
    this.#queue(model);
    return this.#dispatcher.slots.requestsOf(model);
  }

  #queue(model: ModelIndex): RequestQueue {
    const queue = this.#waiting.queues[model];
    if (queue === undefined)
      throw new RangeError(`no model ${model}; there are ${this.modelCount}`);
    return queue;
  }
}
