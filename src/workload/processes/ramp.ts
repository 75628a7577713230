import { drawExponential } from '../../random/gamma-sampler.js';
import type { UniformStream } from '../../random/types.js';
import type { RequestsPerSecond, Seconds } from '../../units.js';
import type { RampConfig } from '../config.js';
import type { ArrivalProcess } from '../types.js';

/**
 * A rate that rises and falls linearly, again and again; each gap is exponential at the rate of
 * the moment it begins, as in the SINCERE client. That is not a Poisson process with this rate:
 * a gap begun at a low rate does not notice that the rate rises.
 */
export class RampArrivals implements ArrivalProcess {
  readonly #config: RampConfig;
  readonly #stream: UniformStream;
  #immediate: boolean;
  #time: Seconds = 0;

  constructor(config: RampConfig, stream: UniformStream) {
    this.#config = config;
    this.#stream = stream;
    this.#immediate = config.first === 'immediate';
  }

  next(): Seconds {
    if (this.#immediate) {
      this.#immediate = false;
      return 0;
    }
    this.#time += drawExponential(this.#stream) / rampRateAt(this.#config, this.#time);
    return this.#time;
  }
}

/** The ramp's rate at a time ≥ 0: from `minRate` up to `maxRate` and down again. */
export function rampRateAt(config: RampConfig, time: Seconds): RequestsPerSecond {
  const { minRate, maxRate, upSeconds, downSeconds } = config;
  const phase = time % (upSeconds + downSeconds);
  const height = phase < upSeconds ? phase / upSeconds : 1 - (phase - upSeconds) / downSeconds;
  return minRate + (maxRate - minRate) * height;
}
