import { studentTCdf, studentTQuantile } from '../random/statistics.js';
import type { Estimate } from './estimate.js';
import { meanOf, varianceOf } from './sample.js';

/** The difference of two means of independent samples, and how surprising it would be by chance. */
export interface UnpairedDifference {
  readonly difference: Estimate;
  /** Two-sided, of no difference; null where there is no interval. */
  readonly pValue: number | null;
}

/**
 * The difference of means of two independent samples whose variances may differ, by Welch's t with
 * Satterthwaite's degrees of freedom. B. Welch, Biometrika 34 (1947) 28.
 * @param a what `b` is compared with: the difference is of b − a. NaN where not defined.
 */
export function unpairedDifference(a: readonly number[], b: readonly number[]): UnpairedDifference {
  const [x, y] = [a.filter(Number.isFinite), b.filter(Number.isFinite)] as const;
  const mean = meanOf(y) - meanOf(x);
  const n = Math.min(x.length, y.length);
  const [ofX, ofY] = [varianceOf(x) / x.length, varianceOf(y) / y.length];
  const error = Math.sqrt(ofX + ofY);
  // No variation, or fewer than two on a side.
  if (!(error > 0)) return { difference: { mean, ci95: null, n }, pValue: null };
  const freedom = (ofX + ofY) ** 2 / (ofX ** 2 / (x.length - 1) + ofY ** 2 / (y.length - 1));
  const reach = studentTQuantile(0.975, freedom) * error;
  return {
    difference: { mean, ci95: [mean - reach, mean + reach], n },
    pValue: 2 * studentTCdf(-Math.abs(mean) / error, freedom),
  };
}
