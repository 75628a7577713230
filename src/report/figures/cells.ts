import { InvariantError, type Issue, UserError } from '../../errors.js';
import type { SweepResults } from '../../experiment/results/types.js';
import type { CellFilter, Metric, SweepColumn } from '../../experiment/sweep/types.js';
import type { Scenario } from '../../scenario/types.js';
import { didYouMean } from '../../suggest.js';

/** Cells that a figure is of, and what is said of each. */

/** @returns the indices of the cells that `where` leaves, ascending. */
export function shownCells({ description }: SweepResults, where: CellFilter): readonly number[] {
  const { columns, cells } = description;
  const wanted = columns.map(({ name }) => where[name]);
  return cells.flatMap(({ values }, cell) =>
    values.every((value, at) => wanted[at]?.includes(value) ?? true) ? [cell] : [],
  );
}

/** @returns the column of this name; undefined if the sweep has none. */
export function findColumn({ description }: SweepResults, name: string): SweepColumn | undefined {
  return description.columns.find((column) => column.name === name);
}

/** The value of a column in a cell. @throws InvariantError if there is no such cell or column. */
export function cellValue({ description }: SweepResults, cell: number, name: string): string {
  const at = description.columns.findIndex((column) => column.name === name);
  const value = description.cells[cell]?.values[at];
  if (value === undefined) throw new InvariantError('no such cell or column', { cell, name });
  return value;
}

/** The values of a column that some of the cells have, in the column's order. */
export function valuesShown(
  results: SweepResults,
  column: SweepColumn,
  cells: readonly number[],
): readonly string[] {
  const found = new Set(cells.map((cell) => cellValue(results, cell, column.name)));
  return column.values.filter((value) => found.has(value));
}

/** The columns of which the cells have more than one value, in the sweep's order. */
export function varyingColumns(
  results: SweepResults,
  cells: readonly number[],
): readonly SweepColumn[] {
  return results.description.columns.filter(
    (column) => valuesShown(results, column, cells).length > 1,
  );
}

/**
 * The columns along which something about a cell changes when nothing else does, in the sweep's
 * order; where columns only change together, all of them.
 * @param key equal for two cells that are alike in it.
 */
export function decidingColumns(
  results: SweepResults,
  cells: readonly number[],
  key: (cell: number) => string,
): readonly SweepColumn[] {
  const varying = varyingColumns(results, cells);
  const deciding = varying.filter((column) => {
    const others = varying.filter(({ name }) => name !== column.name);
    const first = new Map<string, string>();
    return cells.some((cell) => {
      const group = JSON.stringify(others.map(({ name }) => cellValue(results, cell, name)));
      const before = first.get(group);
      if (before === undefined) first.set(group, key(cell));
      return before !== undefined && before !== key(cell);
    });
  });
  return deciding.length > 0 || new Set(cells.map(key)).size < 2 ? deciding : varying;
}

/** @throws InvariantError if there is no such cell. */
export function scenarioOf({ description }: SweepResults, cell: number): Scenario {
  const scenario = description.cells[cell]?.scenario;
  if (scenario === undefined) throw new InvariantError('no such cell', { cell });
  return scenario;
}

/** @throws UserError if the sweep has no such metric. */
export function metricOf({ description }: SweepResults, path: string): Metric {
  const metric = description.metrics.find((each) => each.path === path);
  if (metric !== undefined) return metric;
  const known = description.metrics.map((each) => each.path);
  return refuse('--metric', 'a metric that the sweep has', path, didYouMean(path, known));
}

/** Says what about a figure's options, or the results that it needs, has to be different. */
export function refuse(option: string, expected: string, got: string, hint?: string): never {
  const source = { kind: 'option', option } as const;
  const issue: Issue = { source, path: '', expected, got };
  throw new UserError([hint === undefined ? issue : { ...issue, hint }]);
}
