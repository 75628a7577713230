import Table from 'cli-table3';
import { printable } from './format.js';

export interface TextTable {
  readonly head: readonly string[];
  /** A row of cells, or a line of text across all columns. */
  readonly rows: readonly (readonly string[] | string)[];
  /** How many columns at the left hold text; the others hold numbers and are aligned right. */
  readonly textColumns: number;
}

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** A table as plain text: columns two blanks apart, no lines, no colours, no trailing blanks. */
export function renderTable({ head, rows, textColumns }: TextTable): string {
  const table = new Table({
    head: head.map(printable),
    chars: NO_LINES,
    colAligns: head.map((_, column) => (column < textColumns ? 'left' : 'right')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) {
    if (typeof row === 'string') table.push([{ content: printable(row), colSpan: head.length }]);
    else table.push(row.map(printable));
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
