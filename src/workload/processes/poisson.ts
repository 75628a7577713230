import { drawExponential } from '../../random/gamma-sampler.js';
import type { UniformStream } from '../../random/types.js';
import type { RequestsPerSecond, Seconds } from '../../units.js';
import type { PoissonConfig } from '../config.js';
import type { ArrivalProcess } from '../types.js';

/** Poisson arrivals: a unit-rate process in slowed or quickened time, so that rates are coupled. */
export class PoissonArrivals implements ArrivalProcess {
  readonly #rate: RequestsPerSecond;
  readonly #stream: UniformStream;
  #immediate: boolean;
  /** Time of the last arrival on the clock on which the rate is 1. */
  #unitTime = 0;

  constructor(config: PoissonConfig, stream: UniformStream) {
    this.#rate = config.rate;
    this.#stream = stream;
    this.#immediate = config.first === 'immediate';
  }

  next(): Seconds {
    if (this.#immediate) {
      this.#immediate = false;
      return 0;
    }
    this.#unitTime += drawExponential(this.#stream);
    return this.#unitTime / this.#rate;
  }
}

/** Exact. A request at time 0 is one on top of the Poisson process. */
export function poissonMeanRate(config: PoissonConfig, horizon: Seconds): RequestsPerSecond {
  return config.rate + (config.first === 'immediate' ? 1 / horizon : 0);
}
