import type { Hook, Trigger } from '../../src/events/facts.js';
import type { KeyedUniform } from '../../src/random/types.js';
import type {
  Answer,
  Decision,
  ReleaseDecision,
} from '../../src/serving/batch/strategies/strategy.js';
import type { ModelIndex } from '../../src/units.js';
import type { System } from './system.js';
import type { Thread } from './threads.js';
import { type Batch, ids } from './world.js';

const TRIGGERS: Readonly<Record<Hook, Trigger>> = {
  arrival: 'size',
  timer: 'timer',
  poll: 'partial',
  idle: 'idle',
  'batch-start': 'idle',
  'batch-end': 'idle',
  loaded: 'idle',
};

/** Carries out decisions: what is released finds its way to the GPU, or is lost on it. */
export class Dispatch {
  readonly #raceDraws: KeyedUniform;
  readonly #sizeTriggers = new Map<ModelIndex, number>();
  readonly #system: () => System;

  constructor(raceDraws: KeyedUniform, system: () => System) {
    this.#raceDraws = raceDraws;
    this.#system = system;
  }

  *carryOut(answer: Answer, hook: Hook): Thread {
    const decisions: readonly Decision[] =
      answer === undefined ? [] : 'action' in answer ? [answer] : [...answer];
    for (const decision of decisions) {
      this.#system().poll.lookedInVain = false;
      if (decision.action === 'release') yield* this.#release(decision, hook);
      else this.#carryOutAtOnce(decision, hook);
    }
  }

  #carryOutAtOnce(decision: Exclude<Decision, ReleaseDecision>, hook: Hook): void {
    const { threads, timers, world } = this.#system();
    const { action, model } = decision;
    const count = action === 'drop' ? decision.count : 0;
    const at = action === 'set-timer' ? decision.at : Number.NaN;
    world.events.push({
      kind: 'decision',
      gpu: 0,
      time: world.now,
      hook,
      action,
      model,
      count,
      at,
    });
    if (action === 'set-timer') timers.set(model, at);
    if (action === 'clear-timer') timers.clear(model);
    if (action === 'drop') {
      const requests = ids(world.take(model, count));
      world.events.push({ kind: 'drop', time: world.now, model, requests });
      world.askWhenIdle = true;
    }
    if (action === 'load' && world.operation === null) threads.seize(this.#load(model));
    else if (action === 'load') threads.start(this.#loadBeside(model));
    if (action === 'prefetch') threads.start(this.#prefetch(model));
  }

  /** Nobody waits for this, and nobody who waits for the GPU goes before it. */
  *#load(model: ModelIndex): Thread {
    const { operations, poll, strategy, view, world } = this.#system();
    yield* operations.load(model);
    world.askWhenIdle = true;
    poll.lookedInVain = false;
    yield* this.carryOut(strategy.onLoaded?.(view, model), 'loaded');
    yield { wants: 'leave' };
  }

  *#loadBeside(model: ModelIndex): Thread {
    const { operations, poll, strategy, view, world } = this.#system();
    yield* operations.loadBeside(model);
    world.askWhenIdle = true;
    poll.lookedInVain = false;
    yield* this.carryOut(strategy.onLoaded?.(view, model), 'loaded');
  }

