/** In a column of lengths: the trace does not say. */
export const NOT_KNOWN = -1;

/** Longer than any context window: beyond it a length is a slip of the pen. */
export const MOST_TOKENS = 10_000_000;

/** Lengths of the requests of a trace, tokens, by row; a column the trace lacks is null. */
export interface RequestLengths {
  /** Of prompts: 0 to `MOST_TOKENS`, or `NOT_KNOWN`. */
  readonly input: Int32Array | null;
  /** Of answers, likewise. */
  readonly output: Int32Array | null;
}
