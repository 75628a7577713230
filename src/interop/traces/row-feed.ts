import type { KnownColumns, TraceRow, TraceSink } from './format.js';

/** Gives rows to a sink, and sees that they come in the order of time. */
export class RowFeed {
  readonly #sink: TraceSink;
  readonly #columns: KnownColumns;
  readonly #row: { -readonly [Key in keyof TraceRow]: TraceRow[Key] } = {
    seconds: 0,
    model: null,
    inputTokens: null,
    outputTokens: null,
  };
  #latest = Number.NEGATIVE_INFINITY;
  #hasBegun = false;

  constructor(sink: TraceSink, columns: KnownColumns) {
    this.#sink = sink;
    this.#columns = columns;
  }

  /** Takes note of a time; false when it lies before an earlier row's. */
  isInOrder(seconds: number): boolean {
    if (seconds < this.#latest) return false;
    this.#latest = seconds;
    return true;
  }

  give(
    seconds: number,
    model: string | null,
    inputTokens: number | null,
    outputTokens: number | null,
  ): void {
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      this.#sink.begin(this.#columns);
    }
    const row = this.#row;
    row.seconds = seconds;
    row.model = model;
    row.inputTokens = inputTokens;
    row.outputTokens = outputTokens;
    this.#sink.row(row);
  }
}

/** What is expected of a time that comes too early, and what helps. */
export const ORDER = {
  expected: 'a time not before that of an earlier row',
  hint: 'a trace is read in the order of time: sort the file first',
} as const;
