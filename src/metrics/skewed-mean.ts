import { studentTQuantile } from '../random/statistics.js';
import { largestSize, meanOf } from './sample.js';

/**
 * A confidence interval of the mean that allows for the skewness of the sample: Student's t
 * statistic, after Hall's monotone cubic transformation, which takes its skewness out. P. Hall,
 * "On the removal of skewness by transformation", J. R. Stat. Soc. B 54 (1992) 221.
 *
 * Where bad runs are rare and very bad, a plain t interval ends too early on their side. This one
 * reaches further there. It contains the sample's mean, and is Student's when nothing is skewed.
 * @param values at least two, that vary.
 * @param confidence in (0, 1): 0.95 for a 95 % interval.
 */
export function skewedInterval(
  values: readonly number[],
  confidence = 0.95,
): readonly [low: number, high: number] {
  const n = values.length;
  const mean = meanOf(values);
  const deviations = values.map((value) => value - mean);
  // In units of the largest, so that no power of them overflows or vanishes.
  const unit = largestSize(deviations);
  const central = (power: number): number =>
    meanOf(deviations.map((deviation) => (deviation / unit) ** power));
  const squares = central(2);
  const skewness = central(3) / squares ** 1.5;
  const sd = unit * Math.sqrt((squares * n) / (n - 1));
  const reach = studentTQuantile((1 + confidence) / 2, n - 1) / Math.sqrt(n);
  const end = (x: number): number => mean - sd * transformedBack(x, skewness, n);
  return [end(reach), end(-reach)];
}

/** Below this skewness the transformation is the identity to the last digits. */
const NO_SKEWNESS = 1e-6;

/** What the t statistic / √n is, of which Hall's transform is `x`. */
function transformedBack(x: number, skewness: number, n: number): number {
  if (Math.abs(skewness) < NO_SKEWNESS) return x;
  return (3 / skewness) * (Math.cbrt(1 + skewness * (x - skewness / (6 * n))) - 1);
}
