import { type Cells, meansOverCells, type SideMeans } from '../../metrics/cell-means.js';
import { CONFIDENCE, type Estimate, estimateMean, estimateRatio } from '../../metrics/estimate.js';
import { estimateFigure } from '../../metrics/estimate-figure.js';
import { largestSize } from '../../metrics/sample.js';
import type { SweepResults } from '../results/types.js';
import type { Claim, ClaimGroup, Measure } from './types.js';

/** One of the quantities that follow from a claim. */
export interface Quantity {
  /** What the group's cells have in common, by column. */
  readonly at: ClaimGroup['at'];
  /** Which sides it is of: one, or one less (or over) the other. */
  readonly sides: readonly [of: string, to: string] | null;
  /** The intervals of all quantities of a claim hold together with 95 % probability. */
  readonly estimate: Estimate;
  /** Cells in a replication in which the metric is not defined on all sides. */
  readonly leftOut: number;
}

/** Two sides of a group, by position: one is compared with the other. */
type Contrast = readonly [of: number, to: number];

/**
 * Everything that a claim says has to lie in its range. Means over cells are taken within each
 * replication, each cell counting the same unless the claim weights them; quantities are paired by
 * replication.
 */
export function quantitiesOf(
  claim: Claim,
  measure: Measure,
  results: SweepResults,
): readonly Quantity[] {
  const contrasts = contrastsOf(claim);
  const count = claim.groups.length * Math.max(1, contrasts.length);
  // Bonferroni's inequality: together they fail with no more than the sum of their error rates.
  const confidence = 1 - (1 - CONFIDENCE) / count;
  return claim.groups.flatMap(({ at, cells }): readonly Quantity[] => {
    const { path } = measure.metric;
    const { means, leftOut } = meansOf(cells, path, claim.weightedBy?.path ?? null, results);
    const [alone = []] = means;
    if (contrasts.length === 0) {
      const estimate = estimateFigure(path, alone, confidence);
      return [{ at, sides: null, estimate, leftOut }];
    }
    return contrasts.map(([of, to]) => ({
      at,
      sides: [claim.sides[of] as string, claim.sides[to] as string] as const,
      estimate: contrast(claim, means[of] ?? [], means[to] ?? [], confidence),
      leftOut,
    }));
  });
}

/** Which sides are put beside which; none where a value stands for itself. */
function contrastsOf({ statement, sides }: Claim): readonly Contrast[] {
  switch (statement.kind) {
    case 'value':
      return [];
    case 'comparison':
      return [[0, 1]];
    case 'extreme':
      return sides.slice(1).map((_, at) => [0, at + 1]);
    case 'order':
      return sides.slice(1).map((_, at) => [at + 1, at]);
  }
}

/** The mean over the cells of each side, by replication that all cells have finished. */
function meansOf(
  cells: ClaimGroup['cells'],
  path: string,
  weights: string | null,
  results: SweepResults,
): SideMeans {
  const finished = Math.min(...cells.flat().map((cell) => results.replications(cell)));
  const read = (side: readonly number[], metric: string): Cells =>
    side.map((cell) => results.values(cell, metric).slice(0, finished));
  return meansOverCells(
    cells.map((side) => ({
      values: read(side, path),
      ...(weights === null ? {} : { weights: read(side, weights) }),
    })),
  );
}

function contrast(
  { statement }: Claim,
  a: readonly number[],
  b: readonly number[],
  confidence: number,
): Estimate {
  if (statement.kind === 'comparison' && statement.as === 'ratio') {
    const ratios = a.map((value, at) => value / (b[at] as number));
    // Without the replications that have no ratio, or no logarithm, the others would mislead.
    const isWhole = ratios.every((ratio) => ratio > 0 && Number.isFinite(ratio));
    return isWhole ? estimateRatio(ratios, confidence) : { mean: Number.NaN, ci95: null, n: 0 };
  }
  const differences = a.map((value, at) => value - (b[at] as number));
  // A difference is as exact as what it is taken of.
  return estimateMean(differences, largestSize([...a, ...b]), confidence);
}
