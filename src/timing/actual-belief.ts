import type { ModelIndex, Seconds } from '../units.js';
import type { BelievedModel, MeanSd, TimingConfig } from './config.js';
import { withMeanDurations } from './mean-durations.js';
import { createTiming } from './timing.js';
import type { BelievedTiming, SwapHistory, Timing } from './types.js';

/**
 * A scheduler that knows the mean of every duration as this run draws them, but not what is drawn.
 * @param profiled for what no durations say: the spread, the best batch.
 */
export function createActualBelief(
  config: TimingConfig,
  profiled: readonly BelievedModel[],
): BelievedTiming {
  return new ActualBelief(config, profiled);
}

/** What a load is believed to follow when nobody says: any other model, not come back to. */
const ORDINARY: SwapHistory = { first: false, previous: -1, beforePrevious: -1 };

class ActualBelief implements BelievedTiming {
  readonly #timing: Timing;
  readonly #profiled: readonly BelievedModel[];

  constructor(config: TimingConfig, profiled: readonly BelievedModel[]) {
    this.#timing = createTiming(withMeanDurations(config));
    this.#profiled = profiled;
  }

  loadSeconds(model: ModelIndex, after: SwapHistory = ORDINARY): MeanSd {
    const { sd } = this.#model(model).load;
    return { mean: this.#timing.loadSeconds(model, after, MIDDLE), sd };
  }

  unloadSeconds(model: ModelIndex): MeanSd {
    const { sd } = this.#model(model).unload;
    return { mean: this.#timing.unloadSeconds(model, MIDDLE), sd };
  }

  batchSeconds(model: ModelIndex, size: number): Seconds {
    this.#model(model);
    if (size > this.#timing.definedUpTo(model)) return Number.POSITIVE_INFINITY;
    return this.#timing.batchSeconds(model, size, MIDDLE);
  }

  bestBatch(model: ModelIndex): number {
    return this.#model(model).bestBatch;
  }

  maxBatch(model: ModelIndex): number {
    return this.#model(model).maxBatch;
  }

  /** Not an InvariantError: whoever asks may be a strategy of the user's. */
  #model(model: ModelIndex): BelievedModel {
    const known = this.#profiled[model];
    if (known === undefined) {
      throw new RangeError(`no model ${model}: the run has ${this.#profiled.length}`);
    }
    return known;
  }
}

/** Any quantile will do: there is no chance in mean durations. */
const MIDDLE = 0.5;
