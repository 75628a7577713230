import type { z } from 'zod';
import { report } from '../../experiment/sweep/context.js';
import { quoted } from '../../scenario/issues/values.js';
import { readValue } from '../../scenario/read-fields.js';
import type { Path } from '../../scenario/text/tree.js';
import type { Axis } from '../types.js';
import type { AxisPair, PlanContext, StatedAxis, WrittenAxis } from './axes.js';

/** A table of numbers by row and column. */
export type Table = readonly (readonly number[])[];

/** How a table is written, seen from the axes that it is wanted by. */
export interface Layout {
  /** Whether its rows are the wanted columns. */
  readonly isTransposed: boolean;
  /** Whether its rows and columns, as written, fall. */
  readonly rowsFall: boolean;
  readonly columnsFall: boolean;
}

/** As wanted. */
export const PLAIN: Layout = { isTransposed: false, rowsFall: false, columnsFall: false };

/** A table as it is written; undefined, and reported, if it is ragged or holds what it may not. */
export function readTable(
  schema: z.ZodType<number[][]>,
  at: Path,
  context: PlanContext,
): Table | undefined {
  const table = readValue(schema, context.document, at, context.problems)?.value;
  if (table === undefined) return undefined;
  const wide = table[0]?.length ?? 0;
  const ragged = table.flatMap((row, index) => (row.length === wide ? [] : [index]));
  for (const index of ragged) {
    const expected = `${wide} columns, as in the first row`;
    report(context, [...at, index], { expected, got: String(table[index]?.length) });
  }
  return ragged.length === 0 ? table : undefined;
}

/** Whether a table, as written, has the shape that its axes give it; reports it if not. */
export function hasShape(
  table: Table,
  { rows, columns }: AxisPair<Axis>,
  { isTransposed }: Layout,
  at: Path,
  context: PlanContext,
): boolean {
  const [down, across] = isTransposed ? [columns, rows] : [rows, columns];
  const wide = table[0]?.length ?? 0;
  const isRight = table.length === down.buckets.length && wide === across.buckets.length;
  if (isRight) return true;
  const expected = `${down.buckets.length} rows (${down.label}) of ${across.buckets.length} columns (${across.label})`;
  report(context, at, { expected, got: `${table.length} rows of ${wide}` });
  return false;
}

/** A table turned to the wanted axes. */
export function turned<T>(
  table: readonly (readonly T[])[],
  { isTransposed, rowsFall, columnsFall }: Layout,
): readonly (readonly T[])[] {
  const rows = rowsFall ? table.toReversed() : table;
  const rising = columnsFall ? rows.map((row) => row.toReversed()) : rows;
  return isTransposed ? transposed(rising) : rising;
}

/** Rows as columns. */
export function transposed<T>(table: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return (table[0] ?? []).map((_, column) => table.map((row) => row[column] as T));
}

/** How a table whose axes are stated lies beside a workload; undefined, and reported, if it does not. */
export function layoutOf(
  stated: AxisPair<StatedAxis>,
  workload: AxisPair<WrittenAxis>,
  at: Path,
  context: PlanContext,
): Layout | undefined {
  const { rows, columns } = workload;
  const isTransposed = stated.rows.label === columns.axis.label;
  const known = [rows.axis.label, columns.axis.label];
  const wanted = isTransposed ? [columns, rows] : [rows, columns];
  const given = [stated.rows, stated.columns];
  let fits = true;
  given.forEach(({ label, written }, index) => {
    const { axis } = wanted[index] as WrittenAxis;
    const here = [...at, index === 0 ? 'rows' : 'columns'];
    if (label !== axis.label) {
      const expected = known.includes(label) ? quoted(axis.label) : known.map(quoted).join(' or ');
      report(context, here, {
        expected: `an axis of the workload, ${expected}`,
        got: quoted(label),
      });
      fits = false;
    } else if (written !== null && !sameBuckets(written.axis, axis)) {
      const expected = `the workload’s buckets (${axis.buckets.join(', ')})`;
      report(context, here, { expected, got: written.axis.buckets.join(', ') });
      fits = false;
    }
  });
  if (!fits) return undefined;
  return {
    isTransposed,
    rowsFall: stated.rows.written?.falls ?? false,
    columnsFall: stated.columns.written?.falls ?? false,
  };
}

function sameBuckets(one: Axis, other: Axis): boolean {
  return (
    one.buckets.length === other.buckets.length &&
    one.buckets.every((bucket, index) => bucket === other.buckets[index])
  );
}
