import type { RequestsPerSecond, Seconds } from '../../units.js';
import type { BurstyPreset } from '../bursty-presets.js';
import type { BurstyConfig, FirstArrival, Range } from '../config.js';
import {
  add,
  type Complex,
  decayMean,
  divide,
  exponential,
  logMean,
  multiply,
  ONE,
  scale,
  subtract,
} from './complex.js';
import { invertLaplace } from './laplace-inversion.js';

const MAX_DOUBLINGS = 100;
/** As exact as the inversion is. */
const RELATIVE_TOLERANCE = 1e-9;

/**
 * The mean rate of a bursty process over [0, horizon): within 1e-5.
 *
 * A period of duration D and rate R holds a Poisson number of requests until D and one more
 * that ends it, at D + Exp(R). So bursts and idle periods form an alternating renewal process
 * whose transforms are elementary, and the expected count is a numerical inversion. There is no
 * shorter way: with idle rates down to 0 the mean silence E[1/R] is infinite, so the mean rate
 * keeps falling as the horizon grows, like 1/ln(horizon).
 */
export function burstyMeanRate(config: BurstyConfig, horizon: Seconds): RequestsPerSecond {
  const unscaledHorizon = horizon * config.timeScale;
  const first = config.first === 'immediate' ? 1 : 0;
  const after = invertLaplace((s) => countTransform(config, s), unscaledHorizon);
  return (first + after) / horizon;
}

/**
 * The time compression at which a bursty process has the given mean rate over the horizon:
 * rates multiplied and durations divided by it. Undefined when there is none: a first request
 * at time 0 alone is a rate of 1/horizon.
 *
 * @param rate > 0. @param horizon > 0.
 */
export function timeScaleForRate(
  preset: BurstyPreset,
  rate: RequestsPerSecond,
  horizon: Seconds,
  first: FirstArrival = 'immediate',
): number | undefined {
  const rateAt = (timeScale: number): RequestsPerSecond =>
    burstyMeanRate({ process: 'bursty', ...preset, timeScale, first }, horizon);
  let low = 1;
  let high = 1;
  // The rate rises with the compression: more of the same arrivals fall before the horizon.
  for (let i = 0; rateAt(low) > rate; i++) {
    if (i === MAX_DOUBLINGS) return undefined;
    low /= 2;
  }
  for (let i = 0; rateAt(high) < rate; i++) {
    if (i === MAX_DOUBLINGS) return undefined;
    high *= 2;
  }
  while (high - low > RELATIVE_TOLERANCE * high) {
    const middle = Math.sqrt(low * high);
    if (rateAt(middle) < rate) low = middle;
    else high = middle;
  }
  return Math.sqrt(low * high);
}

/** The transform of E[arrivals in (0, t)] on the unscaled clock. */
function countTransform(config: BurstyConfig, s: Complex): Complex {
  const burst = periodTransforms(config.burstSeconds, config.burstRate, s);
  const idle = periodTransforms(config.idleSeconds, config.idleRate, s);
  const perCycle = add(burst.arrivals, multiply(burst.length, idle.arrivals));
  const cycles = subtract(ONE, multiply(burst.length, idle.length));
  return divide(divide(perCycle, cycles), s);
}

/** The transforms of a period's length and of the arrival density within it. */
function periodTransforms(
  seconds: Range,
  rate: Range,
  s: Complex,
): { length: Complex; arrivals: Complex } {
  // E e^{−sD} of a uniform D.
  const planned = multiply(
    exponential(scale(s, -seconds[0])),
    decayMean(scale(s, seconds[1] - seconds[0])),
  );
  const length = multiply(planned, meanOvershoot(rate, s));
  const meanRate = (rate[0] + rate[1]) / 2;
  const before = scale(divide(subtract(ONE, planned), s), meanRate);
  return { length, arrivals: add(before, length) };
}

/** E[R / (R + s)] of a uniform R: the transform of an exponential time at a random rate. */
function meanOvershoot(rate: Range, s: Complex): Complex {
  const lowest = add(s, { re: rate[0], im: 0 });
  const meanInverse = divide(logMean(divide({ re: rate[1] - rate[0], im: 0 }, lowest)), lowest);
  return subtract(ONE, multiply(s, meanInverse));
}
