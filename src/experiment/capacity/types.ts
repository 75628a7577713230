/** What has to hold of a metric. */
export interface Target {
  readonly sense: 'at-least' | 'at-most';
  /** In the metric's unit; fractions in [0, 1]. */
  readonly value: number;
}

/** Where one looks, and how surely one wants to know. */
export interface CapacityPlan {
  /** Path of the metric, as in the summary. */
  readonly metric: string;
  readonly target: Target;
  /** The values that are simulated first: ascending, at least two. */
  readonly grid: readonly number[];
  /** Whether the value is a whole number; then so are those of the grid. */
  readonly whole: boolean;
  /** How near each other two values with different verdicts are brought, > 0. */
  readonly tolerance: number;
  /** The probability with which all verdicts of the search are right, in (0, 1). */
  readonly confidence: number;
  /** Replications that every value gets (≥ 2), and that an undecided one gets at most. */
  readonly replications: { readonly least: number; readonly most: number };
  /** How many variants of the scenario are searched, with the same random numbers. */
  readonly variants: number;
}

export type Verdict = 'holds' | 'fails' | 'undecided';

/** One value of a variant, simulated. */
export interface CapacityPoint {
  readonly x: number;
  /** The metric in replications 0, 1, …; NaN where it is not defined. */
  readonly values: readonly number[];
}

/** What is said of one value. */
export interface JudgedPoint extends CapacityPoint {
  /** NaN when the metric was defined in no replication. */
  readonly mean: number;
  /**
   * The one-sided ends by which the verdict is given: each is wrong with the probability that one
   * statement may take of the whole search's. Null for fewer than two replications.
   */
  readonly ends: readonly [low: number, high: number] | null;
  /** Replications in which the metric was defined. */
  readonly n: number;
  /** Several replications agree exactly: the verdict is by their value, without an interval. */
  readonly noVariation: boolean;
  readonly verdict: Verdict;
}
