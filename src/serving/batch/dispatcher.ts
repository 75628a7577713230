import type { LossCause, Trigger } from '../../events/facts.js';
import type { Kernel } from '../../kernel/kernel.js';
import type { KeyedUniform, RunKey } from '../../random/types.js';
import type { Timing } from '../../timing/types.js';
import type { ModelIndex } from '../../units.js';
import type { DispatchRules } from './config.js';
import type { Emitter } from './emitter.js';
import type { Gpu } from './gpu.js';
import { LockQueue } from './lock.js';
import { type Batch, BatchPool } from './requests.js';
import type { RunCounts } from './run-counts.js';
import { Slots } from './slots.js';
import type { BlockingThread } from './threads.js';
import type { WaitingRequests } from './waiting.js';

/** What a dispatcher works with. */
export interface DispatcherParts {
  readonly kernel: Kernel;
  readonly rules: DispatchRules;
  readonly timing: Timing;
  readonly modelCount: number;
  readonly key: RunKey;
  readonly emitter: Emitter;
  readonly gpu: Gpu;
  readonly waiting: WaitingRequests;
  readonly counts: RunCounts;
}

/**
 * Turns releases into batches on the GPU: it takes waiting requests from their queues, holds the
 * slots or batches that wait for the GPU, and the lock that decides who gets it.
 */
export class Dispatcher {
  readonly slots: Slots;
  readonly #kernel: Kernel;
  readonly #rules: DispatchRules;
  readonly #timing: Timing;
  readonly #emitter: Emitter;
  readonly #gpu: Gpu;
  readonly #waiting: WaitingRequests;
  readonly #counts: RunCounts;
  readonly #lock: LockQueue;
  readonly #pool = new BatchPool();
  readonly #raceDraws: KeyedUniform;
  /** While set, nobody is given the GPU: its last holder is still on its way out. */
  #held = false;
  /** The thread that waits for the batch on the GPU. */
  #servedThread: BlockingThread | null = null;

  constructor(parts: DispatcherParts) {
    const { modelCount, key } = parts;
    this.#kernel = parts.kernel;
    this.#rules = parts.rules;
    this.#timing = parts.timing;
    this.#emitter = parts.emitter;
    this.#gpu = parts.gpu;
    this.#waiting = parts.waiting;
    this.#counts = parts.counts;
    this.slots = new Slots(modelCount);
    this.#lock = new LockQueue(parts.rules.lockOrder, key.keyed('lock'), parts.emitter.gpu);
    this.#raceDraws = key.keyed('race');
  }

  /** Whether the GPU is free and nobody waits for it or is about to. */
  get isFree(): boolean {
    return !this.#gpu.busy && !this.#held && this.#lock.size === 0;
  }

