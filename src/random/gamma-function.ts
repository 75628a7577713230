/** Above this the Stirling series with six terms is exact to double precision. */
const STIRLING_FROM = 10;
const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
const EPSILON = 2 ** -53;
const MAX_ITERATIONS = 1_000_000;
/** Lentz's method: stands for a zero denominator. */
const TINY = 1e-300;

/** Both tails of a distribution function at one point; each is accurate where it is small. */
export interface Tails {
  /** P(X ≤ x). */
  readonly lower: number;
  /** P(X > x). */
  readonly upper: number;
}

/** ln Γ(x) for x > 0, to about 1e-15 (absolute below 1, relative above). */
export function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  while (shifted < STIRLING_FROM) {
    product *= shifted;
    shifted += 1;
  }
  const series = (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI;
  return series + stirlingCorrection(shifted) - Math.log(product);
}

/** ln Γ(x) minus Stirling's formula, x ≥ 10; Abramowitz & Stegun 6.1.41. */
function stirlingCorrection(x: number): number {
  const y = 1 / (x * x);
  const tail = 1 / 1680 - y * (1 / 1188 - y * (691 / 360360));
  return (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y * tail))) / x;
}

/**
 * x^a e^{−x} / Γ(a + 1), for a > 0, x ≥ 0. For large a it is written around x = a, where the
 * plain form would lose digits to cancellation.
 */
export function gammaWeight(a: number, x: number): number {
  if (x === 0) return 0;
  if (a < STIRLING_FROM) return Math.exp(a * Math.log(x) - x - logGamma(a + 1));
  const relative = (x - a) / a;
  const exponent = a * (Math.log1p(relative) - relative) - stirlingCorrection(a);
  return Math.exp(exponent) / Math.sqrt(2 * Math.PI * a);
}

/**
 * The tails of the gamma distribution of shape `a` and unit scale at `x`: the regularised
 * incomplete gamma functions P(a, x) and Q(a, x), relative error about 1e-13 in the smaller.
 * Series below a + 1, continued fraction (modified Lentz) above; Abramowitz & Stegun 6.5.29,
 * 6.5.31. Takes O(√a) steps near x = a.
 *
 * @param a > 0
 * @param x ≥ 0
 */
export function gammaTails(a: number, x: number): Tails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const weight = gammaWeight(a, x);
  if (x < a + 1) {
    const lower = Math.min(1, weight * lowerSeries(a, x));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, weight * a * upperFraction(a, x));
  return { lower: 1 - upper, upper };
}

function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; n < MAX_ITERATIONS && term > sum * EPSILON; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < MAX_ITERATIONS; n++) {
    const numerator = n * (a - n);
    b += 2;
    d = 1 / nonZero(numerator * d + b);
    c = nonZero(b + numerator / c);
    const factor = c * d;
    fraction *= factor;
    if (Math.abs(factor - 1) <= 2 * EPSILON) break;
  }
  return fraction;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
