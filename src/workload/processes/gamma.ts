import { GammaSampler } from '../../random/gamma-sampler.js';
import type { UniformStream } from '../../random/types.js';
import type { RequestsPerSecond, Seconds } from '../../units.js';
import type { GammaConfig } from '../config.js';
import type { ArrivalProcess } from '../types.js';

/** Renewal process with gamma gaps; like Poisson, rates are a change of time. */
export class GammaArrivals implements ArrivalProcess {
  readonly #gaps: GammaSampler;
  readonly #shape: number;
  readonly #rate: RequestsPerSecond;
  #immediate: boolean;
  #unitTime = 0;

  constructor(config: GammaConfig, stream: UniformStream) {
    this.#gaps = new GammaSampler(config.shape, stream);
    this.#shape = config.shape;
    this.#rate = config.rate;
    this.#immediate = config.first === 'immediate';
  }

  next(): Seconds {
    if (this.#immediate) {
      this.#immediate = false;
      return 0;
    }
    this.#unitTime += this.#gaps.next() / this.#shape;
    return this.#unitTime / this.#rate;
  }
}
