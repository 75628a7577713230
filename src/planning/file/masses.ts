import { InvariantError } from '../../errors.js';
import { type DurationFamily, durationProblem } from '../../random/distributions.js';
import { gammaTails } from '../../random/gamma-function.js';
import { normalCdf } from '../../random/normal.js';
import { fitTruncatedNormal } from '../../random/truncated-normal.js';

/** A distribution of lengths, tokens. */
export interface LengthDistribution {
  readonly family: DurationFamily;
  /** > 0. */
  readonly mean: number;
  /** ≥ 0; not read where the family has none. */
  readonly sd: number;
}

/** Why there is no such distribution; undefined if there is one. */
export function lengthProblem({ family, mean, sd }: LengthDistribution): string | undefined {
  return durationProblem(family, mean, sd);
}

/** What share lies in each bucket, and beyond the last edge and before the first. */
export interface Masses {
  readonly inside: readonly number[];
  readonly below: number;
  readonly above: number;
}

/**
 * The probability of each bucket [edge, next edge), by differences of the distribution function.
 * Lengths are counted in whole tokens, the distribution is continuous: at edges the two differ by
 * a token's share.
 */
export function massesOf(length: LengthDistribution, edges: readonly number[]): Masses {
  const at = edges.map((edge) => shareBelow(length, edge));
  return {
    inside: at.slice(1).map((share, index) => share - (at[index] ?? 0)),
    below: at[0] ?? 0,
    above: 1 - (at.at(-1) ?? 1),
  };
}

/** P(length < x), the family moment matched as `durationQuantile` does. */
export function shareBelow({ family, mean, sd }: LengthDistribution, x: number): number {
  if (x <= 0) return 0;
  const isConstant = family === 'constant' || (family !== 'exponential' && sd === 0);
  if (isConstant) return mean < x ? 1 : 0;
  switch (family) {
    case 'exponential':
      return -Math.expm1(-x / mean);
    case 'lognormal': {
      const spread = Math.sqrt(Math.log1p((sd / mean) ** 2));
      return normalCdf((Math.log(x / mean) + spread ** 2 / 2) / spread);
    }
    case 'gamma': {
      const shape = (mean / sd) ** 2;
      return gammaTails(shape, (x / mean) * shape).lower;
    }
    case 'normal': {
      const { centre, spread, below, above } = fitTruncatedNormal(mean, sd);
      return (normalCdf((x - centre) / spread) - below) / above;
    }
    default:
      throw new InvariantError('a family without a distribution function', { family });
  }
}
