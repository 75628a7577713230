import { CsvReader } from '../../workload/trace/csv-records.js';
import type { CommonCell } from './common-cells.js';
import { differs } from './tolerance.js';

/** How the requests of a cell differ between two folders that both kept them. */
export interface RequestsDifference {
  readonly cell: CommonCell;
  /** Requests in both. */
  readonly compared: number;
  readonly differing: number;
  readonly onlyA: number;
  readonly onlyB: number;
  /** The first that differs, by the cells of its row. */
  readonly first: { readonly row: readonly RequestCell[] } | null;
}

/** A cell of a request's row. */
export interface RequestCell {
  readonly column: string;
  readonly a: string;
  readonly b: string;
}

type Row = readonly string[];

/**
 * The kept requests of a cell, row by row in order of arrival; null if a side kept none, or in other
 * columns, and if none differs.
 */
export async function requestsDifference(
  cell: CommonCell,
  tolerance: number,
): Promise<RequestsDifference | null> {
  const [left, right] = await Promise.all([cell.a.requestsCsv(), cell.b.requestsCsv()]);
  if (left === null || right === null || left === right) return null;
  const [[head = [], ...a], [other = [], ...b]] = [rowsOf(left), rowsOf(right)];
  if (head.join() !== other.join()) return null;
  const compared = Math.min(a.length, b.length);
  let differing = 0;
  let first: RequestsDifference['first'] = null;
  for (let at = 0; at < compared; at++) {
    const [x, y] = [a[at] ?? [], b[at] ?? []];
    if (!x.some((text, column) => textDiffers(text, y[column] ?? '', tolerance))) continue;
    differing++;
    first ??= { row: head.map((column, i) => ({ column, a: x[i] ?? '', b: y[i] ?? '' })) };
  }
  const [onlyA, onlyB] = [a.length - compared, b.length - compared];
  if (differing + onlyA + onlyB === 0) return null;
  return { cell, compared, differing, onlyA, onlyB, first };
}

function rowsOf(text: string): readonly Row[] {
  const reader = new CsvReader();
  const rows: Row[] = [];
  for (const { cells } of reader.read(text)) rows.push([...cells]);
  for (const { cells } of reader.finish()) rows.push([...cells]);
  return rows;
}

function textDiffers(a: string, b: string, tolerance: number): boolean {
  if (a === b) return false;
  const [x, y] = [numberIn(a), numberIn(b)];
  return Number.isNaN(x) || Number.isNaN(y) || differs(x, y, tolerance);
}

/** NaN of an empty cell too. */
function numberIn(text: string): number {
  return text === '' ? Number.NaN : Number(text);
}
