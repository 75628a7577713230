import { InvariantError } from '../errors.js';

/**
 * A distribution as measured: its quantiles at equal steps of probability from 0 to 1, with straight
 * lines between them. Levels that many measurements share stay levels, which no smooth family has.
 */
export class QuantileTable {
  /** Of what `at` gives for uniform `u`. */
  readonly mean: number;
  readonly #quantiles: readonly number[];

  /** @param quantiles ascending, at least two. */
  constructor(quantiles: readonly number[]) {
    const [least, greatest] = [quantiles[0], quantiles.at(-1)];
    if (quantiles.length < 2 || least === undefined || greatest === undefined) {
      throw new InvariantError('a distribution needs at least two quantiles', { quantiles });
    }
    this.#quantiles = quantiles;
    // The area below straight lines: the trapezoid rule.
    const sum = quantiles.reduce((total, value) => total + value, 0);
    this.mean = (sum - (least + greatest) / 2) / (quantiles.length - 1);
  }

  /** The value that a share `u` in (0, 1) lies below. */
  at(u: number): number {
    const steps = this.#quantiles.length - 1;
    const left = Math.min(Math.floor(u * steps), steps - 1);
    const share = u * steps - left;
    const [low, high] = [this.#quantiles[left] as number, this.#quantiles[left + 1] as number];
    // A level is one number, to the last digit: what has no chance in it must not depend on draws.
    return low === high ? low : (1 - share) * low + share * high;
  }
}
