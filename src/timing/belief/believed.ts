import type { ModelIndex, Seconds } from '../../units.js';
import { addedToBatch } from '../added.js';
import { type BatchTimes, createBatchTimes } from '../batch-times.js';
import type { BelievedModel, MeanSd } from '../config.js';
import type { BelievedTiming } from '../types.js';

/**
 * What a scheduler believes: the profiled tables, whatever the hardware does in this run.
 * A batch larger than the table is defined for is believed to take for ever (Infinity).
 */
export function createBelievedTiming(models: readonly BelievedModel[]): BelievedTiming {
  return new ProfiledBelief(models);
}

class ProfiledBelief implements BelievedTiming {
  readonly #models: readonly BelievedModel[];
  readonly #batches: readonly BatchTimes[];

  constructor(models: readonly BelievedModel[]) {
    // Frozen, because a strategy gets these objects and must not change what others believe.
    this.#models = models.map((model) => ({
      ...model,
      load: Object.freeze({ ...model.load }),
      unload: Object.freeze({ ...model.unload }),
    }));
    this.#batches = models.map((model) => createBatchTimes(model.batch));
  }

  loadSeconds(model: ModelIndex): MeanSd {
    return this.#model(model).load;
  }

  unloadSeconds(model: ModelIndex): MeanSd {
    return this.#model(model).unload;
  }

  batchSeconds(model: ModelIndex, size: number): Seconds {
    const times = this.#batches[model];
    const known = this.#models[model];
    if (times === undefined || known === undefined) throw unknownModel(model, this.#models.length);
    return times.mean(size) + addedToBatch(known.added, size);
  }

  bestBatch(model: ModelIndex): number {
    return this.#model(model).bestBatch;
  }

  maxBatch(model: ModelIndex): number {
    return this.#model(model).maxBatch;
  }

  #model(model: ModelIndex): BelievedModel {
    const believed = this.#models[model];
    if (believed === undefined) throw unknownModel(model, this.#models.length);
    return believed;
  }
}

/** Not an InvariantError: whoever asks may be a strategy of the user's. */
function unknownModel(model: ModelIndex, models: number): RangeError {
  return new RangeError(`no model ${model}: the run has ${models}, counted from 0`);
}
