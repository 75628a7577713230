import { drawExponential } from '../../random/gamma-sampler.js';
import type { UniformStream } from '../../random/types.js';
import type { RequestsPerSecond, Seconds } from '../../units.js';
import type { PiecewiseConfig } from '../config.js';
import type { ArrivalProcess } from '../types.js';

/**
 * Poisson arrivals at a piecewise constant rate: the points of a unit-rate process, carried
 * through the inverse of the cumulative rate. Exact, also across segment borders.
 */
export class PiecewiseArrivals implements ArrivalProcess {
  readonly #stream: UniformStream;
  readonly #repeat: boolean;
  /** Start of each segment within the cycle, in seconds and in expected arrivals; one more: its end. */
  readonly #startSeconds: Float64Array;
  readonly #startArrivals: Float64Array;
  readonly #rates: Float64Array;
  #segment = 0;
  #cycle = 0;
  /** The last arrival, in expected arrivals since the start of the cycle. */
  #position = 0;

  constructor(config: PiecewiseConfig, stream: UniformStream) {
    const count = config.segments.length;
    this.#stream = stream;
    this.#repeat = config.repeat;
    this.#startSeconds = new Float64Array(count + 1);
    this.#startArrivals = new Float64Array(count + 1);
    this.#rates = new Float64Array(count);
    config.segments.forEach((segment, i) => {
      this.#rates[i] = segment.rate;
      this.#startSeconds[i + 1] = (this.#startSeconds[i] as number) + segment.seconds;
      this.#startArrivals[i + 1] =
        (this.#startArrivals[i] as number) + segment.seconds * segment.rate;
    });
  }

  next(): Seconds {
    const count = this.#rates.length;
    this.#position += drawExponential(this.#stream);
    while (this.#segment < count && this.#position >= this.#arrivalsBefore(this.#segment + 1)) {
      this.#segment++;
      if (this.#segment === count && this.#repeat) this.#enterNextCycle();
    }
    if (this.#segment === count) return Number.POSITIVE_INFINITY;
    const within = this.#position - this.#arrivalsBefore(this.#segment);
    const cycleSeconds = this.#startSeconds[count] as number;
    const segmentStart = this.#startSeconds[this.#segment] as number;
    const offset = within / (this.#rates[this.#segment] as number);
    return this.#cycle * cycleSeconds + segmentStart + offset;
  }

  /** Skips whole cycles at once: a gap may span many when the rate is low. */
  #enterNextCycle(): void {
    const perCycle = this.#arrivalsBefore(this.#rates.length);
    if (perCycle === 0) return;
    const cycles = Math.floor(this.#position / perCycle);
    this.#cycle += cycles;
    this.#position -= cycles * perCycle;
    this.#segment = 0;
  }

  #arrivalsBefore(segment: number): number {
    return this.#startArrivals[segment] as number;
  }
}

/** Exact: the integral of the rate over [0, horizon), divided by the horizon. */
export function piecewiseMeanRate(config: PiecewiseConfig, horizon: Seconds): RequestsPerSecond {
  const cycleSeconds = config.segments.reduce((sum, segment) => sum + segment.seconds, 0);
  const cycles = config.repeat ? Math.floor(horizon / cycleSeconds) : 0;
  const whole = cycles === 0 ? 0 : cycles * arrivalsWithin(config, cycleSeconds);
  return (whole + arrivalsWithin(config, horizon - cycles * cycleSeconds)) / horizon;
}

/** Expected arrivals in the first `seconds` of a cycle. */
function arrivalsWithin(config: PiecewiseConfig, seconds: Seconds): number {
  let left = seconds;
  let arrivals = 0;
  for (const segment of config.segments) {
    arrivals += segment.rate * Math.min(left, segment.seconds);
    left -= Math.min(left, segment.seconds);
  }
  return arrivals;
}
