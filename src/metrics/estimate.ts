import { studentTQuantile } from '../random/statistics.js';
import { isConstant, meanOf, varianceOf } from './sample.js';

/** A figure over replications. */
export interface Estimate {
  /** NaN when it was defined in no replication. */
  readonly mean: number;
  /**
   * A 95 % confidence interval of the expected value over replications. Null when there is none:
   * fewer than two replications, or no variation among them (which is no proof of certainty).
   */
  readonly ci95: readonly [low: number, high: number] | null;
  /** Replications in which the figure was defined. */
  readonly n: number;
}

/** The two-sided 95 % quantile of Student's t. */
export function t95(degreesOfFreedom: number): number {
  return studentTQuantile(0.975, degreesOfFreedom);
}

/**
 * Mean and Student t interval over independent replications.
 * @param values one for each replication; NaN where the figure is not defined.
 * @param scale the size of the numbers that the values were computed from, where that is another:
 * what varies by no more than rounding at that size does not vary.
 */
export function estimateMean(values: readonly number[], scale?: number): Estimate {
  const { mean, halfWidth, n } = spreadOf(values, scale);
  return { mean, ci95: halfWidth === null ? null : [mean - halfWidth, mean + halfWidth], n };
}

/**
 * Mean and interval of a fraction, by Student t on the logit scale: the standard error of the
 * mean m becomes s / (m·(1 − m)) there (delta method), and the ends are taken back. The interval
 * contains the mean and never leaves (0, 1). It is defined even if some replications are at 0 or
 * 1, and a mean of exactly 0 or 1 has no variation to speak of.
 */
export function estimateFraction(values: readonly number[]): Estimate {
  const { mean, halfWidth, n } = spreadOf(values);
  if (halfWidth === null) return { mean, ci95: null, n };
  // Rounding may carry a mean out of the unit interval by a hair; there is no logit there.
  if (!(mean > 0 && mean < 1)) return { mean, ci95: null, n };
  const centre = Math.log(mean / (1 - mean));
  const reach = halfWidth / (mean * (1 - mean));
  return { mean, ci95: [expit(centre - reach), expit(centre + reach)], n };
}

function expit(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** @returns the half-width null where no interval can be given. */
function spreadOf(
  values: readonly number[],
  scale?: number,
): {
  mean: number;
  halfWidth: number | null;
  n: number;
} {
  const defined = values.filter(Number.isFinite);
  const n = defined.length;
  const first = defined[0];
  if (first === undefined) return { mean: Number.NaN, halfWidth: null, n };
  // The mean of equal numbers is that number, which a sum divided by n may miss.
  if (isConstant(defined, scale)) return { mean: first, halfWidth: null, n };
  const standardError = Math.sqrt(varianceOf(defined, scale) / n);
  return { mean: meanOf(defined), halfWidth: t95(n - 1) * standardError, n };
}
