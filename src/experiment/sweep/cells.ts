import type { Axis, GridColumn } from './axis.js';
import { complete, itemsAt, report, type SweepContext } from './context.js';
import { type FilterColumn, readMatcher } from './filters.js';
import type { CellSetting, SweepCell, SweepColumn } from './types.js';

/** What a cell is made of, before it is known whether it stays. */
interface Combination {
  readonly values: readonly string[];
  readonly settings: readonly CellSetting[];
}

/** The columns of the axes, in order. */
export function gridColumns(axes: readonly Axis[]): readonly GridColumn[] {
  return axes.flatMap(({ columns, points }) =>
    columns.map((column, at) => {
      const values = new Set(points.map((point) => point.values[at] ?? ''));
      return { ...column, values: [...values] };
    }),
  );
}

/** The cells of a sweep and what they differ in, as far as references to them need it. */
export interface Grid {
  /** With the values that the cells have. */
  readonly columns: readonly SweepColumn[];
  /** Without what overrides change. */
  readonly cells: readonly SweepCell[];
}

/**
 * Every combination of the axes' points that no filter of `exclude` matches; the last axis changes
 * fastest. Undefined, and reported, if something is wrong with `exclude`.
 * @param set settings of all cells.
 */
export function readGrid(
  axes: readonly Axis[],
  set: readonly CellSetting[],
  context: SweepContext,
): Grid | undefined {
  const columns = gridColumns(axes);
  const left = withoutExcluded(combinationsOf(axes, set), columns, context);
  const cells = left?.map((combination, index) => ({ index, marks: [], ...combination }));
  return cells && { columns: columnsOf(columns, cells), cells };
}

function combinationsOf(
  axes: readonly Axis[],
  settings: readonly CellSetting[],
): readonly Combination[] {
  return axes.reduce<readonly Combination[]>(
    (rows, { points }) =>
      rows.flatMap((row) =>
        points.map((point) => ({
          values: [...row.values, ...point.values],
          settings: [...row.settings, ...point.settings],
        })),
      ),
    [{ values: [], settings }],
  );
}

function withoutExcluded(
  combinations: readonly Combination[],
  columns: readonly FilterColumn[],
  context: SweepContext,
): readonly Combination[] | undefined {
  const excluded = complete(
    itemsAt(['exclude'], context).map((at) => readMatcher(at, columns, combinations, context)),
  );
  if (excluded === undefined) return undefined;
  const left = combinations.filter(({ values }) => !excluded.some((matched) => matched(values)));
  if (left.length > 0) return left;
  report(context, ['exclude'], { expected: 'a cell that is left', got: 'none' });
  return undefined;
}

/** The columns with the values that the cells have. */
function columnsOf(
  columns: readonly GridColumn[],
  cells: readonly SweepCell[],
): readonly SweepColumn[] {
  return columns.map(({ name, label, unit, values }, at) => {
    const used = new Set(cells.map((cell) => cell.values[at]));
    const present = values.filter((value) => used.has(value));
    return { name, label, unit, values: present, numeric: present.every(isNumber) };
  });
}

/** Whether a text is what a number prints as. */
function isNumber(text: string): boolean {
  return Number.isFinite(Number(text)) && String(Number(text)) === text;
}
