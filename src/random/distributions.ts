import { InvariantError } from '../errors.js';
import { gammaQuantile } from './gamma-quantile.js';
import { normalQuantile } from './normal.js';
import {
  fitTruncatedNormal,
  TRUNCATED_NORMAL_MAX_CV,
  type TruncatedNormal,
  truncatedNormalQuantile,
} from './truncated-normal.js';

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
  if (!(mean >= 0) || mean === Number.POSITIVE_INFINITY) return 'a finite mean ≥ 0';
  if (!(sd >= 0) || sd === Number.POSITIVE_INFINITY) return 'a finite sd ≥ 0';
  if (family === 'constant' || family === 'exponential' || sd === 0) return undefined;
  if (mean === 0) return 'sd 0 when the mean is 0';
  if (family === 'normal' && sd > TRUNCATED_NORMAL_MAX_CV * mean) {
    return `sd ≤ ${TRUNCATED_NORMAL_MAX_CV} × mean: a normal duration has no negative values`;
  }
  return undefined;
}

/**
 * The distribution of `family` that has exactly the given mean and sd.
 *
 * - `constant`: `sd` is not used and is 0 in the result.
 * - `exponential`: `sd` is not used and is `mean` in the result.
 * - `normal`: restricted to [0, ∞), fitted so that mean and sd hold after the cut.
 * - `lognormal`, `gamma`: moment matched. With `sd` 0 these are constants.
 *
 * @param mean ≥ 0, finite. @param sd ≥ 0, finite.
 * @throws InvariantError where `durationProblem` names a problem.
 */
export function durationQuantile(
  family: DurationFamily,
  mean: number,
  sd: number,
): DurationQuantile {
  const problem = durationProblem(family, mean, sd);
  if (problem !== undefined) {
    throw new InvariantError(`no such duration, expected ${problem}`, { family, mean, sd });
  }
  if (family === 'exponential') return new ExponentialDuration(mean);
  if (family === 'constant' || sd === 0) return new ConstantDuration(mean);
  switch (family) {
    case 'normal':
      return new NormalDuration(mean, sd);
    case 'lognormal':
      return new LognormalDuration(mean, sd);
    case 'gamma':
      return new GammaDuration(mean, sd);
  }
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