  /**
   * How many of `count` requests a release would move: all of them, unless they share one slot
   * with a limit; what does not fit goes on waiting.
   */
  releasable(model: ModelIndex, count: number, trigger: Trigger): number {
    if (this.#rules.slot === 'queue') return count;
    const joined = this.#joins(trigger) ? (this.slots.peek(model)?.count ?? 0) : 0;
    return Math.min(count, this.#batchLimit(model) - joined);
  }

  /**
   * A trigger: the oldest `count` waiting requests become a batch, or go to the model's slot;
   * with one slot, at most `releasable` of them. `thread` is blocked until they are served.
   */
  release(model: ModelIndex, count: number, trigger: Trigger, thread: BlockingThread | null): void {
    if (this.#rules.slot === 'queue') {
      this.#releaseOwn(model, count, trigger, thread);
    } else if (trigger !== 'timer' || count > 0 || this.#rules.emptyTimerOverwrites) {
      this.#releaseToSlot(model, count, trigger, thread);
    }
    this.grant();
  }

  /** Gives up on the oldest `count` waiting requests. */
  drop(model: ModelIndex, count: number): void {
    const batch = this.#take(model, count, 'idle');
    this.#emitter.drop(this.#kernel.now, batch);
    this.#pool.give(batch);
  }

  /**
   * The batch on the GPU is served; `meanwhile` runs before anyone else is given the GPU. The
   * thread that waited for the batch goes on, first or last [docs/as-published.md 5].
   */
  leave(batch: Batch, meanwhile: () => void): void {
    const thread = this.#servedThread;
    const threadFirst = this.#rules.leavingThreadFirst;
    this.#servedThread = null;
    this.#pool.give(batch);
    this.#held = true;
    meanwhile();
    if (threadFirst) thread?.unblock();
    this.#held = false;
    this.grant();
    if (!threadFirst) thread?.unblock();
  }

  /** The GPU is free without a batch having left it; `meanwhile` runs before anyone is given it. */
  hold(meanwhile: () => void): void {
    this.#held = true;
    meanwhile();
    this.#held = false;
    this.grant();
  }

  /** Gives the free GPU to the next waiter that finds a batch; the others return at once. */
  grant(): void {
    if (this.#held) return;
    this.#held = true;
    const late: BlockingThread[] = [];
    while (!this.#gpu.busy) {
      const waiter = this.#lock.next();
      if (waiter === undefined) break;
      if (waiter.batch !== null) this.slots.remove(waiter.batch);
      const batch = waiter.batch ?? this.slots.take(waiter.model);
      if (batch !== null) {
        this.#servedThread = waiter.thread;
        this.#gpu.serve(batch);
      } else if (waiter.thread !== null) {
        if (this.#rules.leavingThreadFirst) waiter.thread.unblock();
        else late.push(waiter.thread);
      }
    }
    this.#held = false;
    for (const thread of late) thread.unblock();
  }

  /**
   * Reports every request that is still here. Call once, at the end of the run. What waits in
   * queues that are shared is reported by the first that is called.
   */
  leaveOver(): void {
    const { now } = this.#kernel;
    if (this.#gpu.batch !== null) this.#emitter.leftOver(now, 'in-service', this.#gpu.batch);
    for (const { batch } of this.#lock.remaining()) {
      if (batch !== null) this.#emitter.leftOver(now, 'released', batch);
    }
    this.#waiting.queues.forEach((queue, model) => {
      const slot = this.slots.take(model);
      if (slot !== null) this.#emitter.leftOver(now, 'released', slot);
      if (queue.count > 0) {
        this.#emitter.leftOver(now, 'waiting', this.#take(model, queue.count, 'idle'));
      }
    });
  }

  /** Every trigger owns its batch; one too large for the GPU becomes several. */
  #releaseOwn(
    model: ModelIndex,
    count: number,
    trigger: Trigger,
    thread: BlockingThread | null,
  ): void {
    const limit = this.#batchLimit(model);
    for (let left = count; left > 0; left -= limit) {
      const batch = this.#take(model, Math.min(left, limit), trigger);
      this.slots.add(batch);
      thread?.block();
      this.#lock.push({ model, batch, thread });
    }
  }

  /** The one slot of the model: what waited there is lost, unless a partial batch joins it. */
  #releaseToSlot(
    model: ModelIndex,
    count: number,
    trigger: Trigger,
    thread: BlockingThread | null,
  ): void {
    const old = this.#joins(trigger) ? this.slots.take(model) : null;
    if (old === null) this.#lose(model, count === 0 ? 'empty-timer' : 'overwritten');
    const batch = this.#pool.renew(old, model, trigger, this.#kernel.now);
    this.#waiting.moveTo(batch, count);
    if (batch.count > 0) this.slots.put(batch);
    else this.#pool.give(batch);
    const races = trigger === 'size' && this.#races(model);
    if (races) this.#lose(model, 'race');
    thread?.block();
    this.#lock.push({ model, batch: null, thread });
    if (races) this.#lock.push({ model, batch: null, thread: null });
  }

  /** Whether a batch joins the one in the slot [docs/as-published.md 7]. */
  #joins(trigger: Trigger): boolean {
    return trigger === 'partial' && this.#rules.partial === 'append';
  }

  /** Whether a second thread repeats this size trigger at once [docs/as-published.md 9]. */
  #races(model: ModelIndex): boolean {
    if (this.#rules.raceProbability === 0) return false;
    const trigger = this.#counts.next('race', model);
    return this.#raceDraws.at(model, trigger) < this.#rules.raceProbability;
  }

  #lose(model: ModelIndex, cause: LossCause): void {
    const batch = this.slots.take(model);
    if (batch === null) return;
    this.#emitter.loss(this.#kernel.now, batch, cause);
    this.#pool.give(batch);
  }

  #take(model: ModelIndex, count: number, trigger: Trigger): Batch {
    const batch = this.#pool.take(model, trigger, this.#kernel.now);
    this.#waiting.moveTo(batch, count);
    return batch;
  }

  #batchLimit(model: ModelIndex): number {
    const { batchLimit } = this.#rules;
    if (batchLimit === 'none') return Number.POSITIVE_INFINITY;
    if (batchLimit !== 'profile') return batchLimit;
    return Math.min(this.#timing.maxBatch(model), this.#timing.definedUpTo(model));
  }
}
