import { InvariantError } from '../errors.js';
import { type Estimate, estimateMean, t95 } from './estimate.js';
import { covarianceOf, isConstant, meanOf, varianceOf } from './sample.js';

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
  return {
    n: differences.length,
    meanA: meanOf(definedA),
    meanB: meanOf(definedB),
    difference: estimateMean(differences),
    ratio: ratioOfMeans(definedA, definedB),
    varianceRatio: (varianceOf(definedA) + varianceOf(definedB)) / varianceOf(differences),
  };
}

/**
 * The ratio of the means of pairs with Fieller's 95 % interval: the ratios r for which
 * mean(a) − r·mean(b) cannot be told from 0 by Student t. Null where that is no interval (the
 * mean of b cannot be told from 0), and where there is no variation.
 */
function ratioOfMeans(a: readonly number[], b: readonly number[]): Estimate {
  const n = a.length;
  const meanA = meanOf(a);
  const meanB = meanOf(b);
  const mean = meanA / meanB;
  if (n < 2 || (isConstant(a) && isConstant(b))) return { mean, ci95: null, n };
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

/**
 * The ratio of unweighted means over the cells of a grid: in each replication the mean of the
 * figure over all cells, above over below; then the geometric mean over replications, with a
 * Student t interval of its logarithm. A cell that is not defined on one side of a replication
 * is left out of both.
 * @param above by cell, then by replication.
 * @param below the same cells and replications.
 */
export function ratioOfUnweightedMeans(
  above: readonly (readonly number[])[],
  below: readonly (readonly number[])[],
): Estimate {
  if (above.length !== below.length) {
    throw new InvariantError('cells must match', { above: above.length, below: below.length });
  }
  const replications = above[0]?.length ?? 0;
  const logs = Array.from({ length: replications }, (_, replication) =>
    logRatioIn(replication, above, below),
  );
  const { mean, ci95, n } = estimateMean(logs);
  const back = ci95 === null ? null : ([Math.exp(ci95[0]), Math.exp(ci95[1])] as const);
  return { mean: Math.exp(mean), ci95: back, n };
}

function logRatioIn(
  replication: number,
  above: readonly (readonly number[])[],
  below: readonly (readonly number[])[],
): number {
  let sumAbove = 0;
  let sumBelow = 0;
  above.forEach((cell, at) => {
    const over = cell[replication] ?? Number.NaN;
    const under = below[at]?.[replication] ?? Number.NaN;
    if (!(Number.isFinite(over) && Number.isFinite(under))) return;
    sumAbove += over;
    sumBelow += under;
  });
  return Math.log(sumAbove / sumBelow);
}
