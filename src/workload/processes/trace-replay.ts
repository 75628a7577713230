import type { RequestsPerSecond, Seconds } from '../../units.js';
import type { TraceConfig } from '../config.js';
import type { ArrivalProcess } from '../types.js';

/** Replays the times of a recorded trace. */
export class TraceArrivals implements ArrivalProcess {
  readonly #times: Float64Array;
  #position = 0;

  constructor(config: TraceConfig) {
    this.#times = config.times;
  }

  next(): Seconds {
    const position = this.#position++;
    return position < this.#times.length
      ? (this.#times[position] as number)
      : Number.POSITIVE_INFINITY;
  }
}

/** Exact: counts the rows before the horizon. */
export function traceMeanRate(config: TraceConfig, horizon: Seconds): RequestsPerSecond {
  let low = 0;
  let high = config.times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((config.times[middle] as number) < horizon) low = middle + 1;
    else high = middle;
  }
  return low / horizon;
}
