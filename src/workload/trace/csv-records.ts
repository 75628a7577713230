/** One record of a CSV text. The reader reuses it: valid until the next one. */
export interface CsvRecord {
  /** The line it begins on, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** The column at which each cell begins, from 1. */
  readonly columns: readonly number[];
}

/** Why reading stopped. */
export type CsvFault = 'line-too-long' | 'unclosed-quote';

/** No record of a trace is near this long; without a limit a binary file would fill the memory. */
export const MAX_RECORD_CHARACTERS = 65_536;

const QUOTE = 34;
const COMMA = 44;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/**
 * Splits CSV text that comes in pieces (RFC 4180: quotes, doubled quotes, LF or CRLF) into
 * records. Blank lines are skipped. Holds no more than one piece and one record.
 */
export class CsvReader {
  readonly #record = { line: 1, cells: [] as string[], columns: [] as number[] };
  /** The beginning of a record whose end has not come yet. */
  #rest = '';
  #line = 1;
  #fault: CsvFault | null = null;

  /** Set when the text cannot be read on; then no more records come. */
  get fault(): CsvFault | null {
    return this.#fault;
  }

  /** Where the record begins that is being waited for; after a fault, the faulty one. */
  get line(): number {
    return this.#line;
  }

  /** The place just after what was given so far. */
  get end(): { readonly line: number; readonly column: number } {
    const lastNewline = this.#rest.lastIndexOf('\n');
    return {
      line: this.#line + countNewlines(this.#rest, 0, this.#rest.length),
      column: this.#rest.length - lastNewline,
    };
  }

  /** The records that `piece` completes. */
  *read(piece: string): Generator<CsvRecord, void, undefined> {
    const text = this.#rest === '' ? piece : this.#rest + piece;
    let start = 0;
    let quote = text.indexOf('"');
    while (this.#fault === null) {
      const newline = text.indexOf('\n', start);
      const quoted = quote !== -1 && (newline === -1 || quote < newline);
      const end = quoted ? endOfQuoted(text, start) : newline;
      if (end === -1 || end - start > MAX_RECORD_CHARACTERS) {
        this.#checkLength(text, start, end === -1 ? text.length : end);
        break;
      }
      if (this.#take(text, start, end, quoted)) yield this.#record;
      this.#line += quoted ? countNewlines(text, start, end + 1) : 1;
      start = end + 1;
      if (quoted) quote = text.indexOf('"', start);
    }
    this.#rest = text.slice(start);
  }

  /** The last record, when no line end follows it. */
  *finish(): Generator<CsvRecord, void, undefined> {
    const text = this.#rest;
    if (text === '' || this.#fault !== null) return;
    const quoted = text.includes('"');
    if (quoted && endOfQuoted(`${text}\n`, 0) === -1) {
      this.#fault = 'unclosed-quote';
      return;
    }
    if (this.#take(text, 0, text.length, quoted)) yield this.#record;
  }

  #checkLength(text: string, start: number, end: number): void {
    if (end - start <= MAX_RECORD_CHARACTERS) return;
    const newline = text.indexOf('\n', start);
    const manyLines = newline !== -1 && newline < end;
    this.#fault = manyLines ? 'unclosed-quote' : 'line-too-long';
  }

  /** Fills the record from [start, end) of the text; false for a blank line. */
  #take(text: string, start: number, end: number, quoted: boolean): boolean {
    const record = this.#record;
    const stop = end > start && text.charCodeAt(end - 1) === CARRIAGE_RETURN ? end - 1 : end;
    record.line = this.#line;
    record.cells.length = 0;
    record.columns.length = 0;
    if (stop === start) return false;
    for (let cell = start; cell <= stop; ) {
      const cellEnd = endOfCell(text, cell, stop, quoted);
      const raw = text.slice(cell, cellEnd);
      record.cells.push(raw.charCodeAt(0) === QUOTE ? unquote(raw) : raw);
      record.columns.push(cell - start + 1);
      cell = cellEnd + 1;
    }
    return true;
  }
}

/** The position of the line end that ends the record at `start`; −1 when it is not there yet. */
function endOfQuoted(text: string, start: number): number {
  let inside = false;
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) inside = !inside;
    else if (code === NEWLINE && !inside) return i;
  }
  return -1;
}

/** The position of the comma that ends the cell at `start`, or `stop`. */
function endOfCell(text: string, start: number, stop: number, quoted: boolean): number {
  if (!quoted) {
    const comma = text.indexOf(',', start);
    return comma === -1 || comma > stop ? stop : comma;
  }
  let inside = false;
  for (let i = start; i < stop; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) inside = !inside;
    else if (code === COMMA && !inside) return i;
  }
  return stop;
}

function unquote(raw: string): string {
  const closed = raw.length > 1 && raw.endsWith('"') ? raw.slice(1, -1) : raw.slice(1);
  return closed.replaceAll('""', '"');
}

function countNewlines(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = text.indexOf('\n', start); i !== -1 && i < end; i = text.indexOf('\n', i + 1)) {
    count++;
  }
  return count;
}
