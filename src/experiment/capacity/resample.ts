import { normalCdf } from '../../random/normal.js';
import { createRunKey } from '../../random/run-key.js';
import { studentTQuantile } from '../../random/statistics.js';

/** Bootstrap resamples, drawn with a fixed key: the same whenever they are asked for. */
export const RESAMPLES = 1000;

/** By resample: how often each of `n` replications is in it. */
export function resampledTimes(n: number): readonly (readonly number[])[] {
  const draws = createRunKey('capacity', 0).keyed('resample');
  return Array.from({ length: RESAMPLES }, (_, resample) => {
    const times = new Array<number>(n).fill(0);
    for (let draw = 0; draw < n; draw++) {
      const replication = Math.floor(draws.at(resample, draw) * n);
      times[replication] = (times[replication] ?? 0) + 1;
    }
    return times;
  });
}

/**
 * The mean of a resample, of the replications that there are and in which the value is defined; that
 * of all of them in the resample that has none of them.
 */
export function resampledMean(values: readonly number[], times: readonly number[]): number {
  let [sum, count, all, defined] = [0, 0, 0, 0];
  for (const [replication, value] of values.entries()) {
    if (!Number.isFinite(value)) continue;
    const often = times[replication] ?? 0;
    sum += often * value;
    count += often;
    all += value;
    defined++;
  }
  return count > 0 ? sum / count : all / defined;
}

/**
 * The bootstrap percentile interval, the percentiles widened for the number of replications. T.
 * Hesterberg, "What teachers should know about the bootstrap", Am. Stat. 69 (2015) 371.
 * @param n replications, ≥ 2.
 */
export function percentileInterval(
  resampled: readonly number[],
  n: number,
  confidence: number,
): readonly [low: number, high: number] {
  const sorted = Float64Array.from(resampled).sort();
  const quantile = studentTQuantile((1 + confidence) / 2, n - 1);
  const tail = normalCdf(-Math.sqrt(n / (n - 1)) * quantile);
  const last = sorted.length - 1;
  const at = Math.floor(tail * last);
  return [sorted[at] ?? Number.NaN, sorted[last - at] ?? Number.NaN];
}
