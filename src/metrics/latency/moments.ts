/**
 * Mean and standard deviation in one pass over groups of numbers: exact within a group (two
 * passes over it), joined by the update of Chan, Golub and LeVeque (1979), which, unlike the
 * sum of squares, does not cancel when the spread is small beside the mean.
 */
export class Moments {
  #count = 0;
  #mean = 0;
  #squares = 0;

  get count(): number {
    return this.#count;
  }

  /** NaN when there are no numbers. */
  get mean(): number {
    return this.#count === 0 ? Number.NaN : this.#mean;
  }

  /** Sample standard deviation (n − 1); NaN for fewer than two numbers. */
  get sd(): number {
    return this.#count < 2 ? Number.NaN : Math.sqrt(this.#squares / (this.#count - 1));
  }

  /** Joins a group given by its count, its mean and its sum of squared deviations from it. */
  addGroup(count: number, mean: number, squares: number): void {
    if (count === 0) return;
    const total = this.#count + count;
    const delta = mean - this.#mean;
    this.#mean += (delta * count) / total;
    this.#squares += squares + (delta * delta * this.#count * count) / total;
    this.#count = total;
  }

  /** Joins all that `other` has seen. */
  merge(other: Moments): void {
    this.addGroup(other.#count, other.#mean, other.#squares);
  }
}
