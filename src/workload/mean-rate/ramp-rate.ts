import type { RequestsPerSecond, Seconds } from '../../units.js';
import type { RampConfig } from '../config.js';
import { rampRateAt } from '../processes/ramp.js';

/** Neighbouring nodes of the rate grid differ by this factor, unless that takes too many. */
const NODE_RATIO = 1.02;
const MAX_NODES = 400;
const STEPS_PER_SLOPE = 1200;
/** Periods alike to this relative difference are the periodic state. */
const PERIODIC_WITHIN = 1e-9;
const MAX_PERIODS = 200;
/** The L-stable two-stage diagonally implicit Runge–Kutta method of second order. */
const GAMMA = 1 - Math.SQRT1_2;

/**
 * The mean rate of a ramp process over [0, horizon): within 0.001 % for ramps like SINCERE's,
 * 0.1 % where the rate changes a thousandfold.
 *
 * The state is the rate at which the current gap was begun. Its density p moves by
 * dp/dt = −ρ p(ρ) + δ(ρ − r(t)) ∫ρ p: at an arrival it jumps to the rate r(t) of that moment.
 * This is solved on a grid of rates until it is periodic, and the expected count is ∫∫ρ p dt.
 */
export function rampMeanRate(config: RampConfig, horizon: Seconds): RequestsPerSecond {
  const gaps = new GapDensity(config);
  const period = config.upSeconds + config.downSeconds;
  const periods = Math.floor(horizon / period);
  let count = config.first === 'immediate' ? 1 : 0;
  let last = 0;
  for (let i = 0; i < periods; i++) {
    const now = gaps.arrivalsUntil(period);
    const settled = Math.abs(now - last) <= PERIODIC_WITHIN * now || i === MAX_PERIODS;
    count += settled ? now * (periods - i) : now;
    if (settled) break;
    last = now;
  }
  return (count + gaps.arrivalsUntil(horizon - periods * period)) / horizon;
}

/** The density of the rate of the current gap, on a geometric grid of rates. */
class GapDensity {
  readonly #config: RampConfig;
  readonly #rates: Float64Array;
  /** Probability at each node. */
  readonly #mass: Float64Array;
  readonly #stage: Float64Array;
  readonly #minRate: number;
  readonly #logRatio: number;

  constructor(config: RampConfig) {
    const { minRate, maxRate } = config;
    const spread = Math.log(maxRate / minRate);
    const intervals = Math.min(MAX_NODES, Math.ceil(spread / Math.log(NODE_RATIO)));
    this.#config = config;
    this.#minRate = minRate;
    this.#logRatio = intervals === 0 ? 1 : spread / intervals;
    this.#rates = Float64Array.from({ length: intervals + 1 }, (_, i) =>
      i === intervals ? maxRate : minRate * Math.exp(i * this.#logRatio),
    );
    this.#mass = new Float64Array(intervals + 1);
    this.#stage = new Float64Array(intervals + 1);
    this.#addAt(this.#mass, rampRateAt(config, 0), 1);
  }

  /** Moves on from the start of a period, at most to its end; returns the expected arrivals. */
  arrivalsUntil(time: Seconds): number {
    const { upSeconds, downSeconds } = this.#config;
    const up = Math.min(time, upSeconds);
    const down = Math.min(time - up, downSeconds);
    return this.#follow(0, up) + this.#follow(upSeconds, down);
  }

  /** Follows one slope, on which the rate is smooth, in equal steps. */
  #follow(start: Seconds, seconds: Seconds): number {
    const step = seconds / STEPS_PER_SLOPE;
    let count = 0;
    if (step > 0)
      for (let i = 0; i < STEPS_PER_SLOPE; i++) count += this.#step(start + i * step, step);
    return count;
  }

  #step(time: Seconds, step: Seconds): number {
    const mass = this.#mass;
    const stage = this.#stage;
    stage.set(mass);
    const first = this.#implicitStage(stage, time + GAMMA * step, GAMMA * step);
    // The start, and the first stage's slope over the rest of the step.
    const rest = (1 - GAMMA) / GAMMA;
    for (let i = 0; i < mass.length; i++) {
      mass[i] = (mass[i] as number) + rest * ((stage[i] as number) - (mass[i] as number));
    }
    const second = this.#implicitStage(mass, time + step, GAMMA * step);
    return step * ((1 - GAMMA) * first + GAMMA * second);
  }

  /**
   * Solves p = p₀ + h·f(p) in place, where f is diagonal but for the arrivals that all enter at
   * one rate; returns the arrival rate of the solution.
   */
  #implicitStage(mass: Float64Array, time: Seconds, h: Seconds): number {
    const rates = this.#rates;
    let leaving = 0;
    for (let i = 0; i < mass.length; i++) {
      const rate = rates[i] as number;
      const kept = (mass[i] as number) / (1 + h * rate);
      mass[i] = kept;
      leaving += rate * kept;
    }
    const entryRate = rampRateAt(this.#config, time);
    const arrivalRate = leaving / this.#shareStaying(entryRate, h);
    this.#addAt(mass, entryRate, h * arrivalRate, h);
    return arrivalRate;
  }

  /** Σ w/(1 + hρ) over the nodes at which a gap of this rate is entered. */
  #shareStaying(rate: RequestsPerSecond, h: Seconds): number {
    const low = this.#nodeBelow(rate);
    const weight = this.#lowerWeight(rate, low);
    const upper = low + 1 < this.#rates.length ? (1 - weight) / (1 + h * this.#rate(low + 1)) : 0;
    return weight / (1 + h * this.#rate(low)) + upper;
  }

  /** Enters `amount` at the nodes around `rate`, damped by an implicit step `h`. */
  #addAt(mass: Float64Array, rate: RequestsPerSecond, amount: number, h: Seconds = 0): void {
    const low = this.#nodeBelow(rate);
    const weight = this.#lowerWeight(rate, low);
    mass[low] = (mass[low] as number) + (weight * amount) / (1 + h * this.#rate(low));
    if (low + 1 < mass.length) {
      const share = ((1 - weight) * amount) / (1 + h * this.#rate(low + 1));
      mass[low + 1] = (mass[low + 1] as number) + share;
    }
  }

  /** The lower node's weight, such that the mean gap 1/rate is kept exactly. */
  #lowerWeight(rate: RequestsPerSecond, low: number): number {
    if (low + 1 === this.#rates.length) return 1;
    const below = 1 / this.#rate(low);
    const above = 1 / this.#rate(low + 1);
    return (1 / rate - above) / (below - above);
  }

  #nodeBelow(rate: RequestsPerSecond): number {
    const node = Math.floor(Math.log(rate / this.#minRate) / this.#logRatio);
    return Math.max(0, Math.min(node, this.#rates.length - 2));
  }

  #rate(node: number): RequestsPerSecond {
    return this.#rates[node] as number;
  }
}
