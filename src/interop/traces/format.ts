import type { Issue } from '../../errors.js';
import type { InputFile } from '../csv/read-table.js';

/** A request of a trace. The reader may reuse it: valid during the call that gives it. */
export interface TraceRow {
  /** Since the trace began, s, ≥ 0; never less than in the row before. */
  readonly seconds: number;
  /** Null: the trace does not say. */
  readonly model: string | null;
  /** Length of the prompt, tokens, ≥ 0. Null: the trace does not say. */
  readonly inputTokens: number | null;
  /** Length of the answer, likewise. */
  readonly outputTokens: number | null;
}

/** What a trace says of its requests besides when they came. */
export interface KnownColumns {
  readonly model: boolean;
  readonly inputTokens: boolean;
  readonly outputTokens: boolean;
}

/** Takes a trace, row by row. */
export interface TraceSink {
  /** Called once, before the first row. */
  begin(columns: KnownColumns): void;
  row(row: TraceRow): void;
}

/** Requests that a reader left out. */
export interface Dropped {
  readonly count: number;
  /** For the user: what they are, and why they are left out. */
  readonly why: string;
}

/** What a reader has to say when the file has ended. */
export interface TraceReading {
  /** What is wrong with the file, in its order; then the rows are not to be used. */
  readonly issues: readonly Issue[];
  readonly dropped: readonly Dropped[];
  /** What was changed, what is odd, and what is not taken over; for the user. */
  readonly notes: readonly string[];
  /**
   * Share of the blocks of prompts that a cache of infinite size would have held, in [0, 1]; null
   * where the trace does not say.
   */
  readonly prefixReuse: number | null;
}

/** A format of traces. One file each; `registry.ts` lists them. */
export interface TraceFormat {
  /** In lower case with dashes: what `sealsim import` calls it. */
  readonly name: string;
  /** Reads a trace as it streams in: memory is that of a row and of a piece of the file. */
  read(input: InputFile, sink: TraceSink): Promise<TraceReading>;
}
