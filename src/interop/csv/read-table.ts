import type { Issue } from '../../errors.js';
import { suggest } from '../../suggest.js';
import {
  CsvReader,
  type CsvRecord,
  MAX_RECORD_CHARACTERS,
} from '../../workload/trace/csv-records.js';
import { IssueList, quoted } from '../../workload/trace/issue-list.js';
import { OTHER_UNIT } from '../../workload/trace/trace-header.js';
import { TableRow } from './table-row.js';

/** A file to read. */
export interface InputFile {
  /** Its name, for messages. */
  readonly file: string;
  /** Its bytes, decompressed. Errors of the iterable pass through. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** The columns that are read; others are ignored. */
export interface TableColumns {
  readonly required: readonly string[];
  readonly optional?: readonly string[];
  /** What the cells of the header mean, where files name columns in several ways; by position. */
  readonly namesOf?: (header: readonly string[]) => readonly string[];
}

/** What a decoder puts in place of bytes that are not UTF-8. */
const REPLACEMENT = '\uFFFD';
const MAX_LISTED = 12;

/**
 * Reads a CSV file (UTF-8, a header line that names the columns) row by row; memory is that of
 * one row and one piece of the file.
 *
 * @param onRow is given each row; the row object is reused, valid during the call.
 * @returns what is wrong with the file, in file order; at most 20 and a count of the rest.
 */
export async function readTable(
  input: InputFile,
  columns: TableColumns,
  onRow: (row: TableRow) => void,
): Promise<Issue[]> {
  const issues = new IssueList(input.file);
  const reader = new TableReader(columns, issues, onRow);
  for await (const chunk of input.bytes) {
    if (!reader.accept(chunk)) break;
  }
  reader.finish();
  return issues.all();
}

class TableReader {
  readonly #columns: TableColumns;
  readonly #issues: IssueList;
  readonly #onRow: (row: TableRow) => void;
  readonly #decoder = new TextDecoder('utf-8');
  readonly #csv = new CsvReader();
  #row: TableRow | null = null;
  #stopped = false;

  constructor(columns: TableColumns, issues: IssueList, onRow: (row: TableRow) => void) {
    this.#columns = columns;
    this.#issues = issues;
    this.#onRow = onRow;
  }

  /** Takes the next bytes; false when there is no point in going on. */
  accept(chunk: Uint8Array): boolean {
    this.#acceptText(this.#decoder.decode(chunk, { stream: true }));
    return !this.#stopped;
  }

  finish(): void {
    if (!this.#stopped) this.#acceptText(this.#decoder.decode());
    if (!this.#stopped) this.#acceptRecords(this.#csv.finish());
    if (!this.#stopped && this.#row === null) {
      this.#stop(1, 1, 'a header line that names the columns', 'an empty file');
    }
  }

  #acceptText(text: string): void {
    const broken = text.indexOf(REPLACEMENT);
    this.#acceptRecords(this.#csv.read(broken === -1 ? text : text.slice(0, broken)));
    if (broken === -1 || this.#stopped) return;
    const { line, column } = this.#csv.end;
    this.#stop(line, column, 'text in UTF-8', 'bytes that are not');
  }

  #acceptRecords(records: Iterable<CsvRecord>): void {
    for (const record of records) {
      if (this.#row === null) this.#acceptHeader(record);
      else this.#acceptRow(record, this.#row);
      if (this.#stopped) return;
    }
    if (this.#csv.fault === 'line-too-long') {
      const expected = `a line of at most ${MAX_RECORD_CHARACTERS} characters`;
      this.#stop(this.#csv.line, 1, expected, 'a longer one');
    } else if (this.#csv.fault === 'unclosed-quote') {
      const got = 'none that closes the quoted cell';
      this.#stop(this.#csv.line, 1, 'a second quotation mark', got);
    }
  }

  #acceptHeader(record: CsvRecord): void {
    const { required, optional = [], namesOf = (names) => names } = this.#columns;
    const header = namesOf(record.cells.map((cell) => cell.trim()));
    if (isOtherTable(required, header)) {
      const expected = `a header line with the columns ${required.join(', ')}`;
      this.#stop(record.line, 1, expected, listed(header));
    } else {
      for (const name of required) this.#requireColumn(record, header, name);
    }
    if (this.#stopped) return;
    const wanted = [...required, ...optional].filter((name) => header.includes(name));
    const layout = new Map(wanted.map((name) => [name, header.indexOf(name)]));
    this.#row = new TableRow(layout, header.length, this.#issues);
  }

  #requireColumn(record: CsvRecord, header: readonly string[], name: string): void {
    if (header.includes(name)) return;
    this.#stopped = true;
    this.#issues.add(record.line, 1, () => {
      const near = suggest(name, header);
      const isOtherUnit = near !== undefined && OTHER_UNIT.test(near) && !OTHER_UNIT.test(name);
      return {
        path: name,
        expected: `a column named ${name}`,
        got: `columns ${listed(header)}`,
        ...(near !== undefined && {
          hint: isOtherUnit
            ? `${near} is in another unit: convert it`
            : `did you mean it by ${quoted(near)}?`,
        }),
      };
    });
  }

  #acceptRow(record: CsvRecord, row: TableRow): void {
    if (row.moveTo(record)) this.#onRow(row);
  }

  #stop(line: number, column: number, expected: string, got: string): void {
    this.#stopped = true;
    this.#issues.add(line, column, () => ({ path: '', expected, got }));
  }
}

/** Whether a header names nothing that is wanted: that of another table, or none. */
function isOtherTable(required: readonly string[], header: readonly string[]): boolean {
  const isKnown = (name: string) => header.includes(name) || suggest(name, header) !== undefined;
  return required.length > 1 && !required.some(isKnown);
}

function listed(header: readonly string[]): string {
  const more = header.length > MAX_LISTED ? ', …' : '';
  return header.slice(0, MAX_LISTED).map(quoted).join(', ') + more;
}
