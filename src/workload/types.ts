import type { ModelIndex, Seconds } from '../units.js';

/**
 * A stream of requests in time order. Call `advance`, then read `time` and `model`:
 * no object per request.
 */
export interface ArrivalSource {
  /** Moves to the next request; false when there is none. */
  advance(): boolean;
  /** Arrival time of the current request; never decreases. */
  readonly time: Seconds;
  readonly model: ModelIndex;
}

/** A stream of arrival times, without models. */
export interface ArrivalProcess {
  /** The next arrival time (never decreasing), or Infinity when there is none. */
  next(): Seconds;
}

/** A request, as a record (never made on the hot path). */
export interface Request {
  readonly id: number;
  readonly model: ModelIndex;
  readonly arrival: Seconds;
}
