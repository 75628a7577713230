import type { SweepResults } from '../../experiment/results/types.js';
import type { SweepColumn } from '../../experiment/sweep/types.js';
import { meanOf } from '../../metrics/sample.js';
import { cellValue, refuse } from './cells.js';

/** Cells that share a place in a figure: what is drawn there is their unweighted mean. */
export interface Group {
  /** By the columns asked for; '' where there is none. */
  readonly values: readonly string[];
  readonly cells: readonly number[];
}

/** The cells of a figure by their place in it. */
export interface Grouped {
  readonly groups: readonly Group[];
  /** Cells without a counterpart in every other place: means over them could not be compared. */
  readonly leftOut: number;
}

/**
 * Sorts cells into groups by some columns. Every group averages over the same settings of all
 * other columns, so that two of them differ by what the figure shows and by nothing else.
 * @param by columns; null stands for one that the figure could show and the sweep does not have.
 * @throws UserError if the groups have no setting of the other columns in common.
 */
export function groupCells(
  results: SweepResults,
  cells: readonly number[],
  by: readonly (SweepColumn | null)[],
): Grouped {
  const others = results.description.columns.filter((column) => !by.includes(column));
  const valuesOf = (cell: number, columns: readonly (SweepColumn | null)[]): readonly string[] =>
    columns.map((column) => (column === null ? '' : cellValue(results, cell, column.name)));
  const places = groupedBy(cells, (cell) => JSON.stringify(valuesOf(cell, by)));
  const settings = groupedBy(cells, (cell) => JSON.stringify(valuesOf(cell, others)));
  const everywhere = [...settings.values()].filter((same) => same.length === places.size).flat();
  if (everywhere.length === 0) {
    const names = others.map(({ name }) => name).join(', ');
    refuse('--where', `cells that can be compared: the same ${names} in all`, 'none');
  }
  const kept = new Set(everywhere);
  const groups = [...places.values()].map((all) => ({
    values: valuesOf(all[0] as number, by),
    cells: all.filter((cell) => kept.has(cell)),
  }));
  return { groups, leftOut: cells.length - kept.size };
}

function groupedBy(
  cells: readonly number[],
  key: (cell: number) => string,
): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const cell of cells) {
    const same = groups.get(key(cell));
    if (same === undefined) groups.set(key(cell), [cell]);
    else same.push(cell);
  }
  return groups;
}

/**
 * A metric of a group in each replication: the mean over its cells, NaN if it is not defined in
 * one of them. Only replications that are finished in every cell: none if a cell has none.
 */
export function meanRuns(
  results: SweepResults,
  cells: readonly number[],
  path: string,
): readonly number[] {
  const runs = cells.map((cell) => results.values(cell, path));
  const finished = Math.min(...runs.map((values) => values.length));
  return Array.from({ length: finished }, (_, replication) =>
    meanOf(runs.map((values) => values[replication] as number)),
  );
}
