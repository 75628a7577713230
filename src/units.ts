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
/** Gibibytes per second, > 0. */
export type GiBPerSecond = Flavour<'GiB/s'>;
/** A share of a whole, in [0, 1]. */
export type Fraction = Flavour<'fraction'>;

/** The position of a model in `Scenario.models`; 0, 1, 2, … */
export type ModelIndex = number;

const MIB_PER_GIB = 1024;

/** Converts mebibytes, the unit of `nvidia-smi`, to gibibytes. */
export function gibFromMib(mib: number): GiB {
  return mib / MIB_PER_GIB;
}

/** The trace viewers' unit: microseconds. */
export function microseconds(seconds: Seconds): number {
  return seconds * 1e6;
}
