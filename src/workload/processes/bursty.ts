import { drawExponential } from '../../random/gamma-sampler.js';
import type { UniformStream } from '../../random/types.js';
import type { Seconds } from '../../units.js';
import type { BurstyConfig, Range } from '../config.js';
import type { ArrivalProcess } from '../types.js';

/**
 * Alternating bursts and idle periods, starting in a burst, as the SINCERE client sends them:
 * duration and rate of a period are drawn uniformly when it starts, gaps are exponential, and
 * only when a request is sent does the client look whether the period is over. So a period
 * lasts until the first request after its drawn end, and a tiny idle rate makes a long silence.
 */
export class BurstyArrivals implements ArrivalProcess {
  readonly #config: BurstyConfig;
  readonly #gaps: UniformStream;
  readonly #periods: UniformStream;
  #immediate: boolean;
  #inBurst = false;
  #rate = 0;
  /** On the clock of the unscaled process, like `#time`. */
  #periodEnd: Seconds = 0;
  #time: Seconds = 0;

  /**
   * @param gaps stream of the gaps. @param periods stream of durations and rates: apart, so that
   * the k-th period is the same whatever number of requests went before.
   */
  constructor(config: BurstyConfig, gaps: UniformStream, periods: UniformStream) {
    this.#config = config;
    this.#gaps = gaps;
    this.#periods = periods;
    this.#immediate = config.first === 'immediate';
    this.#startPeriod();
  }

  next(): Seconds {
    if (this.#immediate) {
      this.#immediate = false;
      return 0;
    }
    this.#time += drawExponential(this.#gaps) / this.#rate;
    if (this.#time >= this.#periodEnd) this.#startPeriod();
    return this.#time / this.#config.timeScale;
  }

  #startPeriod(): void {
    const { burstSeconds, idleSeconds, burstRate, idleRate } = this.#config;
    this.#inBurst = !this.#inBurst;
    const seconds = this.#draw(this.#inBurst ? burstSeconds : idleSeconds);
    this.#rate = this.#draw(this.#inBurst ? burstRate : idleRate);
    this.#periodEnd = this.#time + seconds;
  }

  #draw(range: Range): number {
    return range[0] + (range[1] - range[0]) * this.#periods.next();
  }
}
