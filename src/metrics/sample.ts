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

/** Sample variance (n − 1); exactly 0 when all values are the same, NaN for fewer than two. */
export function varianceOf(values: readonly number[]): number {
  return values.length > 1 && isConstant(values) ? 0 : covarianceOf(values, values);
}

/** Whether all values are the same. */
export function isConstant(values: readonly number[]): boolean {
  return values.every((value) => value === values[0]);
}
