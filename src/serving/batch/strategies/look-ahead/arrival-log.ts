import type { ModelIndex, RequestsPerSecond, Seconds } from '../../../../units.js';
import type { ServerView } from '../strategy.js';

/** A rate is measured over at least this time, s: two early arrivals are no torrent. */
const SHORTEST_SPAN_SECONDS = 5;

/** Arrival times as a strategy has seen them: of what waits, and of the last while for rates. */
export class ArrivalLog {
  readonly #windowSeconds: Seconds;
  readonly #times: Float64Array[];
  /** Arrivals held in `#times`, by model. */
  readonly #held: Int32Array;
  /** The first one within the window, by model. */
  readonly #recent: Int32Array;
  #firstSeen = Number.NaN;

  /** @param windowSeconds time over which rates are measured, s, > 0. */
  constructor(models: number, windowSeconds: Seconds) {
    this.#windowSeconds = windowSeconds;
    this.#times = Array.from({ length: models }, () => new Float64Array(256));
    this.#held = new Int32Array(models);
    this.#recent = new Int32Array(models);
  }

  /** To be called once for every arrival, at its time. */
  note(view: ServerView, model: ModelIndex): void {
    if (Number.isNaN(this.#firstSeen)) this.#firstSeen = view.now;
    const held = this.#held[model] as number;
    if (held === (this.#times[model] as Float64Array).length) this.#makeRoom(view, model);
    const at = this.#held[model] as number;
    (this.#times[model] as Float64Array)[at] = view.now;
    this.#held[model] = at + 1;
  }

  /** The times of `model`; the oldest of `waiting` requests stands at `head`. */
  times(model: ModelIndex): Float64Array {
    return this.#times[model] as Float64Array;
  }

  /** Where the oldest of `waiting` requests of `model` stands in `times`. */
  head(model: ModelIndex, waiting: number): number {
    return (this.#held[model] as number) - waiting;
  }

  /** Arrivals per second over the window, or since the first arrival of any model if shorter. */
  rate(model: ModelIndex, now: Seconds): RequestsPerSecond {
    const times = this.#times[model] as Float64Array;
    const held = this.#held[model] as number;
    let recent = this.#recent[model] as number;
    while (recent < held && now - (times[recent] as number) > this.#windowSeconds) recent++;
    this.#recent[model] = recent;
    if (recent === held) return 0;
    const span = Math.min(this.#windowSeconds, now - this.#firstSeen);
    return (held - recent) / Math.max(SHORTEST_SPAN_SECONDS, span);
  }

  /** Forgets what neither waits nor lies in the window; grows if that is less than half. */
  #makeRoom(view: ServerView, model: ModelIndex): void {
    const times = this.#times[model] as Float64Array;
    this.rate(model, view.now);
    // The arrival that is being noted waits already, but is not held yet.
    const oldest = times.length + 1 - view.waiting(model);
    const from = Math.max(0, Math.min(this.#recent[model] as number, oldest));
    const kept = times.length - from;
    const target = kept > times.length / 2 ? new Float64Array(times.length * 2) : times;
    target.set(times.subarray(from));
    this.#times[model] = target;
    this.#held[model] = kept;
    this.#recent[model] = (this.#recent[model] as number) - from;
  }
}
