import { InvariantError } from '../../errors.js';
import type { Estimate } from '../../metrics/estimate.js';
import type { LatencyCounts } from '../../metrics/latency/log-histogram.js';
import { isConstant } from '../../metrics/sample.js';
import { skewedInterval } from '../../metrics/skewed-mean.js';
import { normalCdf } from '../../random/normal.js';
import { createRunKey } from '../../random/run-key.js';
import { studentTQuantile } from '../../random/statistics.js';
import { PooledCounts } from './pooled-counts.js';

const RESAMPLES = 2000;

/**
 * Which replications each resample consists of: the same for the same number of replications,
 * wherever and however often it is asked. Drawing them takes longer than using them, so who has
 * many cells to estimate keeps them.
 */
export class Resamples {
  readonly #byNumber = new Map<number, readonly (readonly number[])[]>();

  /** By resample: how often each of `n` replications is in it. */
  of(n: number): readonly (readonly number[])[] {
    const known = this.#byNumber.get(n) ?? drawResamples(n);
    this.#byNumber.set(n, known);
    return known;
  }
}

function drawResamples(n: number): readonly (readonly number[])[] {
  const draws = createRunKey('pooled quantile', 0).keyed('resample');
  return Array.from({ length: RESAMPLES }, (_, resample) => {
    const times = new Array<number>(n).fill(0);
    for (let draw = 0; draw < n; draw++) {
      const replication = Math.floor(draws.at(resample, draw) * n);
      times[replication] = (times[replication] as number) + 1;
    }
    return times;
  });
}

/**
 * A quantile of the latencies of all replications together, with a 95 % interval over
 * replications: the population's quantile, not the mean of the runs' own. Requests of one run
 * depend on each other, so whole replications are resampled, never requests.
 *
 * Two intervals are joined, end by end the farther one, because each was measured to be too short
 * alone (docs/statistics.md):
 *
 * - the bootstrap percentile interval of 2,000 resamples of replications, with the percentiles
 *   widened for their number. T. Hesterberg, "What teachers should know about the bootstrap", Am.
 *   Stat. 69 (2015) 371.
 * - all latencies of which the share below, a mean over replications, may be `p` by
 *   `skewedInterval`. After R. Woodruff, J. Am. Stat. Assoc. 47 (1952) 635.
 *
 * @param latency one for each replication. @param p in (0, 1).
 * @returns in `mean` the quantile, s, within the 0.8 % of a bucket; NaN without latencies. `n` is
 * the number of replications with latencies; no interval for fewer than two, or if all agree.
 */
export function pooledQuantile(latency: readonly LatencyCounts[], p: number): Estimate {
  return pooledQuantiles(latency, [p])[0] as Estimate;
}

/**
 * Several such quantiles, from the same resamples.
 * @param shares each in (0, 1). @param resamples those drawn before, for other latencies.
 */
export function pooledQuantiles(
  latency: readonly LatencyCounts[],
  shares: readonly number[],
  resamples = new Resamples(),
): readonly Estimate[] {
  const wrong = shares.find((p) => !(p > 0 && p < 1));
  if (wrong !== undefined) {
    throw new InvariantError('a probability in (0, 1) is needed', { p: wrong });
  }
  const counts = new PooledCounts(latency.filter(({ counts: { length } }) => length > 0));
  const { replications: n } = counts;
  if (n === 0) return shares.map(() => ({ mean: Number.NaN, ci95: null, n }));
  const means = shares.map((p) => counts.quantile(p, new Array<number>(n).fill(1)));
  if (n < 2 || counts.allAgree()) return means.map((mean) => ({ mean, ci95: null, n }));
  const resampled = resampledIntervals(counts, shares, resamples);
  return shares.map((p, at) => {
    const [first, second] = [resampled[at] as Interval, invertedInterval(counts, p)];
    const ci95 = [Math.min(first[0], second[0]), Math.max(first[1], second[1])] as const;
    return { mean: means[at] as number, ci95, n };
  });
}

type Interval = readonly [low: number, high: number];

function resampledIntervals(
  counts: PooledCounts,
  shares: readonly number[],
  resamples: Resamples,
): readonly Interval[] {
  const n = counts.replications;
  const found = shares.map((p) => {
    const near = counts.bucketOf(p, new Array<number>(n).fill(1));
    return Float64Array.from(resamples.of(n), (times) => counts.quantile(p, times, near));
  });
  const tail = normalCdf(-Math.sqrt(n / (n - 1)) * studentTQuantile(0.975, n - 1));
  const last = RESAMPLES - 1;
  const at = Math.floor(tail * last);
  return found.map((values) => {
    values.sort();
    return [values[at] as number, values[last - at] as number];
  });
}

/** From the first to the last bucket around the quantile of which the share below may be `p`. */
function invertedInterval(counts: PooledCounts, p: number): Interval {
  const mayBe = (bucket: number): boolean => {
    const excess = counts.excessUpTo(bucket, p);
    if (isConstant(excess, 1)) return false;
    const [low, high] = skewedInterval(excess);
    return low <= 0 && high >= 0;
  };
  const middle = counts.bucketOf(p, new Array<number>(counts.replications).fill(1));
  let first = middle;
  while (first > 0 && mayBe(first - 1)) first--;
  // The end of a bucket is too high, or was the last that may be: somewhere in the next it ends.
  let last = middle;
  while (last < counts.buckets - 1 && mayBe(last)) last++;
  return [counts.startOf(first), counts.endOf(last)];
}
