/** Arithmetic mean; NaN of nothing. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Sample covariance (n − 1) of pairs; NaN for fewer than two. `a` and `b` are equally long. */
export function covarianceOf(a: readonly number[], b: readonly number[]): number {
  if (a.length < 2) return Number.NaN;
  const meanA = meanOf(a);
  const meanB = meanOf(b);
  const products = a.map((value, at) => (value - meanA) * ((b[at] as number) - meanB));
  return products.reduce((sum, product) => sum + product, 0) / (a.length - 1);
}

/**
 * Sample variance (n − 1); exactly 0 when the values are the same by `isConstant`, NaN for fewer
 * than two.
 */
export function varianceOf(values: readonly number[], scale?: number): number {
  return values.length > 1 && isConstant(values, scale) ? 0 : covarianceOf(values, values);
}

/** How far apart values may be, relative to their scale, that only rounding tells apart. */
const ROUNDING = 1e-12;

/**
 * Whether all values are the same up to rounding.
 * @param scale the size of the numbers they were computed from; that of the largest if not given.
 */
export function isConstant(values: readonly number[], scale = largestSize(values)): boolean {
  const [first] = values;
  if (values.every((value) => value === first)) return true;
  const lowest = values.reduce((low, value) => Math.min(low, value));
  const highest = values.reduce((high, value) => Math.max(high, value));
  return highest - lowest <= ROUNDING * scale;
}

/** The largest absolute value; 0 of nothing. */
export function largestSize(values: readonly number[]): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}
