/** A weighted least-squares fit. */
export interface LeastSquares {
  /** Of each column. */
  readonly coefficients: readonly number[];
  /** Of each column, if every weight is 1 over the variance of its value. */
  readonly standardErrors: readonly number[];
  /** Weighted sum of squared residuals. */
  readonly chiSquare: number;
  /** Observations less coefficients. */
  readonly freedom: number;
}

/** What is left of a column beside those before it, as a share, to be told apart from them. */
const INDEPENDENT = 1e-9;

/**
 * Least squares by modified Gram-Schmidt (Å. Björck, BIT 7 (1967) 1), which needs no squares of
 * the columns' condition.
 * @param rows of observations: a number for each column.
 * @param weights > 0, of each observation.
 * @returns null if there are fewer observations than columns, or columns that depend on others.
 */
export function leastSquares(
  rows: readonly (readonly number[])[],
  values: readonly number[],
  weights: readonly number[],
): LeastSquares | null {
  const columns = rows[0]?.length ?? 0;
  if (columns === 0 || rows.length < columns) return null;
  const roots = weights.map(Math.sqrt);
  const basis = Array.from({ length: columns }, (_, column) =>
    rows.map((row, at) => (row[column] ?? Number.NaN) * (roots[at] ?? Number.NaN)),
  );
  const residual = values.map((value, at) => value * (roots[at] ?? Number.NaN));
  const factored = factor(basis, residual);
  if (factored === null) return null;
  const inverse = inverseOf(factored.upper);
  const coefficients = inverse.map((row) => dot(row, factored.projected));
  return {
    coefficients,
    standardErrors: inverse.map((row) => Math.sqrt(dot(row, row))),
    chiSquare: dot(residual, residual),
    freedom: rows.length - columns,
  };
}

interface Factored {
  /** Upper triangle, by row. */
  readonly upper: readonly (readonly number[])[];
  readonly projected: readonly number[];
}

/** Makes the columns orthonormal, and takes what they explain out of the residual, in place. */
function factor(basis: number[][], residual: number[]): Factored | null {
  const upper = basis.map(() => new Array<number>(basis.length).fill(0));
  const projected: number[] = [];
  const sizes = basis.map((column) => Math.sqrt(dot(column, column)));
  for (const [at, column] of basis.entries()) {
    const size = Math.sqrt(dot(column, column));
    if (!(size > INDEPENDENT * (sizes[at] ?? 0))) return null;
    for (const [row, value] of column.entries()) column[row] = value / size;
    const own = upper[at] ?? [];
    own[at] = size;
    for (const [beyond, other] of basis.entries()) {
      if (beyond > at) own[beyond] = takeOut(column, other);
    }
    projected.push(takeOut(column, residual));
  }
  return { upper, projected };
}

/** Takes the part along a unit vector out of a vector. @returns how long that part was. */
function takeOut(unit: readonly number[], vector: number[]): number {
  const length = dot(unit, vector);
  for (const [at, value] of unit.entries()) vector[at] = (vector[at] ?? 0) - length * value;
  return length;
}

/** Of an upper triangle, column by column from the unit vectors. */
function inverseOf(upper: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const size = upper.length;
  const inverse = upper.map(() => new Array<number>(size).fill(0));
  for (let column = 0; column < size; column++) {
    for (let row = column; row >= 0; row--) {
      const own = upper[row] ?? [];
      const known = own.reduce((sum, value, at) => {
        return at > row ? sum + value * (inverse[at]?.[column] ?? 0) : sum;
      }, 0);
      const target = inverse[row];
      if (target !== undefined) {
        target[column] = ((row === column ? 1 : 0) - known) / (own[row] ?? Number.NaN);
      }
    }
  }
  return inverse;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
