/**
 * Flavoured numbers: a plain number may be given where a unit is asked for, but
 * one unit may not be given where another is. They cost nothing at run time.
 */
type Flavour<Unit extends string> = number & { readonly __unit?: Unit };

/** Seconds of simulated time (float64), ≥ 0, counted from the start of the run. */
export type Seconds = Flavour<'s'>;
/** Requests per second, > 0. */
export type RequestsPerSecond = Flavour<'req/s'>;
/** Gibibytes (2³⁰ bytes), ≥ 0. */
export type GiB = Flavour<'GiB'>;
/** A share of a whole, in [0, 1]. */
export type Fraction = Flavour<'fraction'>;

/** The position of a model in `Scenario.models`; 0, 1, 2, … */
export type ModelIndex = number;

/** The trace viewers' unit: microseconds. */
export function microseconds(seconds: Seconds): number {
  return seconds * 1e6;
}
