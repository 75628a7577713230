/** Neumaier's compensated sum: an error of one rounding, however many terms. */
export class CompensatedSum {
  #sum = 0;
  #lost = 0;

  get value(): number {
    return this.#sum + this.#lost;
  }

  add(term: number): void {
    const sum = this.#sum + term;
    // What the larger of the two could not hold of the smaller.
    this.#lost +=
      Math.abs(this.#sum) >= Math.abs(term) ? this.#sum - sum + term : term - sum + this.#sum;
    this.#sum = sum;
  }

  reset(): void {
    this.#sum = 0;
    this.#lost = 0;
  }
}
