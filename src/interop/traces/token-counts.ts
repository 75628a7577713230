import { MOST_TOKENS } from '../../workload/trace/request-lengths.js';

const FIRST_CAPACITY = 4096;

/** Counts of lengths, so that their quantiles are exact: memory is that of the longest. */
export class TokenCounts {
  #counts = new Uint32Array(FIRST_CAPACITY);
  #count = 0;
  #sum = 0;

  get count(): number {
    return this.#count;
  }

  /** NaN when there are none. */
  get mean(): number {
    return this.#count === 0 ? Number.NaN : this.#sum / this.#count;
  }

  /** Of an even number of lengths the mean of the middle two; NaN when there are none. */
  get median(): number {
    if (this.#count === 0) return Number.NaN;
    const half = (this.#count - 1) / 2;
    return (this.#at(Math.floor(half)) + this.#at(Math.ceil(half))) / 2;
  }

  /** @param tokens whole, from 0 to `MOST_TOKENS`. */
  push(tokens: number): void {
    if (tokens >= this.#counts.length) this.#grow(tokens);
    this.#counts[tokens] = (this.#counts[tokens] as number) + 1;
    this.#count++;
    this.#sum += tokens;
  }

  /** The length of this rank, 0 the shortest. */
  #at(rank: number): number {
    let below = 0;
    let tokens = -1;
    while (below <= rank) below += this.#counts[++tokens] as number;
    return tokens;
  }

  #grow(tokens: number): void {
    const capacity = Math.min(Math.max(tokens + 1, this.#counts.length * 2), MOST_TOKENS + 1);
    const grown = new Uint32Array(capacity);
    grown.set(this.#counts);
    this.#counts = grown;
  }
}
