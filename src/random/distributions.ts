import { InvariantError } from '../errors.js';
import { gammaQuantile } from './gamma-quantile.js';
import { normalQuantile } from './normal.js';
import {
  fitTruncatedNormal,
  TRUNCATED_NORMAL_MAX_CV,
  type TruncatedNormal,
  truncatedNormalQuantile,
} from './truncated-normal.js';

/** The largest sd / mean that a spread may have: more is a slip, not a measurement. */
const MAX_CV = 10;
/** Below this sd / mean a spread moves no duration by more than arithmetic does anyway. */
const MIN_CV = 1e-12;
/** The smallest number with all its digits: sd / mean means nothing below it. */
const SMALLEST_NORMAL = 2 ** -1022;
/** How far sd / mean may exceed its limit: what reading decimals does to it … */
const DECIMAL_ROUNDING = 1e-14;
/** … and what scaling and interpolation may add. */
const ARITHMETIC_ROUNDING = 1e-9;

/** A family of non-negative distributions. */
export type DurationFamily = 'constant' | 'normal' | 'lognormal' | 'gamma' | 'exponential';

/** The distribution of a duration, drawn from by inversion. */
export interface DurationQuantile {
  /** Mean and sd of what `at` gives for uniform `u`. */
  readonly mean: number;
  readonly sd: number;
  /** The duration that a share `u` in (0, 1) of all lie below; ≥ 0 and rising with `u`. */
  at(u: number): number;
}

/**
 * Why there is no distribution of the family with this mean and sd; undefined if there is one.
 * For callers that turn it into a message about the user's file.
 */
export function durationProblem(
  family: DurationFamily,
  mean: number,
  sd: number,
): string | undefined {
  return rangeProblem(mean, sd) ?? spreadProblem(family, mean, sd, DECIMAL_ROUNDING);
}

function rangeProblem(mean: number, sd: number): string | undefined {
  if (!(mean >= 0) || mean === Number.POSITIVE_INFINITY) return 'a finite mean ≥ 0';
  if (!(sd >= 0) || sd === Number.POSITIVE_INFINITY) return 'a finite sd ≥ 0';
  return undefined;
}

/** @param rounding by how much of itself sd / mean may exceed its limit. */
function spreadProblem(
  family: DurationFamily,
  mean: number,
  sd: number,
  rounding: number,
): string | undefined {
  if (family === 'constant' || family === 'exponential' || sd === 0) return undefined;
  if (mean === 0) return 'sd 0 when the mean is 0';
  const limit = family === 'normal' ? TRUNCATED_NORMAL_MAX_CV : MAX_CV;
  if (sd / mean <= limit * (1 + rounding)) return undefined;
  const reason = family === 'normal' ? ': a normal duration has no negative values' : '';
  return `sd ≤ ${limit} × mean${reason}`;
}

/**
 * The distribution of `family` that has exactly the given mean and sd.
 *
 * - `constant`: `sd` is not used and is 0 in the result.
 * - `exponential`: `sd` is not used and is `mean` in the result.
 * - `normal`: restricted to [0, ∞), fitted so that mean and sd hold after the cut.
 * - `lognormal`, `gamma`: moment matched.
 *
 * The last three are constants when `sd` is below 10⁻¹² of the mean: the shape parameters of such
 * a spread would overflow.
 *
 * @param mean ≥ 0, finite. @param sd ≥ 0, finite.
 * @throws InvariantError where `durationProblem` names a problem, beyond what arithmetic on a
 * mean and sd that it accepted can do to them.
 */
export function durationQuantile(
  family: DurationFamily,
  mean: number,
  sd: number,
): DurationQuantile {
  requireNone(rangeProblem(mean, sd), family, mean, sd);
  if (family === 'exponential') return new ExponentialDuration(mean);
  if (family === 'constant' || isNegligible(mean, sd)) return new ConstantDuration(mean);
  requireNone(spreadProblem(family, mean, sd, ARITHMETIC_ROUNDING), family, mean, sd);
  switch (family) {
    case 'normal':
      return new NormalDuration(mean, sd);
    case 'lognormal':
      return new LognormalDuration(mean, sd);
    case 'gamma':
      return new GammaDuration(mean, sd);
  }
}

function isNegligible(mean: number, sd: number): boolean {
  return sd < Math.max(MIN_CV * mean, SMALLEST_NORMAL);
}

function requireNone(
  problem: string | undefined,
  family: DurationFamily,
  mean: number,
  sd: number,
): void {
  if (problem === undefined) return;
  throw new InvariantError(`no such duration, expected ${problem}`, { family, mean, sd });
}

class ConstantDuration implements DurationQuantile {
  readonly mean: number;
  readonly sd = 0;

  constructor(mean: number) {
    this.mean = mean;
  }

  at(_u: number): number {
    return this.mean;
  }
}

class ExponentialDuration implements DurationQuantile {
  readonly mean: number;
  readonly sd: number;

  constructor(mean: number) {
    this.mean = mean;
    this.sd = mean;
  }

  at(u: number): number {
    return -this.mean * Math.log1p(-u);
  }
}

class NormalDuration implements DurationQuantile {
  readonly mean: number;
  readonly sd: number;
  readonly #fit: TruncatedNormal;

  constructor(mean: number, sd: number) {
    this.mean = mean;
    this.sd = sd;
    this.#fit = fitTruncatedNormal(mean, sd);
  }

  at(u: number): number {
    return truncatedNormalQuantile(this.#fit, u);
  }
}

class LognormalDuration implements DurationQuantile {
  readonly mean: number;
  readonly sd: number;
  readonly #logMean: number;
  readonly #logSd: number;

  constructor(mean: number, sd: number) {
    this.mean = mean;
    this.sd = sd;
    const logVariance = Math.log1p((sd / mean) ** 2);
    this.#logMean = Math.log(mean) - 0.5 * logVariance;
    this.#logSd = Math.sqrt(logVariance);
  }

  at(u: number): number {
    return Math.exp(this.#logMean + this.#logSd * normalQuantile(u));
  }
}

class GammaDuration implements DurationQuantile {
  readonly mean: number;
  readonly sd: number;
  readonly #shape: number;
  readonly #scale: number;

  constructor(mean: number, sd: number) {
    this.mean = mean;
    this.sd = sd;
    this.#shape = (mean / sd) ** 2;
    this.#scale = (sd / mean) * sd;
  }

  at(u: number): number {
    return this.#scale * gammaQuantile(this.#shape, u);
  }
}
