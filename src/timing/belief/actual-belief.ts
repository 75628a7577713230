import type { ModelIndex, Seconds } from '../../units.js';
import type { BelievedModel, MeanSd, TimingConfig } from '../config.js';
import { withMeanDurations } from '../mean-durations.js';
import { createTiming } from '../timing.js';
import type { BelievedTiming, SwapHistory, Timing } from '../types.js';

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

class ActualBelief implements BelievedTiming {
  readonly #timing: Timing;
  readonly #profiled: readonly BelievedModel[];
  /** By model: the mean of a load of which nobody says what it follows. */
  readonly #ordinaryLoads: readonly Seconds[];

  constructor(config: TimingConfig, profiled: readonly BelievedModel[]) {
    this.#timing = createTiming(withMeanDurations(config));
    this.#profiled = profiled;
    this.#ordinaryLoads = profiled.map((_, model) => this.#ordinaryLoad(model));
  }

  loadSeconds(model: ModelIndex, after?: SwapHistory): MeanSd {
    const { sd } = this.#model(model).load;
    if (after === undefined) return { mean: this.#ordinaryLoads[model] as Seconds, sd };
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

  /** It follows any other model, and does not come back to one: the mean over those. */
  #ordinaryLoad(model: ModelIndex): Seconds {
    const others = this.#profiled.map((_, other) => other).filter((other) => other !== model);
    // A model that is alone follows none.
    const after = others.length > 0 ? others : [-1];
    const sum = after.reduce((seconds, other) => {
      const history = { first: false, previous: other, beforePrevious: other };
      return seconds + this.#timing.loadSeconds(model, history, MIDDLE);
    }, 0);
    return sum / after.length;
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
