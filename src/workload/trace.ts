import type { Issue } from '../errors.js';
import { CsvReader, type CsvRecord, MAX_RECORD_CHARACTERS } from './trace/csv-records.js';
import { IssueList } from './trace/issue-list.js';
import type { RequestLengths } from './trace/request-lengths.js';
import { readHeader, type TraceColumnNames } from './trace/trace-header.js';
import { TraceRows } from './trace/trace-rows.js';

/** How a trace is to be read. */
export interface TraceOptions {
  /** The file's name, for messages. */
  readonly file: string;
  readonly columns: TraceColumnNames;
  /** The scenario's models, in order. */
  readonly models: readonly string[];
}

/** A trace that was read. Usable if there are no issues. */
export interface TraceData {
  /** Arrival times, s, ascending. */
  readonly times: Float64Array;
  /** Model of each request; null when the trace was read without models. */
  readonly models: Uint16Array | null;
  /** Null when the trace was read without lengths. */
  readonly lengths: RequestLengths | null;
  /** What is wrong with the file, in file order; at most 20 and a count of the rest. */
  readonly issues: Issue[];
}

/** What a decoder puts in place of bytes that are not UTF-8. */
const REPLACEMENT = '\uFFFD';
const GZIP_MAGIC = [0x1f, 0x8b] as const;

/**
 * Reads a trace: CSV text in UTF-8, a header line that names the columns, one request a row in
 * order of time. Other columns are ignored. Memory is that of the result, whatever the length of
 * the file: 10 bytes a request, 4 more for each column of lengths, and the piece being read.
 *
 * @param chunks the file's bytes, decompressed. Errors of the iterable pass through.
 */
export async function readTrace(
  chunks: AsyncIterable<Uint8Array>,
  options: TraceOptions,
): Promise<TraceData> {
  const reader = new TraceReader(options);
  for await (const chunk of chunks) {
    if (!reader.accept(chunk)) break;
  }
  return reader.finish();
}

class TraceReader {
  readonly #options: TraceOptions;
  readonly #issues: IssueList;
  readonly #decoder = new TextDecoder('utf-8');
  readonly #csv = new CsvReader();
  #rows: TraceRows | null = null;
  #first = true;
  /** The rest of the file cannot be made sense of. */
  #stopped = false;

  constructor(options: TraceOptions) {
    this.#options = options;
    this.#issues = new IssueList(options.file);
  }

  /** Takes the next bytes; false when there is no point in going on. */
  accept(chunk: Uint8Array): boolean {
    const gzipped = this.#first && chunk[0] === GZIP_MAGIC[0] && chunk[1] === GZIP_MAGIC[1];
    this.#first = this.#first && chunk.length === 0;
    this.#acceptText(this.#decoder.decode(chunk, { stream: true }), gzipped);
    return !this.#stopped;
  }

  finish(): TraceData {
    if (!this.#stopped) this.#acceptText(this.#decoder.decode(), false);
    if (!this.#stopped) this.#acceptRecords(this.#csv.finish());
    if (!this.#stopped) this.#checkNotEmpty();
    const columns = this.#rows?.columns;
    return {
      times: columns?.times() ?? new Float64Array(0),
      models: columns?.models() ?? null,
      lengths: columns?.lengths() ?? null,
      issues: this.#issues.all(),
    };
  }

  #acceptText(text: string, gzipped: boolean): void {
    const broken = text.indexOf(REPLACEMENT);
    this.#acceptRecords(this.#csv.read(broken === -1 ? text : text.slice(0, broken)));
    if (broken === -1 || this.#stopped) return;
    const { line, column } = this.#csv.end;
    this.#stop(line, column, {
      path: '',
      expected: 'text in UTF-8',
      got: 'bytes that are not',
      ...(gzipped && { hint: 'it looks compressed: let its name end in .gz' }),
    });
  }

  #acceptRecords(records: Iterable<CsvRecord>): void {
    for (const record of records) {
      if (this.#rows !== null) this.#rows.add(record);
      else this.#acceptHeader(record);
      if (this.#stopped) return;
    }
    if (this.#csv.fault === 'line-too-long') {
      const got = 'a longer one';
      const expected = `a line of at most ${MAX_RECORD_CHARACTERS} characters`;
      this.#stop(this.#csv.line, 1, { path: '', expected, got });
    } else if (this.#csv.fault === 'unclosed-quote') {
      const got = 'none that closes the quoted cell';
      this.#stop(this.#csv.line, 1, { path: '', expected: 'a second quotation mark', got });
    }
  }

  #acceptHeader(record: CsvRecord): void {
    const { columns, models } = this.#options;
    const layout = readHeader(record, columns, this.#issues);
    if (layout === null) this.#stopped = true;
    else this.#rows = new TraceRows(columns, layout, models, this.#issues);
  }

  #checkNotEmpty(): void {
    if (this.#rows === null) {
      const expected = 'a header line that names the columns';
      this.#stop(1, 1, { path: '', expected, got: 'an empty file' });
    } else if (this.#rows.count === 0) {
      const { line } = this.#csv.end;
      this.#stop(line, 1, { path: '', expected: 'at least one request', got: 'none' });
    }
  }

  #stop(line: number, column: number, issue: Omit<Issue, 'source'>): void {
    this.#stopped = true;
    this.#issues.add(line, column, () => issue);
  }
}
