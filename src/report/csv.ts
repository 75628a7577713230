import { stringify } from 'csv-stringify/sync';
import type { Estimate } from '../metrics/estimate.js';

export type CsvValue = string | number | boolean | null;

/**
 * A small table as CSV (RFC 4180 with `\n`): numbers so that they read back to the same float64,
 * no number (null, NaN, infinite) as nothing, booleans as `true` and `false`, text by `csvText`.
 */
export function toCsv(columns: readonly string[], rows: Iterable<readonly CsvValue[]>): string {
  return stringifyRows([columns, ...rows]);
}

/** As many rows are turned into text at once. */
const ROWS_PER_CHUNK = 1000;

/** A table of any length as CSV, in pieces of a thousand rows: the same text as `toCsv` gives. */
export function* csvChunks(
  columns: readonly string[],
  rows: Iterable<readonly CsvValue[]>,
): Generator<string> {
  let waiting: (readonly CsvValue[])[] = [columns];
  for (const row of rows) {
    waiting.push(row);
    if (waiting.length < ROWS_PER_CHUNK) continue;
    yield stringifyRows(waiting);
    waiting = [];
  }
  if (waiting.length > 0) yield stringifyRows(waiting);
}

function stringifyRows(rows: readonly (readonly CsvValue[])[]): string {
  return stringify([...rows], {
    cast: {
      number: csvNumber,
      boolean: String,
      string: csvText,
    },
  });
}

/** An estimate in three cells: the mean and the ends of its interval, empty where there is none. */
export function withEnds({ mean, ci95 }: Pick<Estimate, 'mean' | 'ci95'>): readonly CsvValue[] {
  return [mean, ci95?.[0] ?? null, ci95?.[1] ?? null];
}

/** Shortest digits that read back to the same number; nothing for NaN and infinities. */
export function csvNumber(value: number): string {
  return Number.isFinite(value) ? String(value) : '';
}

/**
 * Text that a spreadsheet will not take for a formula: one that begins like a formula, and is not
 * a number, gets an apostrophe in front.
 */
export function csvText(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !isNumeral(text) ? `'${text}` : text;
}

/** Text as a cell: quoted where it has to be. */
export function csvCell(text: string): string {
  const safe = csvText(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function isNumeral(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}
