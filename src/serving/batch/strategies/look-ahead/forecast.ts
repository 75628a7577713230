import type { ModelIndex, Seconds } from '../../../../units.js';
import type { ServerView } from '../strategy.js';
import { ArrivalLog } from './arrival-log.js';

/**
 * The requests that a plan counts on: those that wait, and after them the expected ones, evenly
 * spaced at the measured rate (the first after half a gap). Times are relative to the present.
 * Request 0 is the oldest that waits.
 */
export class Forecast {
  readonly #log: ArrivalLog;
  readonly #times: Float64Array[];
  readonly #head: Int32Array;
  readonly #waiting: Int32Array;
  readonly #rate: Float64Array;
  #now: Seconds = 0;

  /** @param windowSeconds time over which rates are measured, s, > 0. */
  constructor(models: number, windowSeconds: Seconds) {
    this.#log = new ArrivalLog(models, windowSeconds);
    this.#times = Array.from({ length: models }, (_, model) => this.#log.times(model));
    this.#head = new Int32Array(models);
    this.#waiting = new Int32Array(models);
    this.#rate = new Float64Array(models);
  }

  /** To be called once for every arrival, at its time. */
  note(view: ServerView, model: ModelIndex): void {
    this.#log.note(view, model);
  }

  /** Makes the present the origin of time. */
  update(view: ServerView): void {
    this.#now = view.now;
    for (let model = 0; model < this.#waiting.length; model++) {
      const waiting = view.waiting(model);
      this.#waiting[model] = waiting;
      this.#times[model] = this.#log.times(model);
      this.#head[model] = this.#log.head(model, waiting);
      this.#rate[model] = this.#log.rate(model, view.now);
    }
  }

  /** Requests of `model` that wait now. */
  waiting(model: ModelIndex): number {
    return this.#waiting[model] as number;
  }

  /** Expected arrivals of `model` per second. */
  rate(model: ModelIndex): number {
    return this.#rate[model] as number;
  }

  /** When request `index` of `model` arrives, s from now; Infinity if it is not expected. */
  arrival(model: ModelIndex, index: number): Seconds {
    const waiting = this.#waiting[model] as number;
    if (index < waiting) {
      const times = this.#times[model] as Float64Array;
      return (times[(this.#head[model] as number) + index] as number) - this.#now;
    }
    const rate = this.#rate[model] as number;
    return rate > 0 ? (index - waiting + 0.5) / rate : Number.POSITIVE_INFINITY;
  }

  /** The first request of `model` from `from` on that arrives after `time`, s from now. */
  firstAfter(model: ModelIndex, from: number, time: Seconds): number {
    const waiting = this.#waiting[model] as number;
    if (from < waiting) {
      const found = this.#search(model, from, waiting, time);
      if (found < waiting) return found;
    }
    const start = from > waiting ? from : waiting;
    const rate = this.#rate[model] as number;
    if (rate === 0 || time <= 0) return start;
    const expected = waiting + Math.floor(time * rate + 0.5);
    return expected > start ? expected : start;
  }

  /** The same among those that wait; `waiting` if none of them does. */
  #search(model: ModelIndex, from: number, waiting: number, time: Seconds): number {
    const times = this.#times[model] as Float64Array;
    const head = this.#head[model] as number;
    const now = this.#now;
    if ((times[head + from] as number) - now > time) return from;
    if ((times[head + waiting - 1] as number) - now <= time) return waiting;
    let low = from + 1;
    let high = waiting - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((times[head + middle] as number) - now <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
