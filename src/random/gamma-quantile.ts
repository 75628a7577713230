import { gammaTails, gammaWeight, logGamma } from './gamma-function.js';
import { normalQuantile } from './normal.js';

/** From this shape on the Cornish–Fisher expansion alone is within 1e-13. */
const EXPANSION_FROM = 1e5;
/** Below this the first term of the series inverts P exactly: the next is smaller by x. */
const FIRST_TERM_BELOW = 1e-17;
/** Far below any draw, far above where the tail underflows and has no logarithm. */
const SMALLEST_TAIL = 1e-200;
const RELATIVE_TOLERANCE = 1e-15;
const MAX_STEPS = 60;

/**
 * The quantile of the gamma distribution with unit scale, relative error about 1e-12.
 *
 * Newton's method on the logarithm of the smaller tail as a function of ln x. Both logarithms
 * are concave there, so after the first step it approaches from one side and cannot diverge.
 *
 * @param shape > 0
 * @param u in (0, 1); below 1e-200 the quantile at 1e-200.
 */
export function gammaQuantile(shape: number, u: number): number {
  const p = Math.max(u, SMALLEST_TAIL);
  const z = normalQuantile(p);
  if (shape >= EXPANSION_FROM) return cornishFisher(shape, z);
  const small = Math.exp((Math.log(p) + logGamma(shape + 1)) / shape);
  if (small < FIRST_TERM_BELOW) return small;
  return refine(shape, p, firstGuess(shape, z, small));
}

function firstGuess(shape: number, z: number, small: number): number {
  if (shape < 1) return Math.min(small, shape + 1);
  // Wilson and Hilferty: the cube root of a gamma variable is nearly normal.
  const root = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  return root > 0.1 ? shape * root ** 3 : small;
}

function refine(shape: number, u: number, guess: number): number {
  let x = guess;
  for (let i = 0; i < MAX_STEPS; i++) {
    const step = newtonStep(shape, u, x);
    // A step of more than e^±2 leaves the region where the tangent says anything.
    x *= Math.exp(Math.max(-2, Math.min(2, step)));
    if (Math.abs(step) < RELATIVE_TOLERANCE) break;
  }
  return x;
}

/** The change of ln x that brings the tangent of ln(tail) to its target. */
function newtonStep(shape: number, u: number, x: number): number {
  const tails = gammaTails(shape, x);
  const slope = shape * gammaWeight(shape, x);
  return u <= 0.5
    ? (Math.log(u / tails.lower) * tails.lower) / slope
    : (Math.log(tails.upper / (1 - u)) * tails.upper) / slope;
}

/** Cornish–Fisher expansion of the gamma quantile in 1/√shape; Goldstein, CACM 16 (1973). */
function cornishFisher(shape: number, z: number): number {
  const root = Math.sqrt(shape);
  const z2 = z * z;
  const c2 = (z2 - 1) / 3;
  const c3 = (z * (z2 - 7)) / 36;
  const c4 = -(3 * z2 * z2 + 7 * z2 - 16) / 810;
  const c5 = (z * (9 * z2 * z2 + 256 * z2 - 433)) / 38880;
  return shape + root * z + c2 + c3 / root + c4 / shape + c5 / (shape * root);
}
