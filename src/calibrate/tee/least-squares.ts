import { combined, type Uncertain } from './uncertainty.js';

/** An observation of a sum of terms, each a coefficient times what the term is here. */
export interface Observation {
  /** What each term is multiplied with: one or two. */
  readonly terms: readonly number[];
  readonly y: Uncertain;
  /** > 0. */
  readonly weight: number;
}

/**
 * Weighted least squares with one or two coefficients. These are linear in the observations, so
 * their uncertainty is that of the observations, whatever the weights. Where no observation was
 * repeated it is taken from the residuals, if there are more observations than coefficients.
 * @returns the coefficients; undefined when the observations do not determine them.
 */
export function leastSquares(
  observations: readonly Observation[],
): readonly Uncertain[] | undefined {
  const rows = solutionRows(observations);
  if (rows === undefined) return undefined;
  const coefficients = rows.map((row) =>
    combined(observations.map(({ y }, at) => ({ factor: row[at] ?? 0, of: y }))),
  );
  const freedom = observations.length - rows.length;
  if (freedom < 1 || observations.some(({ y }) => y.components !== null)) return coefficients;
  const residual = observations.reduce((sum, { terms, y, weight }) => {
    const fitted = terms.reduce(
      (total, term, j) => total + term * (coefficients[j]?.value ?? 0),
      0,
    );
    return sum + weight * (y.value - fitted) ** 2;
  }, 0);
  return coefficients.map(({ value }, j) => {
    const spread = observations.reduce(
      (sum, { weight }, at) => sum + (rows[j]?.[at] ?? 0) ** 2 / weight,
      0,
    );
    return { value, components: [{ variance: (residual / freedom) * spread, freedom }] };
  });
}

/** Beyond this two terms are too much alike to be told apart. */
const SINGULAR = 1e-12;

/** By coefficient, then by observation: what the observation is multiplied with. */
function solutionRows(observations: readonly Observation[]): readonly number[][] | undefined {
  const sum = (i: number, j: number): number =>
    observations.reduce(
      (total, { terms, weight }) => total + weight * (terms[i] ?? 0) * (terms[j] ?? 0),
      0,
    );
  const [a, b, d] = [sum(0, 0), sum(0, 1), sum(1, 1)];
  if (observations[0]?.terms.length === 1) {
    if (!(a > 0)) return undefined;
    return [observations.map(({ terms: [term = 0], weight }) => (weight * term) / a)];
  }
  const determinant = a * d - b * b;
  if (!(determinant > SINGULAR * a * d)) return undefined;
  const row = (one: number, other: number): number[] =>
    observations.map(
      ({ terms: [first = 0, second = 0], weight }) =>
        (weight * (one * first + other * second)) / determinant,
    );
  return [row(d, -b), row(-b, a)];
}
