import type { Seconds } from '../../units.js';
import type { MeanSd } from '../config.js';

/**
 * How far one belief is from what is observed: an exponentially weighted mean of the ratios
 * observed / believed, and their variance about it.
 *
 * It starts at 1, as if the belief had been right so far, so that after n observations of one
 * ratio r its mean is r + (1 − w)ⁿ (1 − r). The variance starts as the belief has it.
 *
 * Source: T. Finch, "Incremental calculation of weighted mean and variance", University of
 * Cambridge, 2009, section 9.
 */
export class LearnedRatio {
  readonly #weight: number;
  #mean = 1;
  /** Null before the first observation. */
  #variance: number | null = null;

  /** @param weight of each new observation, in (0, 1]. */
  constructor(weight: number) {
    this.#weight = weight;
  }

  /** What to multiply the belief by. */
  get mean(): number {
    return this.#mean;
  }

  /**
   * Takes note of a duration.
   * @param believed what was believed of it before anything was learned; where that is 0 or
   *   Infinity there is no ratio, and nothing is learned.
   */
  observe(seconds: Seconds, believed: MeanSd): void {
    if (!(believed.mean > 0 && believed.mean < Number.POSITIVE_INFINITY)) return;
    const before = this.#variance ?? (believed.sd / believed.mean) ** 2;
    const difference = seconds / believed.mean - this.#mean;
    const step = this.#weight * difference;
    this.#mean += step;
    this.#variance = (1 - this.#weight) * (before + step * difference);
  }

  /** A belief, corrected by what was learned. */
  corrected(believed: MeanSd): MeanSd {
    if (this.#variance === null) return believed;
    return {
      mean: believed.mean * this.#mean,
      sd: believed.mean * Math.sqrt(this.#variance),
    };
  }
}
