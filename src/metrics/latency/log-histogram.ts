import { InvariantError } from '../../errors.js';

/** 2⁷ buckets to an octave: each is at most 1/128 wide, so its middle is within 0.4 % of all in it. */
const SUB_BITS = 7;
/** The first octave begins at 2⁻²⁰ s (about a microsecond), the last ends at 2³⁰ s (34 years). */
const FIRST_EXPONENT = -20;
const LAST_EXPONENT = 29;
const EXPONENT_BIAS = 1023;
const MANTISSA_BITS_IN_HIGH_WORD = 20;
const SHIFT = MANTISSA_BITS_IN_HIGH_WORD - SUB_BITS;
const FIRST_KEY = (FIRST_EXPONENT + EXPONENT_BIAS) << SUB_BITS;
const BUCKETS = (LAST_EXPONENT - FIRST_EXPONENT + 1) << SUB_BITS;
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/**
 * Counts of non-negative numbers in buckets of constant relative width: 51 kB, whatever the
 * number of numbers. A bucket is found from the first bits of the float, without a logarithm.
 * Numbers below 2⁻²⁰ count as 0, numbers from 2³⁰ on as the last bucket.
 */
export class LogHistogram {
  readonly #counts = new Float64Array(BUCKETS);
  #tiny = 0;
  #count = 0;
  readonly #number = new Float64Array(1);
  readonly #words = new Int32Array(this.#number.buffer);

  get length(): number {
    return this.#count;
  }

  push(value: number): void {
    this.#number[0] = value;
    const bucket = ((this.#words[HIGH] as number) >>> SHIFT) - FIRST_KEY;
    this.#count++;
    if (bucket < 0) {
      this.#tiny++;
      return;
    }
    const kept = bucket < BUCKETS ? bucket : BUCKETS - 1;
    this.#counts[kept] = (this.#counts[kept] as number) + 1;
  }

  /** Adds all that `other` has counted. */
  merge(other: LogHistogram): void {
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      this.#counts[bucket] = (this.#counts[bucket] as number) + (other.#counts[bucket] as number);
    }
    this.#tiny += other.#tiny;
    this.#count += other.#count;
  }

  /**
   * The order statistics at the given ranks, each the middle of its bucket: within 0.4 %.
   * @param ranks 0 is the smallest; integers in [0, length).
   * @throws InvariantError if a rank is out of range.
   */
  valuesAt(ranks: readonly number[]): Float64Array {
    const values = new Float64Array(ranks.length);
    const order = ranks.map((_, index) => index);
    order.sort((a, b) => (ranks[a] as number) - (ranks[b] as number));
    let bucket = -1;
    let upTo = this.#tiny;
    for (const index of order) {
      const rank = ranks[index] as number;
      if (!(rank >= 0 && rank < this.#count)) {
        throw new InvariantError('rank out of range', { rank, count: this.#count });
      }
      while (upTo <= rank) upTo += this.#counts[++bucket] as number;
      values[index] = bucket < 0 ? 0 : middleOf(bucket);
    }
    return values;
  }
}

function middleOf(bucket: number): number {
  const octave = 2 ** (FIRST_EXPONENT + (bucket >>> SUB_BITS));
  const step = (bucket & ((1 << SUB_BITS) - 1)) + 0.5;
  return octave * (1 + step / (1 << SUB_BITS));
}
