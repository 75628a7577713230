/** A number estimated from measurements. */
export interface Estimate {
  readonly value: number;
  /** Standard error, in the unit of the value; NaN when one measurement cannot tell. */
  readonly standardError: number;
  /** Measurements it rests on; 0: derived from others. */
  readonly n: number;
  /** Why not to trust it; null when there is no reason. */
  readonly weaklyIdentified: string | null;
}

/** A mean duration and its spread, in seconds. */
export interface DurationEstimate extends Estimate {
  /** Standard deviation of single durations around `value`. */
  readonly sd: number;
}

/** Mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation of a sample (n − 1); NaN of fewer than two values. */
export function sampleSd(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return values.length < 2 ? Number.NaN : Math.sqrt(squares / (values.length - 1));
}

/**
 * The quantile of sorted values at `p` in [0, 1], with straight lines between neighbours
 * (Hyndman and Fan 1996, definition 7).
 */
export function quantileOf(sorted: readonly number[], p: number): number {
  const position = p * (sorted.length - 1);
  const left = Math.min(Math.floor(position), Math.max(0, sorted.length - 2));
  const low = sorted[left] ?? Number.NaN;
  const high = sorted[left + 1] ?? low;
  return low + (position - left) * (high - low);
}

/** Ascending copy. */
export function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

/** Values by key, in the order of first appearance. */
export function groupBy<T>(values: Iterable<T>, key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const name = key(value);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [value]);
    else group.push(value);
  }
  return groups;
}
