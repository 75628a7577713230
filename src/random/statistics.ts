import jstat from 'jstat';
import { InvariantError } from '../errors.js';

/**
 * Distribution functions and their inverses for intervals and tests, from jStat. Never on the
 * hot path, and the only file that imports jStat: a run that needs no interval need not load it.
 * The normal distribution is in `normal.ts`.
 */
const { jStat } = jstat;

/**
 * The value that Student's t with `df` degrees of freedom stays below with probability `p`, within
 * a relative 1e-7.
 * @param p in (0, 1). @param df > 0.
 * @throws InvariantError outside these ranges.
 */
export function studentTQuantile(p: number, df: number): number {
  requireProbability(p);
  requirePositive('df', df);
  // + 0: jStat's median is −0.
  return jStat.studentt.inv(p, df) + 0;
}

/** P(T ≤ x) for Student's t with `df` > 0 degrees of freedom. */
export function studentTCdf(x: number, df: number): number {
  requirePositive('df', df);
  // By the tail beta: jStat's own form, a beta with both parameters large, is wrong for large df.
  const tail = 0.5 * jStat.beta.cdf(df / (df + x * x), df / 2, 0.5);
  return x > 0 ? 1 - tail : tail;
}

/** P(X ≤ x) for chi-square with `df` > 0 degrees of freedom. */
export function chiSquareCdf(x: number, df: number): number {
  requirePositive('df', df);
  return jStat.chisquare.cdf(x, df);
}

/** The quantile of chi-square with `df` > 0 degrees of freedom at `p` in (0, 1). */
export function chiSquareQuantile(p: number, df: number): number {
  requireProbability(p);
  requirePositive('df', df);
  return jStat.chisquare.inv(p, df);
}

/**
 * P(X ≤ x) for the beta distribution with parameters `a`, `b` > 0; within 1e-6 while they sum to
 * less than 2·10⁴ (jStat stops its continued fraction after 100 terms).
 */
export function betaCdf(x: number, a: number, b: number): number {
  requirePositive('a', a);
  requirePositive('b', b);
  return jStat.beta.cdf(x, a, b);
}

/** The quantile of the beta distribution with parameters `a`, `b` > 0 at `p` in (0, 1). */
export function betaQuantile(p: number, a: number, b: number): number {
  requireProbability(p);
  requirePositive('a', a);
  requirePositive('b', b);
  return jStat.beta.inv(p, a, b);
}

/** P(X ≤ x) for the gamma distribution with `shape` and `scale` > 0. */
export function gammaCdf(x: number, shape: number, scale: number): number {
  requirePositive('shape', shape);
  requirePositive('scale', scale);
  return jStat.gamma.cdf(x, shape, scale);
}

function requireProbability(p: number): void {
  if (!(p > 0 && p < 1)) throw new InvariantError('a probability in (0, 1) is needed', { p });
}

function requirePositive(name: string, value: number): void {
  if (!(value > 0)) throw new InvariantError(`${name} > 0 is needed`, { [name]: value });
}
