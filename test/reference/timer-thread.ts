import type { ModelIndex, Seconds } from '../../src/units.js';
import { until } from './operations.js';
import type { System } from './system.js';
import type { Thread } from './threads.js';

/** Timers, and the thread that looks at them. */
export class TimerThread {
  /** By model: when its timer expires. */
  readonly timers: (Seconds | undefined)[];
  /** By model, for exact timers: it has yet to cause a look at the timers. */
  readonly #due: boolean[];
  /** By model, for exact timers: it has fired, and no request has come since. */
  readonly #spent: boolean[];
  readonly #system: () => System;
  readonly #firstSweepAt: Seconds;

  constructor(modelCount: number, firstSweepAt: Seconds, system: () => System) {
    this.timers = Array.from({ length: modelCount }, () => undefined);
    this.#due = Array.from({ length: modelCount }, () => false);
    this.#spent = Array.from({ length: modelCount }, () => false);
    this.#firstSweepAt = firstSweepAt;
    this.#system = system;
  }

  set(model: ModelIndex, at: Seconds): void {
    this.timers[model] = at;
    this.#due[model] = true;
    this.#spent[model] = false;
    // Loaded ahead, say: its first request is still to come.
    const { seen } = this.#system().world;
    if (!seen.includes(model)) seen.push(model);
  }

  clear(model: ModelIndex): void {
    this.timers[model] = undefined;
    this.#due[model] = false;
  }

  /** A request has come: an expired timer fires (again). */
  requestCame(model: ModelIndex): void {
    this.#spent[model] = false;
  }

  /** … once the strategy has had its say. */
  requestWasSeen(model: ModelIndex): void {
    if (this.#isExpired(model)) this.#due[model] = true;
  }

  /** The thread: sweeps at intervals, or whenever an exact timer is due. */
  *watch(): Thread {
    const { rules, world } = this.#system();
    const exact = rules.timerPollSeconds === 0;
    if (!exact) yield until('timer', this.#firstSweepAt);
    for (;;) {
      if (exact) yield { wants: 'sleep', as: 'timer', until: () => this.#earliestDue() };
      yield* this.#sweep();
      if (!exact) yield until('timer', world.now + rules.timerPollSeconds);
    }
  }

  *#sweep(): Thread {
    const { rules, world } = this.#system();
    const copy = { now: world.now, timers: [...this.timers], seen: [...world.seen] };
    const stale = rules.timerSnapshotStale;
    for (const model of stale ? copy.seen : world.seen) {
      const timer = (stale ? copy.timers : this.timers)[model];
      const now = stale ? copy.now : world.now;
      if (timer !== undefined && timer <= now) yield* this.#fire(model);
    }
  }

  *#fire(model: ModelIndex): Thread {
    const { rules, strategy, view, dispatch } = this.#system();
    if (this.#isExpired(model)) this.#due[model] = false;
    if (rules.timerPollSeconds === 0 && this.#spent[model] === true) return;
    this.#spent[model] = true;
    yield* dispatch.carryOut(strategy.onTimer?.(view, model), 'timer');
  }

  #isExpired(model: ModelIndex): boolean {
    const timer = this.timers[model];
    return timer !== undefined && timer <= this.#system().world.now;
  }

  #earliestDue(): Seconds {
    const times = this.#system()
      .world.seen.map((model) => (this.#due[model] === true ? this.timers[model] : undefined))
      .filter((timer) => timer !== undefined);
    return Math.min(Number.POSITIVE_INFINITY, ...times);
  }
}
