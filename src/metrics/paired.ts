import { InvariantError } from '../errors.js';
import { meansOverCells } from './cell-means.js';
import { type Estimate, estimateMean, estimateRatio, t95 } from './estimate.js';
import { covarianceOf, isConstant, largestSize, meanOf, varianceOf } from './sample.js';

/** Two scenarios compared, replication by replication, under common random numbers. */
export interface PairedDifference {
  /** Replications in which the figure was defined in both. */
  readonly n: number;
  readonly meanA: number;
  readonly meanB: number;
  /** The mean of a − b, with a Student t interval over the pairs. */
  readonly difference: Estimate;
  /** The ratio of the means, a over b, with Fieller's interval. */
  readonly ratio: Estimate;
  /**
   * [Var a + Var b] / Var(a − b): how many times fewer replications pairing needs. Below 1 the
   * pairing hurt. NaN when nothing varies or n < 2; Infinity when only the difference does not.
   */
  readonly varianceRatio: number;
}

/**
 * Compares two scenarios by their paired replications.
 * @param a the figure in each replication; NaN where it is not defined.
 * @param b the same replications of what it is compared with, in the same order.
 */
export function pairedDifference(a: readonly number[], b: readonly number[]): PairedDifference {
  if (a.length !== b.length) {
    throw new InvariantError('pairs must match', { a: a.length, b: b.length });
  }
  const both = a.map((value, at) => Number.isFinite(value) && Number.isFinite(b[at]));
  const definedA = a.filter((_, at) => both[at]);
  const definedB = b.filter((_, at) => both[at]);
  const differences = definedA.map((value, at) => value - (definedB[at] as number));
  // A difference is as exact as what it is taken of.
  const scale = largestSize([...definedA, ...definedB]);
  return {
    n: differences.length,
    meanA: meanOf(definedA),
    meanB: meanOf(definedB),
    difference: estimateMean(differences, scale),
    ratio: ratioOfMeans(definedA, definedB),
    varianceRatio: (varianceOf(definedA) + varianceOf(definedB)) / varianceOf(differences, scale),
  };
}

/**
 * The same of the replications that both have: a sweep that was interrupted may have more of one.
 */
export function commonDifference(a: readonly number[], b: readonly number[]): PairedDifference {
  const both = Math.min(a.length, b.length);
  return pairedDifference(a.slice(0, both), b.slice(0, both));
}

/**
 * The ratio of the means of pairs with Fieller's 95 % interval: the ratios r for which
 * mean(a) − r·mean(b) cannot be told from 0 by Student t. Null where that is no interval (the
 * mean of b cannot be told from 0), and where the pairs' own ratios do not vary.
 */
function ratioOfMeans(a: readonly number[], b: readonly number[]): Estimate {
  const n = a.length;
  const meanA = meanOf(a);
  const meanB = meanOf(b);
  const mean = meanA / meanB;
  if (n < 2 || areProportional(a, b, mean)) return { mean, ci95: null, n };
  const scale = t95(n - 1) ** 2 / n;
  // The roots in r of (meanA − r·meanB)² = scale · Var(a − r·b).
  const square = meanB ** 2 - scale * varianceOf(b);
  const half = meanA * meanB - scale * covarianceOf(a, b);
  const constant = meanA ** 2 - scale * varianceOf(a);
  const discriminant = half ** 2 - square * constant;
  if (!(square > 0 && discriminant >= 0)) return { mean, ci95: null, n };
  const root = Math.sqrt(discriminant);
  return { mean, ci95: [(half - root) / square, (half + root) / square], n };
}

/** Whether a is `factor` times b in every pair, up to rounding. */
function areProportional(a: readonly number[], b: readonly number[], factor: number): boolean {
  const apart = a.map((value, at) => value - factor * (b[at] as number));
  return isConstant(apart, largestSize(a));
}

/** Two sides of a grid compared by their unweighted means over its cells. */
export interface UnweightedMeans {
  /** In each replication the mean over the cells; then the mean over replications. */
  readonly meanA: number;
  readonly meanB: number;
  /**
   * In each replication the mean over the cells of one side over that of the other; then the
   * geometric mean over replications, with a Student t interval of its logarithm.
   */
  readonly ratio: Estimate;
  /**
   * Pairs (a cell in a replication) that are not defined on both sides: neither the means nor
   * their ratio see them.
   */
  readonly leftOut: number;
}

/**
 * Compares two sides of a grid, each cell counting the same within a replication.
 * @param above by cell, then by replication; NaN where the figure is not defined.
 * @param below the same cells and replications.
 */
export function compareUnweightedMeans(
  above: readonly (readonly number[])[],
  below: readonly (readonly number[])[],
): UnweightedMeans {
  const { means, leftOut } = meansOverCells([{ values: above }, { values: below }]);
  const [a = [], b = []] = means;
  return {
    meanA: meanOf(a),
    meanB: meanOf(b),
    ratio: estimateRatio(a.map((mean, at) => mean / (b[at] as number))),
    leftOut,
  };
}
