import { studentTQuantile } from '../random/statistics.js';
import { isConstant, meanOf, varianceOf } from './sample.js';
import { skewedInterval } from './skewed-mean.js';

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

/** The probability with which intervals hold unless said otherwise. */
export const CONFIDENCE = 0.95;

/** The two-sided 95 % quantile of Student's t. */
export function t95(degreesOfFreedom: number): number {
  return twoSidedT(CONFIDENCE, degreesOfFreedom);
}

function twoSidedT(confidence: number, degreesOfFreedom: number): number {
  return studentTQuantile((1 + confidence) / 2, degreesOfFreedom);
}

/**
 * Mean and Student t interval over independent replications.
 * @param values one for each replication; NaN where the figure is not defined.
 * @param scale the size of the numbers that the values were computed from, where that is another:
 * what varies by no more than rounding at that size does not vary.
 * @param confidence of the interval. Above 95 % where several are to hold together with 95 %.
 */
export function estimateMean(
  values: readonly number[],
  scale?: number,
  confidence = CONFIDENCE,
): Estimate {
  const { mean, halfWidth, n } = spreadOf(values, confidence, scale);
  return { mean, ci95: halfWidth === null ? null : [mean - halfWidth, mean + halfWidth], n };
}

/**
 * Mean and interval of a fraction. Two intervals are joined, end by end the farther one:
 *
 * - Student t on the logit scale: the standard error of the mean m becomes s / (m·(1 − m)) there
 *   (delta method), and the ends are taken back. Too short where a few replications are far worse
 *   than all others, as they are near 0 and 1.
 * - Student t with the skewness taken out (`skewedInterval`), within [0, 1]. Too short where
 *   replications are too few to show how skewed they are.
 *
 * Coverage was measured: docs/statistics.md. The interval contains the mean and never leaves
 * [0, 1]. It is defined even if some replications are at 0 or 1; if all are, there is none.
 */
export function estimateFraction(values: readonly number[], confidence = CONFIDENCE): Estimate {
  const { mean, halfWidth, n } = spreadOf(values, confidence);
  if (halfWidth === null) return { mean, ci95: null, n };
  // Rounding may carry a mean out of the unit interval by a hair; there is no logit there.
  if (!(mean > 0 && mean < 1)) return { mean, ci95: null, n };
  const centre = Math.log(mean / (1 - mean));
  const reach = halfWidth / (mean * (1 - mean));
  const [low, high] = skewedInterval(values.filter(Number.isFinite), confidence);
  const ci95 = [
    Math.max(0, Math.min(low, expit(centre - reach))),
    Math.min(1, Math.max(high, expit(centre + reach))),
  ] as const;
  return { mean, ci95, n };
}

/**
 * The geometric mean of positive ratios, with a Student t interval of their logarithms taken back.
 * @param ratios one for each replication. @param confidence as for `estimateMean`.
 */
export function estimateRatio(ratios: readonly number[], confidence = CONFIDENCE): Estimate {
  // On the scale of logarithms rounding is absolute: that of a ratio relative to itself.
  const { mean, ci95, n } = estimateMean(ratios.map(Math.log), 1, confidence);
  const back = ci95 === null ? null : ([Math.exp(ci95[0]), Math.exp(ci95[1])] as const);
  return { mean: Math.exp(mean), ci95: back, n };
}

function expit(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** @returns the half-width null where no interval can be given. */
function spreadOf(
  values: readonly number[],
  confidence: number,
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
  return { mean: meanOf(defined), halfWidth: twoSidedT(confidence, n - 1) * standardError, n };
}
