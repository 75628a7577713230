/** A sweep with problems and exactly the lines that must be reported for it, in order. */
export interface BrokenSweep {
  readonly name: string;
  /** Parts that differ from the smallest sweep, `scenario` and `replications`. */
  readonly parts?: Readonly<Record<string, string | null>>;
  /** The whole text, in place of parts. */
  readonly text?: string;
  readonly lines: readonly string[];
}
