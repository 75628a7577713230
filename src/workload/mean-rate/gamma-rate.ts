import { gammaTails } from '../../random/gamma-function.js';
import { normalCdf } from '../../random/normal.js';
import type { RequestsPerSecond, Seconds } from '../../units.js';
import type { GammaConfig } from '../config.js';
import {
  type Complex,
  decayMean,
  divide,
  exponential,
  logMean,
  multiply,
  scale,
} from './complex.js';
import { invertLaplace } from './laplace-inversion.js';

/** From this shape on gaps are so even that the count has steps, which inversion would blur. */
const STEPPED_FROM_SHAPE = 4;
/** From this expected count on the asymptote is within 0.05 % whatever the steps. */
const ASYMPTOTE_FROM = 1000;
/** Shapes above which a sum of gaps is normal enough (Wilson–Hilferty: error below 1e-6). */
const NORMAL_FROM = 1e5;
/** How many standard deviations of the count around its mean are summed over. */
const SPREAD = 10;
const NEGLIGIBLE = 1e-13;

/** The mean rate of a gamma renewal process over [0, horizon): within 0.05 %. */
export function gammaMeanRate(config: GammaConfig, horizon: Seconds): RequestsPerSecond {
  const first = config.first === 'immediate' ? 1 : 0;
  return (first + renewalFunction(config.shape, config.rate * horizon)) / horizon;
}

/** E[renewals in (0, t)] for gamma gaps of mean 1. */
function renewalFunction(shape: number, t: number): number {
  if (shape < STEPPED_FROM_SHAPE) return invertLaplace((s) => renewalTransform(shape, s), t);
  if (t > ASYMPTOTE_FROM) return t + (1 / shape - 1) / 2;
  return sumOfRenewals(shape, t);
}

/** φ/(1 − φ)/s with φ = (1 + s/shape)^−shape = e^−z, where 1 − e^−z must not cancel. */
function renewalTransform(shape: number, s: Complex): Complex {
  const z = multiply(s, logMean(scale(s, 1 / shape)));
  const one = multiply(multiply(z, decayMean(z)), s);
  return divide(exponential(scale(z, -1)), one);
}

/** Σ P(n-th renewal ≤ t); the first terms, far below t, are 1. */
function sumOfRenewals(shape: number, t: number): number {
  const certain = Math.max(0, Math.floor(t - SPREAD * Math.sqrt(t / shape)) - 1);
  let sum = certain;
  for (let n = certain + 1; ; n++) {
    const term = renewalBefore(n * shape, t * shape);
    sum += term;
    if (term < NEGLIGIBLE) return sum;
  }
}

function renewalBefore(shape: number, t: number): number {
  if (shape < NORMAL_FROM) return gammaTails(shape, t).lower;
  return normalCdf(3 * Math.sqrt(shape) * (Math.cbrt(t / shape) - 1 + 1 / (9 * shape)));
}
