import { stringify } from 'csv-stringify/sync';

export type CsvValue = string | number | boolean | null;

/**
 * A small table as CSV (RFC 4180 with `\n`): numbers so that they read back to the same float64,
 * no number (null, NaN, infinite) as nothing, booleans as `true` and `false`, text by `csvText`.
 */
export function toCsv(columns: readonly string[], rows: Iterable<readonly CsvValue[]>): string {
  return stringify([columns, ...rows], {
    cast: {
      number: csvNumber,
      boolean: String,
      string: csvText,
    },
  });
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
