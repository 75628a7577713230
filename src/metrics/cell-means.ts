import { InvariantError } from '../errors.js';

/** A figure by cell, then by replication; NaN where it is not defined. */
export type Cells = readonly (readonly number[])[];

/** A grid of cells seen from one side, or the same cells from several. */
export interface SideMeans {
  /**
   * By side, then by replication: the mean over the cells. Without replications in which no cell is
   * defined.
   */
  readonly means: readonly (readonly number[])[];
  /** Cells in a replication that are not defined on all sides: no mean sees them. */
  readonly leftOut: number;
}

/** A side of a grid. */
export interface Side {
  readonly values: Cells;
  /** How much each cell counts in its replication, ≥ 0; all the same if it is not said. */
  readonly weights?: Cells;
}

/**
 * The mean of a figure over cells in each replication, on every side over the same cells.
 * @param sides equally many cells each, that belong together in order; equally many replications
 * of each.
 */
export function meansOverCells(sides: readonly Side[]): SideMeans {
  const counts = sides.map(({ values }) => values.length);
  const [cells = 0] = counts;
  if (counts.some((count) => count !== cells)) {
    throw new InvariantError('cells must match', { counts });
  }
  const replications = sides[0]?.values[0]?.length ?? 0;
  const each = Array.from({ length: replications }, (_, at) => definedIn(at, sides, cells));
  const defined = each.filter((found) => found.length > 0);
  const seen = each.reduce((sum, found) => sum + found.length, 0);
  return {
    means: sides.map((side) => defined.map((found) => meanOver(found, side))),
    leftOut: cells * replications - seen,
  };
}

/** A cell in a replication. */
interface Place {
  readonly cell: number;
  readonly replication: number;
}

/** The cells that are defined on all sides of one replication. */
function definedIn(replication: number, sides: readonly Side[], cells: number): readonly Place[] {
  return Array.from({ length: cells }, (_, cell) => ({ cell, replication })).filter((place) =>
    sides.every((side) => Number.isFinite(valueAt(side, place) * weightAt(side, place))),
  );
}

function meanOver(places: readonly Place[], side: Side): number {
  let sum = 0;
  let total = 0;
  for (const place of places) {
    const weight = weightAt(side, place);
    sum += weight * valueAt(side, place);
    total += weight;
  }
  return sum / total;
}

function valueAt({ values }: Side, { cell, replication }: Place): number {
  return values[cell]?.[replication] ?? Number.NaN;
}

function weightAt({ weights }: Side, { cell, replication }: Place): number {
  return weights === undefined ? 1 : (weights[cell]?.[replication] ?? Number.NaN);
}
