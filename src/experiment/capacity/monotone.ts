import { largestSize, meanOf, varianceOf } from '../../metrics/sample.js';
import { type IsotonicBlock, isotonicBlocks } from './isotonic.js';
import { RESAMPLES, resampledMean, resampledTimes } from './resample.js';
import type { CapacityPoint } from './types.js';

/** How far apart values may be, relative to the largest, that only rounding tells apart. */
const ROUNDING = 1e-12;

/** Whether a metric runs one way along a value. */
export interface MonotoneCheck {
  /** The way that fits better. */
  readonly direction: 'rising' | 'falling' | 'flat';
  /** How often a curve that runs this way looks as bent as this one; null: nothing to test. */
  readonly pValue: number | null;
  /** Where it does not: from the first to the last value of each such part. */
  readonly brokenOn: readonly (readonly [from: number, to: number])[];
  /** Replications that all values have, in which the metric is defined everywhere. */
  readonly n: number;
}

/**
 * Tests whether the expected metric is monotone on a grid. Means are fitted by the monotone sequence
 * nearest to them; the statistic of each pooled block is the sum of its squared distances from the
 * fit over the sum of its squared standard errors, as in the tests of T. Robertson, F. Wright and R.
 * Dykstra, "Order Restricted Statistical Inference" (1988), ch. 2. The values share random numbers,
 * so its distribution is resampled: whole replications, moved so that their means are the fit. A
 * block is broken if its statistic exceeds the largest of a resample in all but `1 − confidence` of
 * them, which holds for all blocks at once.
 */
export function checkMonotone(points: readonly CapacityPoint[], confidence: number): MonotoneCheck {
  const { xs, rows } = commonPart(points);
  const n = rows[0]?.length ?? 0;
  const means = rows.map(meanOf);
  const [rising, falling] = [fitted(means, 1), fitted(means, -1)];
  const sign = rising.distance <= falling.distance ? 1 : -1;
  const fit = sign === 1 ? rising : falling;
  const flat = means.every((mean) => mean === means[0]);
  const direction = flat ? 'flat' : sign === 1 ? 'rising' : 'falling';
  const statistics = statisticsOf(means, rows.map(squaredError), fit.blocks);
  if (n < 2 || statistics.length === 0) return { direction, pValue: null, brokenOn: [], n };
  const largest = resampledStatistics(rows, means, fit.values, sign);
  const pValueOf = (statistic: number): number =>
    (1 + largest.filter((each) => each >= statistic).length) / (RESAMPLES + 1);
  const tested = statistics.map(({ block, statistic }) => ({
    block,
    pValue: pValueOf(statistic),
  }));
  const broken = tested.filter(({ pValue }) => pValue <= 1 - confidence);
  return {
    direction,
    pValue: Math.min(...tested.map(({ pValue }) => pValue)),
    brokenOn: broken.map(({ block }) => [xs[block.first] as number, xs[block.last] as number]),
    n,
  };
}

/** The replications that all values have, defined everywhere; values without any are left out. */
function commonPart(points: readonly CapacityPoint[]): {
  readonly xs: readonly number[];
  readonly rows: readonly (readonly number[])[];
} {
  const kept = points.filter(({ values }) => values.some(Number.isFinite));
  const least = kept.reduce((low, { values }) => Math.min(low, values.length), Number.MAX_VALUE);
  const length = kept.length === 0 ? 0 : least;
  const whole = Array.from({ length }, (_, replication) => replication).filter((replication) =>
    kept.every(({ values }) => Number.isFinite(values[replication])),
  );
  return {
    xs: kept.map(({ x }) => x),
    rows: kept.map(({ values }) => whole.map((replication) => values[replication] as number)),
  };
}

interface Fit {
  readonly blocks: readonly IsotonicBlock[];
  readonly values: readonly number[];
  /** Sum of squares. */
  readonly distance: number;
}

/** @param sign 1: non-decreasing, −1: non-increasing. */
function fitted(means: readonly number[], sign: 1 | -1): Fit {
  const turned = means.map((mean) => sign * mean);
  const blocks = isotonicBlocks(
    turned,
    means.map(() => 1),
  ).map((block) => ({
    ...block,
    value: sign * block.value,
  }));
  const values = blocks.flatMap(({ first, last, value }) => {
    return Array.from({ length: last - first + 1 }, () => value);
  });
  const distance = means.reduce((sum, mean, at) => sum + (mean - (values[at] as number)) ** 2, 0);
  return { blocks, values, distance };
}

function statisticsOf(
  means: readonly number[],
  squaredErrors: readonly number[],
  blocks: readonly IsotonicBlock[],
): readonly { readonly block: IsotonicBlock; readonly statistic: number }[] {
  const rounding = (ROUNDING * largestSize(means)) ** 2;
  return blocks.flatMap((block) => {
    if (block.first === block.last) return [];
    let [distance, error] = [0, 0];
    for (let at = block.first; at <= block.last; at++) {
      distance += ((means[at] as number) - block.value) ** 2;
      error += squaredErrors[at] as number;
    }
    return distance <= rounding ? [] : [{ block, statistic: distance / error }];
  });
}

/** By resample: the largest statistic of any block of its own fit. */
function resampledStatistics(
  rows: readonly (readonly number[])[],
  means: readonly number[],
  fit: readonly number[],
  sign: 1 | -1,
): readonly number[] {
  // A resample of n varies by the factor (n − 1)/n less than a sample.
  const n = rows[0]?.length ?? 0;
  const widen = Math.sqrt(n / (n - 1));
  const moved = rows.map((row, at) =>
    row.map((value) => (value - (means[at] as number)) * widen + (fit[at] as number)),
  );
  return resampledTimes(n).map((times) => {
    const drawn = moved.map((row) => resampledMean(row, times));
    const errors = moved.map((row, at) => resampledError(row, times, drawn[at] as number));
    const statistics = statisticsOf(drawn, errors, fitted(drawn, sign).blocks);
    return statistics.reduce((most, { statistic }) => Math.max(most, statistic), 0);
  });
}

function squaredError(row: readonly number[]): number {
  return varianceOf(row) / row.length;
}

function resampledError(row: readonly number[], times: readonly number[], mean: number): number {
  const squares = row.reduce((sum, value, at) => sum + (times[at] ?? 0) * (value - mean) ** 2, 0);
  return squares / (row.length - 1) / row.length;
}