  *#prefetch(model: ModelIndex): Thread {
    const { operations, world } = this.#system();
    yield* operations.prefetch(model);
    world.askWhenIdle = true;
  }

  *#release(decision: ReleaseDecision, hook: Hook): Thread {
    const { rules, world, timers } = this.#system();
    const { model } = decision;
    const wanted = decision.count === 'all' ? world.waitingOf(model).length : decision.count;
    // A slot holds one batch: what does not fit in it stays in the queue.
    const room = rules.slot === 'overwrite' ? this.#roomInSlot(model, hook) : wanted;
    const requests = world.take(model, Math.min(wanted, room));
    const batch = { model, requests, trigger: TRIGGERS[hook], releasedAt: world.now };
    const told = { time: world.now, hook, model, count: requests.length, at: Number.NaN };
    world.events.push({ kind: 'decision', gpu: 0, action: 'release', ...told });
    if (requests.length > 0 && rules.timerResetBy === 'release') timers.clear(model);
    if (rules.slot === 'queue') yield* this.#releaseToQueue(batch, hook);
    else yield* this.#releaseToSlot(batch, hook);
  }

  *#releaseToQueue(batch: Batch, hook: Hook): Thread {
    const parts = this.#split(batch);
    // All of them are released before the first is served.
    this.#system().world.queued.push(...parts);
    const last = parts.pop();
    if (parts.length > 0) this.#system().threads.hold();
    for (const part of parts) {
      this.#system().threads.start(this.#processBatch(part, 'arrival', false));
    }
    if (last !== undefined) yield* this.#go(this.#processBatch(last, hook, true), hook);
  }

  *#releaseToSlot(batch: Batch, hook: Hook): Thread {
    const isEmptyTimer = hook === 'timer' && batch.requests.length === 0;
    if (isEmptyTimer && !this.#system().rules.emptyTimerOverwrites) return;
    this.#fillSlot(batch, hook);
    const raced = hook === 'arrival' && this.#race(batch.model);
    yield* this.#go(this.#processSlot(batch.model, hook), hook);
    if (raced) yield* this.#go(this.#processSlot(batch.model, hook), hook);
  }

  /** The timer thread may, and the polling thread does, wait for what they release. */
  *#go(thread: Thread, hook: Hook): Thread {
    const { rules, threads } = this.#system();
    if (hook === 'poll' || (hook === 'timer' && rules.timerThreadBlocks)) yield* thread;
    else threads.start(thread);
  }

  #roomInSlot(model: ModelIndex, hook: Hook): number {
    const { rules, world } = this.#system();
    const joins = hook === 'poll' && rules.partial === 'append';
    const taken = joins ? (world.slots[model]?.requests.length ?? 0) : 0;
    return Math.max(0, this.#batchLimit(model) - taken);
  }

  #fillSlot(batch: Batch, hook: Hook): void {
    const { rules, world } = this.#system();
    const { model, requests } = batch;
    const old = world.slots[model] ?? null;
    if (old !== null && hook === 'poll' && rules.partial === 'append') {
      world.slots[model] = { ...batch, requests: [...old.requests, ...requests] };
      return;
    }
    if (old !== null) world.lose(old, requests.length === 0 ? 'empty-timer' : 'overwritten');
    world.slots[model] = requests.length === 0 ? null : batch;
  }

  /** Whether a second thread saw the same full queue: it empties the slot, and will wait as well. */
  #race(model: ModelIndex): boolean {
    const { rules, world } = this.#system();
    const k = this.#sizeTriggers.get(model) ?? 0;
    this.#sizeTriggers.set(model, k + 1);
    if (this.#raceDraws.at(model, k) >= rules.raceProbability) return false;
    const old = world.slots[model] ?? null;
    if (old !== null) world.lose(old, 'race');
    world.slots[model] = null;
    return true;
  }

  #split(batch: Batch): Batch[] {
    const limit = this.#batchLimit(batch.model);
    const parts: Batch[] = [];
    for (let from = 0; from < batch.requests.length; from += limit) {
      parts.push({ ...batch, requests: batch.requests.slice(from, from + limit) });
    }
    return parts;
  }

  #batchLimit(model: ModelIndex): number {
    const { rules, scenario } = this.#system();
    const unlimited = Number.MAX_SAFE_INTEGER;
    if (rules.batchLimit === 'none') return unlimited;
    if (rules.batchLimit !== 'profile') return rules.batchLimit;
    return Math.min(unlimited, scenario.timing.models[model]?.maxBatch ?? unlimited);
  }

  /** Waits for the lock; takes what is in the model's slot; serves it. */
  *#processSlot(model: ModelIndex, hook: Hook): Thread {
    const { poll, world } = this.#system();
    if (hook === 'poll') poll.block();
    yield { wants: 'lock' };
    const batch = world.slots[model] ?? null;
    world.slots[model] = null;
    if (batch !== null) yield* this.#serve(batch);
    yield { wants: 'leave' };
    if (hook === 'poll') poll.unblock();
  }

  /** Waits for the lock with a batch of its own. */
  *#processBatch(batch: Batch, hook: Hook, isLast: boolean): Thread {
    const { poll, world } = this.#system();
    if (hook === 'poll') poll.block();
    yield { wants: 'lock', letsGo: isLast };
    world.queued = world.queued.filter((queued) => queued !== batch);
    yield* this.#serve(batch);
    yield { wants: 'leave' };
    if (hook === 'poll') poll.unblock();
  }

  *#serve(batch: Batch): Thread {
    const { operations, poll, rules, strategy, timers, view, world } = this.#system();
    yield* operations.serve(batch);
    world.askWhenIdle = true;
    poll.lookedInVain = false;
    if (rules.timerResetBy === 'completion') timers.clear(batch.model);
    yield* this.carryOut(strategy.onBatchEnd?.(view, batch.model), 'batch-end');
  }
}
