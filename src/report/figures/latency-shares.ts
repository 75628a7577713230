import { estimateFraction } from '../../metrics/estimate.js';
import {
  bucketEnd,
  type LatencyCounts,
  LogHistogram,
} from '../../metrics/latency/log-histogram.js';
import { meanOf } from '../../metrics/sample.js';
import { type IntervalRow, intervalRow } from './intervals.js';
import { isWide } from './scales.js';

/** Points along a curve: a step is then narrower than its line. */
const POINTS = 90;
/** The tails that are not shown, as shares of the requests. */
const TAIL = 0.003;
/** A logarithmic axis shows at most this many times less than its end. */
const MOST_DECADES = 1e4;
const PERCENT = 100;

/** A point of a distribution function, in percent. */
export interface SharePoint extends IntervalRow {
  /** s. */
  readonly latency: number;
}

/**
 * The latencies, s, at which distributions are drawn: from the fastest to the slowest of all cells
 * but for thin tails, evenly along the axis that `valueScale` makes of them.
 * @param cells latencies by replication of each.
 */
export function latenciesShown(cells: readonly (readonly LatencyCounts[])[]): readonly number[] {
  const ends = cells.map((runs) => tailsOf(LogHistogram.of(runs))).filter(([low]) => low >= 0);
  const most = Math.max(...ends.map(([, high]) => high), Number.MIN_VALUE);
  const least = Math.max(Math.min(...ends.map(([low]) => low)), most / MOST_DECADES);
  const isLog = isWide(least, most);
  return Array.from({ length: POINTS + 1 }, (_, step) =>
    isLog ? least * (most / least) ** (step / POINTS) : (most * step) / POINTS,
  );
}

/** [−1, −1] of nothing. */
function tailsOf(histogram: LogHistogram): readonly [low: number, high: number] {
  if (histogram.length === 0) return [-1, -1];
  const last = histogram.length - 1;
  const ranks = [Math.floor(TAIL * last), Math.ceil((1 - TAIL) * last)];
  const [low = 0, high = 0] = histogram.valuesAt(ranks);
  return [low, high];
}

/**
 * The distribution of latency over some cells: at each latency the unweighted mean over the cells
 * of the share of requests that took no longer, its mean over replications, and a pointwise 95 %
 * interval. Shares are those at the end of the last whole bucket: latencies are exact within 0.8 %.
 * @param cells latencies by replication of each; replications in which a cell has none are left
 * out.
 * @param at latencies, s, ascending.
 * @returns nothing if no replication is left.
 */
export function cdfOver(
  cells: readonly (readonly LatencyCounts[])[],
  at: readonly number[],
): readonly SharePoint[] {
  const finished = Math.min(...cells.map((runs) => runs.length));
  const runs = Array.from({ length: finished }, (_, replication) =>
    cells.map((each) => sharesUpTo(each[replication] as LatencyCounts, at)),
  ).filter((shares) => shares.every((each) => each !== null));
  if (runs.length === 0) return [];
  return at.map((latency, point) => {
    const means = runs.map((shares) => meanOf(shares.map((each) => each?.[point] as number)));
    return { latency, ...intervalRow(estimateFraction(means), PERCENT) };
  });
}

/** The share of requests below each latency; null where there are no requests. */
function sharesUpTo(
  { buckets, counts }: LatencyCounts,
  latencies: readonly number[],
): readonly number[] | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let [bucket, below] = [0, 0];
  return latencies.map((latency) => {
    while (bucket < buckets.length && bucketEnd(buckets[bucket] as number) <= latency) {
      below += counts[bucket] as number;
      bucket++;
    }
    return below / total;
  });
}
