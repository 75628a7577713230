import { studentTCdf, studentTQuantile } from '../random/statistics.js';
import { type Estimate, t95 } from './estimate.js';

/**
 * The two-sided p-value of "the expected value is 0" by Student's t test.
 * @param estimate with a Student t interval. @returns null where it has none.
 */
export function pValueOf(estimate: Estimate): number | null {
  const standardError = standardErrorOf(estimate);
  if (standardError === null) return null;
  return 2 * studentTCdf(-Math.abs(estimate.mean) / standardError, estimate.n - 1);
}

/**
 * Whether the expected value is shown to lie within ± `margin`: two one-sided t tests at 5 %,
 * which is the 90 % interval inside the margins. D. Schuirmann, J. Pharmacokinet. Biopharm. 15
 * (1987) 657.
 * @param estimate with a Student t interval; without one nothing is shown.
 * @param margin > 0.
 */
export function isWithin(estimate: Estimate, margin: number): boolean {
  const standardError = standardErrorOf(estimate);
  if (standardError === null) return false;
  const reach = studentTQuantile(0.95, estimate.n - 1) * standardError;
  return Math.abs(estimate.mean) + reach < margin;
}

function standardErrorOf({ ci95, n }: Estimate): number | null {
  return ci95 === null ? null : (ci95[1] - ci95[0]) / 2 / t95(n - 1);
}
