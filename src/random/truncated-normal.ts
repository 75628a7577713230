import { normalCdf, normalDensity, normalQuantile } from './normal.js';

/** Below this coefficient of variation the cut at 0 lies more than 10 sd away: no effect. */
const CUT_MATTERS_FROM = 0.1;
/** At 0.99 the cut lies 10 sd above the centre; at 1 there is no such distribution any more. */
export const TRUNCATED_NORMAL_MAX_CV = 0.99;
const HIGHEST_CUT = 12;
const BISECTIONS = 80;

/** A normal distribution restricted to values ≥ 0. */
export interface TruncatedNormal {
  /** Centre and spread of the normal before the cut. */
  readonly centre: number;
  readonly spread: number;
  /** The cut, in spreads from the centre: −centre/spread. */
  readonly cut: number;
  /** P(normal < 0), what the cut takes away, and what it leaves. */
  readonly below: number;
  readonly above: number;
}

/**
 * The normal whose restriction to [0, ∞) has the given mean and sd. Simply setting negative
 * draws to 0 would raise the mean: by 3 % at the profiled loads of SINCERE (cv 0.7).
 *
 * @param mean > 0
 * @param sd in (0, 0.99·mean].
 */
export function fitTruncatedNormal(mean: number, sd: number): TruncatedNormal {
  const cut = sd / mean < CUT_MATTERS_FROM ? -mean / sd : solveCut(sd / mean);
  const spread = sd / mean < CUT_MATTERS_FROM ? sd : mean / (hazard(cut) - cut);
  return { centre: -cut * spread, spread, cut, below: normalCdf(cut), above: normalCdf(-cut) };
}

/** The value below which a share `u` in (0, 1) of the truncated normal lies. */
export function truncatedNormalQuantile(fit: TruncatedNormal, u: number): number {
  const upper = (1 - u) * fit.above;
  const z = upper < 0.5 ? -normalQuantile(upper) : normalQuantile(fit.below + u * fit.above);
  return Math.max(0, fit.centre + fit.spread * z);
}

/** The cut at which the coefficient of variation is `cv`; it rises with the cut, from 0 to 1. */
function solveCut(cv: number): number {
  let low = -1 / cv - 1;
  let high = HIGHEST_CUT;
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = 0.5 * (low + high);
    if (truncatedCv(middle) < cv) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}

function truncatedCv(cut: number): number {
  const h = hazard(cut);
  return Math.sqrt(1 + h * (cut - h)) / (h - cut);
}

/** φ(x) / P(Z > x). */
function hazard(x: number): number {
  return normalDensity(x) / normalCdf(-x);
}
