import type { RequestsPerSecond, Seconds } from '../../units.js';
import type { ConstantConfig } from '../config.js';
import type { ArrivalProcess } from '../types.js';

/** Arrivals at equal distances. */
export class ConstantArrivals implements ArrivalProcess {
  readonly #rate: RequestsPerSecond;
  /** How many gaps the next arrival stands from time 0. Counted, so that no error adds up. */
  #gaps: number;

  constructor(config: ConstantConfig) {
    this.#rate = config.rate;
    this.#gaps = config.first === 'immediate' ? 0 : 1;
  }

  next(): Seconds {
    const time = this.#gaps / this.#rate;
    this.#gaps += 1;
    return time;
  }
}

/** Exact: the number of multiples of 1/rate in [0, horizon), or in (0, horizon). */
export function constantMeanRate(config: ConstantConfig, horizon: Seconds): RequestsPerSecond {
  let count = Math.ceil(horizon * config.rate);
  // The product may round across a whole number; the quotient is what `next` compares.
  if ((count - 1) / config.rate >= horizon) count -= 1;
  else if (count / config.rate < horizon) count += 1;
  return Math.max(0, config.first === 'immediate' ? count : count - 1) / horizon;
}
