import { InvariantError } from '../../errors.js';
import { covarianceOf, isConstant, meanOf, varianceOf } from '../sample.js';

/** A slope that carries the values by less than this share of their mean, from first to last, is none. */
const NEGLIGIBLE = 0.1;
/**
 * t₀.₉₉₅ with n − 2 degrees of freedom, for n = 5, 6, … 10. A table, because this is part of a
 * run: workers do without the library of distributions.
 */
const CRITICAL = [5.8409, 4.6041, 4.0321, 3.7074, 3.4995, 3.3554];
const LEAST = 5;

/**
 * Whether values at equal distances in time drift: the slope of the least-squares line differs
 * from 0 by Student's t test at 1 %, and the line rises or falls by more than a tenth of the mean
 * in all. The values should be means over windows long enough to be nearly independent.
 * @param values 5 to 10.
 */
export function drifts(values: readonly number[]): boolean {
  const n = values.length;
  const critical = CRITICAL[n - LEAST];
  if (critical === undefined) throw new InvariantError('5 to 10 values are needed', { n });
  if (isConstant(values)) return false;
  const times = values.map((_, at) => at);
  const together = covarianceOf(times, values);
  const slope = together / varianceOf(times);
  if (Math.abs(slope) * (n - 1) <= NEGLIGIBLE * Math.abs(meanOf(values))) return false;
  const correlation = together / Math.sqrt(varianceOf(times) * varianceOf(values));
  // t² = (n − 2)·r² / (1 − r²), without a division by 0 on a perfect line.
  return (n - 2) * correlation ** 2 > critical ** 2 * (1 - correlation ** 2);
}
