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

/** The bucket of what counts as 0. */
const TINY = -1;

/** What a histogram has counted: buckets ascending, none of them empty. */
export interface LatencyCounts {
  readonly buckets: readonly number[];
  readonly counts: readonly number[];
}

/** The upper end of a bucket, s: numbers in it are below that. */
export function bucketEnd(bucket: number): number {
  return bucket === TINY ? 2 ** FIRST_EXPONENT : startOf(bucket + 1);
}

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

  /** A histogram that has counted what others have. */
  static of(counted: Iterable<LatencyCounts>): LogHistogram {
    const histogram = new LogHistogram();
    for (const { buckets, counts } of counted) {
      buckets.forEach((bucket, at) => {
        histogram.#add(bucket, counts[at] as number);
      });
    }
    return histogram;
  }

  get length(): number {
    return this.#count;
  }

  /** What was counted so far. */
  counted(): LatencyCounts {
    const buckets = this.#tiny > 0 ? [TINY] : [];
    const counts = this.#tiny > 0 ? [this.#tiny] : [];
    this.#counts.forEach((count, bucket) => {
      if (count === 0) return;
      buckets.push(bucket);
      counts.push(count);
    });
    return { buckets, counts };
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

  #add(bucket: number, count: number): void {
    this.#count += count;
    if (bucket === TINY) this.#tiny += count;
    else this.#counts[bucket] = (this.#counts[bucket] as number) + count;
  }
}

function middleOf(bucket: number): number {
  return placeIn(bucket, 0.5);
}

function startOf(bucket: number): number {
  return placeIn(bucket, 0);
}

function placeIn(bucket: number, share: number): number {
  const octave = 2 ** (FIRST_EXPONENT + (bucket >>> SUB_BITS));
  const step = (bucket & ((1 << SUB_BITS) - 1)) + share;
  return octave * (1 + step / (1 << SUB_BITS));
}
