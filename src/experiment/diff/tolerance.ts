/**
 * Whether two numbers differ by more than a share of the larger one. Two that are not numbers do
 * not differ; one that is none differs from any.
 * @param tolerance ≥ 0; at 0 any difference counts.
 */
export function differs(a: number, b: number, tolerance: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return false;
  if (!(Number.isFinite(a) && Number.isFinite(b))) return true;
  return Math.abs(a - b) > tolerance * Math.max(Math.abs(a), Math.abs(b));
}

/** The difference as a share of the larger number. */
export function relativeDifference(a: number, b: number): number {
  return a === b ? 0 : Math.abs(b - a) / Math.max(Math.abs(a), Math.abs(b));
}
