import type { Issue } from '../../errors.js';

/** How a plan gets the lengths of the requests of a trace, so that it needs no reader of its own. */
export interface LengthsPort {
  /**
   * @param format one of those of `sealsim import`.
   * @param take called for each request, in order; null: its length is not known.
   */
  read(
    path: string,
    format: string,
    take: (input: number | null, output: number | null) => void,
  ): Promise<TraceLengths>;
}

/** What a trace says besides lengths. */
export interface TraceLengths {
  readonly issues: readonly Issue[];
  /** From the first request to the last, s. */
  readonly spanSeconds: number;
  readonly sha256: string;
  /** What the reader left out or changed. */
  readonly notes: readonly string[];
}
