import type { Fraction, ModelIndex, Seconds } from '../../../../units.js';

/** What was decided so long ago counts e times less, s: fairness is owed for a while, not for ever. */
const MEMORY_SECONDS = 1200;

/** How each model has fared so far, as a strategy has seen it: the share of requests on time. */
export class Standing {
  /** Requests served on time, and requests that were served or given up, both forgotten slowly. */
  readonly #onTime: Float64Array;
  readonly #decided: Float64Array;
  #at: Seconds = Number.NaN;

  constructor(models: number) {
    this.#onTime = new Float64Array(models);
    this.#decided = new Float64Array(models);
  }

  /** Of `decided` requests of `model`, served or given up by now, `onTime` were on time. */
  note(model: ModelIndex, onTime: number, decided: number, now: Seconds): void {
    this.#forget(now);
    this.#onTime[model] = (this.#onTime[model] as number) + onTime;
    this.#decided[model] = (this.#decided[model] as number) + decided;
  }

  /** Attainment of `model`; one request on time is assumed on top, so that it is never 0. */
  attainment(model: ModelIndex): Fraction {
    return (1 + (this.#onTime[model] as number)) / (1 + (this.#decided[model] as number));
  }

  /** The attainment of the model that fares best. */
  best(): Fraction {
    let best = 0;
    for (let model = 0; model < this.#decided.length; model++) {
      best = Math.max(best, this.attainment(model));
    }
    return best;
  }

  #forget(now: Seconds): void {
    if (now > this.#at) {
      const kept = Math.exp((this.#at - now) / MEMORY_SECONDS);
      for (let model = 0; model < this.#decided.length; model++) {
        this.#onTime[model] = (this.#onTime[model] as number) * kept;
        this.#decided[model] = (this.#decided[model] as number) * kept;
      }
    }
    this.#at = now;
  }
}
