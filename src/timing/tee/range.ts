/** A number that acts on durations and that its source states a spread of. */
export interface TeeRange {
  /** Of the scenario: `tee.effects.load.ratio`. */
  readonly path: string;
  /** What the scenario takes; outside of the range where the scenario says so itself. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly unit: string;
  /** What low and high are. */
  readonly spread: string;
  /** The citation. */
  readonly source: string;
}
