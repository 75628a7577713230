import { bucketEnd, type LatencyCounts } from '../../metrics/latency/log-histogram.js';

/**
 * Latencies of several replications, counted up to the end of every bucket that any of them uses:
 * quantiles of any mixture of them are then found by search.
 */
export class PooledCounts {
  /** Buckets that hold something, ascending. */
  readonly #used: readonly number[];
  readonly replications: number;
  /** By used bucket, then by replication: the number of latencies up to the bucket's end. */
  readonly #upTo: Float64Array;

  /** @param latency one for each replication, none of them empty. */
  constructor(latency: readonly LatencyCounts[]) {
    const used = new Set(latency.flatMap(({ buckets }) => buckets));
    this.#used = [...used].sort((a, b) => a - b);
    this.replications = latency.length;
    this.#upTo = cumulated(latency, this.#used);
  }

  /** Used buckets are numbered 0 … this − 1. */
  get buckets(): number {
    return this.#used.length;
  }

  /** Where a used bucket begins, s. */
  startOf(at: number): number {
    const bucket = this.#used[at] as number;
    return bucket < 0 ? 0 : bucketEnd(bucket - 1);
  }

  endOf(at: number): number {
    return bucketEnd(this.#used[at] as number);
  }

  /** Whether all replications have the same latencies, as far as buckets tell. */
  allAgree(): boolean {
    const n = this.replications;
    return this.#upTo.every((count, at) => count === this.#upTo[at - (at % n)]);
  }

  /**
   * Of each replication, by how many latencies it has more up to the end of a used bucket than
   * the share `p` of all it has.
   */
  excessUpTo(at: number, p: number): readonly number[] {
    const counts = this.#countsAt(at);
    const all = this.#countsAt(this.buckets - 1);
    return Array.from(counts, (count, replication) => count - p * (all[replication] as number));
  }

  /**
   * The used bucket that holds the p-quantile of replication r taken `times[r]` times.
   * @param near where to look first: the nearer, the quicker.
   */
  bucketOf(p: number, times: readonly number[], near = this.buckets >> 1): number {
    const target = p * this.#count(this.buckets - 1, times);
    const isBelow = (at: number): boolean => this.#count(at, times) < target;
    let low = 0;
    let high = this.buckets - 1;
    // In steps that double, away from there until it lies between two of them.
    let at = near;
    if (isBelow(at)) {
      for (let step = 1; at < high && isBelow(at); step *= 2) {
        low = at + 1;
        at = Math.min(at + step, high);
      }
      high = at;
    } else {
      for (let step = 1; at > low && !isBelow(at); step *= 2) {
        high = at;
        at = Math.max(at - step, low);
      }
      if (isBelow(at)) low = at + 1;
    }
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBelow(middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The p-quantile, s; as if the latencies in a bucket were spread evenly. */
  quantile(p: number, times: readonly number[], near?: number): number {
    const at = this.bucketOf(p, times, near);
    const before = at === 0 ? 0 : this.#count(at - 1, times);
    const target = p * this.#count(this.buckets - 1, times);
    const share = (target - before) / (this.#count(at, times) - before);
    return this.startOf(at) + share * (this.endOf(at) - this.startOf(at));
  }

  #countsAt(at: number): Float64Array {
    return this.#upTo.subarray(at * this.replications, (at + 1) * this.replications);
  }

  #count(at: number, times: readonly number[]): number {
    const start = at * this.replications;
    let sum = 0;
    for (let replication = 0; replication < times.length; replication++) {
      sum += (times[replication] as number) * (this.#upTo[start + replication] as number);
    }
    return sum;
  }
}

function cumulated(latency: readonly LatencyCounts[], used: readonly number[]): Float64Array {
  const n = latency.length;
  const upTo = new Float64Array(used.length * n);
  for (const [replication, { buckets, counts }] of latency.entries()) {
    let sum = 0;
    let next = 0;
    for (const [at, bucket] of used.entries()) {
      if (buckets[next] === bucket) sum += counts[next++] as number;
      upTo[at * n + replication] = sum;
    }
  }
  return upTo;
}
