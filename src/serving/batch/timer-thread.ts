import type { Alarm, Kernel } from '../../kernel/kernel.js';
import type { KeyedUniform } from '../../random/types.js';
import type { ModelIndex, Seconds } from '../../units.js';
import { type DispatchRules, rankOf } from './config.js';
import type { BlockingThread, TimerOwner } from './threads.js';

/**
 * Timers, one per model, and the thread that watches them [docs/as-published.md 6].
 *
 * With an interval the thread sweeps over all timers at instants of a grid; without one, at
 * the instants at which they expire. Only sweeps that can find something are simulated.
 */
export class TimerThread implements BlockingThread {
  readonly #kernel: Kernel;
  readonly #alarm: Alarm;
  readonly #owner: TimerOwner;
  readonly #rules: DispatchRules;
  readonly #timers: Float64Array;
  readonly #snapshot: Float64Array;
  /** Expired timers that have fired and have nothing new to say: no arrival, not set again. */
  readonly #spent: Uint8Array;
  /**
   * Models in the order of their first arrivals, the order of a sweep; one for which a timer was set
   * before has its place from then on.
   */
  readonly #seen: ModelIndex[] = [];
  readonly #isSeen: Uint8Array;
  /** The last sweep ended then; the grid counts from here. */
  #lastSweep: Seconds;
  #sweepTime: Seconds = 0;
  #position = 0;
  #blockedOn = 0;
  #sweeping = false;

  constructor(
    kernel: Kernel,
    rules: DispatchRules,
    modelCount: number,
    phase: KeyedUniform,
    owner: TimerOwner,
  ) {
    this.#kernel = kernel;
    this.#rules = rules;
    this.#owner = owner;
    this.#alarm = kernel.alarm(rankOf(rules, 'timer'), () => this.#sweep());
    this.#timers = new Float64Array(modelCount).fill(Number.NaN);
    this.#snapshot = new Float64Array(modelCount);
    this.#spent = new Uint8Array(modelCount);
    this.#isSeen = new Uint8Array(modelCount);
    this.#lastSweep = (phase.at(0, 0) - 1) * rules.timerPollSeconds;
  }

  /** When the timer of `model` expires or expired; NaN when it is not set. */
  timerOf(model: ModelIndex): Seconds {
    return this.#timers[model] as number;
  }

  set(model: ModelIndex, at: Seconds): void {
    this.#timers[model] = at;
    this.#spent[model] = 0;
    this.see(model);
    this.#wakeBy(at);
  }

  clear(model: ModelIndex): void {
    this.#timers[model] = Number.NaN;
  }

  /** A request of `model` has come, or a timer is set for it: sweeps look at it from now on. */
  see(model: ModelIndex): void {
    if (this.#isSeen[model] === 1) return;
    this.#isSeen[model] = 1;
    this.#seen.push(model);
  }

  /** A request has come and the strategy has had its say: an expired timer may release it. */
  onArrival(model: ModelIndex): void {
    this.#spent[model] = 0;
    const timer = this.#timers[model] as number;
    if (timer <= this.#kernel.now) this.#wakeBy(timer);
  }

  block(): void {
    this.#blockedOn++;
  }

  unblock(): void {
    this.#blockedOn--;
    // Inside a sweep the loop itself goes on.
    if (this.#blockedOn === 0 && !this.#sweeping) this.#continue();
  }

  #sweep(): void {
    this.#sweepTime = this.#kernel.now;
    this.#snapshot.set(this.#timers);
    this.#position = 0;
    this.#continue();
    this.#owner.onSwept();
  }

  /** Goes on with the sweep, until it is done or a released batch must be waited for. */
  #continue(): void {
    this.#sweeping = true;
    while (this.#blockedOn === 0 && this.#position < this.#seen.length) {
      const model = this.#seen[this.#position++] as ModelIndex;
      if (this.#isDue(model)) {
        this.#spent[model] = 1;
        this.#owner.onTimer(model, this.#rules.timerThreadBlocks ? this : null);
      }
    }
    this.#sweeping = false;
    if (this.#blockedOn === 0) {
      this.#lastSweep = this.#kernel.now;
      this.#sleep();
    }
  }

  #isDue(model: ModelIndex): boolean {
    const stale = this.#rules.timerSnapshotStale;
    const timer = (stale ? this.#snapshot : this.#timers)[model] as number;
    const now = stale ? this.#sweepTime : this.#kernel.now;
    const repeats = this.#rules.timerPollSeconds > 0;
    return timer <= now && (repeats || this.#spent[model] === 0);
  }

  /** Sets the alarm for the next sweep that can find an expired timer. */
  #sleep(): void {
    const repeats = this.#rules.timerPollSeconds > 0 && !this.#owner.isQuiet();
    let earliest = Number.POSITIVE_INFINITY;
    for (const model of this.#seen) {
      const timer = this.#timers[model] as number;
      if (timer < earliest && (repeats || this.#spent[model] === 0)) earliest = timer;
    }
    if (earliest < Number.POSITIVE_INFINITY) this.#wakeBy(earliest);
  }

  /** Makes sure that a sweep sees a timer that expires at `time`. */
  #wakeBy(time: Seconds): void {
    if (this.#blockedOn > 0 || this.#sweeping) return;
    const at = this.#sweepAtOrAfter(Math.max(time, this.#kernel.now));
    if (!(this.#alarm.time <= at)) this.#alarm.set(at);
  }

  #sweepAtOrAfter(time: Seconds): Seconds {
    const interval = this.#rules.timerPollSeconds;
    if (interval === 0) return time;
    const steps = Math.max(1, Math.ceil((time - this.#lastSweep) / interval));
    return Math.max(this.#lastSweep + steps * interval, this.#kernel.now);
  }
}
