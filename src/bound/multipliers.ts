import type { BoundProblem } from './problem.js';
import type { PathBatch } from './visit-path.js';

/** By how much a step that did not lower the bound, so often in a row, makes the next ones shorter. */
const SHORTEN = 0.6;
const PATIENCE = 6;
/** How much of the direction of a step is that of the one before. */
const INERTIA = 0.5;

/** Prices by model and request, what a path gains by serving it (1 − price), and their sum. */
export interface Prices {
  readonly prices: readonly Float64Array[];
  readonly gains: readonly Float64Array[];
  readonly sum: number;
}

/**
 * The price of each request: what it costs a path to serve it. The bound is what the best path is
 * worth at these prices, plus their sum; every price in [0, 1] gives a bound (docs/bound.md, step 4).
 * Steps go against the subgradient (1 − times served), Polyak's length, with inertia.
 */
export class Multipliers implements Prices {
  readonly prices: readonly Float64Array[];
  /** 1 − price: what a path gains each time it serves the request. */
  readonly gains: readonly Float64Array[];
  readonly #directions: readonly Float64Array[];
  readonly #served: readonly Int32Array[];
  #length = 1;
  #failures = 0;
  #best = Number.POSITIVE_INFINITY;

  constructor({ models }: BoundProblem) {
    const lengths = models.map(({ arrivals }) => arrivals.length);
    this.prices = lengths.map((length) => new Float64Array(length));
    this.gains = lengths.map((length) => new Float64Array(length).fill(1));
    this.#directions = lengths.map((length) => new Float64Array(length));
    this.#served = lengths.map((length) => new Int32Array(length));
  }

  get sum(): number {
    let sum = 0;
    for (const prices of this.prices) for (const price of prices) sum += price;
    return sum;
  }

  /** The prices times a share in [0, 1]: prices as well. */
  scaled(share: number): Prices {
    const prices = this.prices.map((each) => each.map((price) => price * share));
    const gains = prices.map((each) => each.map((price) => 1 - price));
    return { prices, gains, sum: this.sum * share };
  }

  /** Begins anew with the length of steps, as on another grid. */
  restart(length: number): void {
    this.#length = length;
    this.#failures = 0;
    this.#best = Number.POSITIVE_INFINITY;
    for (const directions of this.#directions) directions.fill(0);
  }

  /** Whether steps have become too short to matter. */
  get isSettled(): boolean {
    return this.#length < 0.005;
  }

  /**
   * One step.
   * @param path the best at the present prices.
   * @param bound that they gave.
   * @param target what can be reached: no bound is below it.
   * @returns whether the path serves every request at most once and each with a price: it is optimal.
   */
  step(path: readonly PathBatch[], bound: number, target: number): void {
    if (bound < this.#best - 0.01) this.#failures = 0;
    else if (++this.#failures >= PATIENCE) {
      this.#length *= SHORTEN;
      this.#failures = 0;
    }
    this.#best = Math.min(this.#best, bound);
    this.#count(path);
    const norm = this.#turn();
    if (norm === 0) return;
    const step = (this.#length * Math.max(bound - target, 0.5)) / norm;
    for (const [model, prices] of this.prices.entries()) {
      const directions = this.#directions[model] as Float64Array;
      const gains = this.gains[model] as Float64Array;
      for (let i = 0; i < prices.length; i++) {
        const price = (prices[i] as number) - step * (directions[i] as number);
        prices[i] = Math.min(1, Math.max(0, price));
        gains[i] = 1 - (prices[i] as number);
      }
    }
  }

  #count(path: readonly PathBatch[]): void {
    for (const served of this.#served) served.fill(0);
    for (const { model, from, count } of path) {
      const served = this.#served[model] as Int32Array;
      for (let i = from; i < from + count; i++) served[i] = (served[i] as number) + 1;
    }
  }

  /** The new direction. @returns its squared length, without what would leave [0, 1]. */
  #turn(): number {
    let norm = 0;
    for (const [model, directions] of this.#directions.entries()) {
      const served = this.#served[model] as Int32Array;
      const prices = this.prices[model] as Float64Array;
      for (let i = 0; i < directions.length; i++) {
        const slope = 1 - (served[i] as number);
        const direction = slope + INERTIA * (directions[i] as number);
        const price = prices[i] as number;
        const leaves = direction > 0 ? price === 0 : price === 1;
        directions[i] = leaves ? 0 : direction;
        if (!leaves) norm += direction * direction;
      }
    }
    return norm;
  }
}
