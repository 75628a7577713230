import { InvariantError } from '../errors.js';
import type { RunKey } from '../random/types.js';
import type { GiB, ModelIndex, Seconds } from '../units.js';
import { addedToBatch, addedToLoad } from './added.js';
import { type BatchTimes, createBatchTimes } from './batch-times.js';
import type { ModelTiming, TimingConfig } from './config.js';
import type { PrefetchPart, SwapTimes } from './swap-part.js';
import { createSwapTimes } from './swap-times.js';
import type { SwapHistory, Timing } from './types.js';

/**
 * What the hardware takes, as a scenario's resolved timing describes it.
 * @param key of the run, from which the factor comes that all its loads share; without it the
 *   factor is 1.
 */
export function createTiming(config: TimingConfig, key?: RunKey): Timing {
  return new ProfileTiming(config, key?.keyed('swap speed of the run').at(0, 0));
}

interface ModelTimes {
  readonly config: ModelTiming;
  readonly batch: BatchTimes;
  readonly swap: SwapTimes;
  readonly addedLoadSeconds: Seconds;
}

class ProfileTiming implements Timing {
  readonly busyLoopInferenceRate: number;
  readonly #models: readonly ModelTimes[];
  readonly #write: TimingConfig['write'];

  constructor(config: TimingConfig, runQuantile: number | undefined) {
    this.busyLoopInferenceRate = config.busyLoopInferenceRate;
    this.#write = config.write;
    this.#models = config.models.map((model, index) => ({
      config: model,
      batch: createBatchTimes(model.batch),
      swap: createSwapTimes(model.swap, index, runQuantile),
      addedLoadSeconds: addedToLoad(model.added, model.weightsGiB),
    }));
  }

  loadSeconds(model: ModelIndex, history: SwapHistory, u: number): Seconds {
    const { config, swap, addedLoadSeconds } = this.#model(model);
    const first = history.first ? config.added.firstLoadSeconds : 0;
    return swap.load(history, u) + addedLoadSeconds + first;
  }

  unloadSeconds(model: ModelIndex, u: number): Seconds {
    const { config, swap } = this.#model(model);
    return swap.unload(u) + config.added.perUnloadSeconds;
  }

  prefetchSeconds(model: ModelIndex, history: SwapHistory, u: number): Seconds {
    return this.#prefetchOf(model).seconds(history, u);
  }

  prefetchGiB(model: ModelIndex, history: SwapHistory): GiB {
    return this.#prefetchOf(model).giB(history);
  }

  batchSeconds(model: ModelIndex, size: number, u: number): Seconds {
    const { config, batch } = this.#model(model);
    return batch.at(size, u) + addedToBatch(config.added, size);
  }

  writeSeconds(size: number): Seconds {
    return this.#write.baseSeconds + this.#write.perRequestSeconds * size;
  }

  busyLoopLoadExtraSeconds(model: ModelIndex): Seconds {
    return this.#model(model).config.busyLoopLoadExtraSeconds;
  }

  weightsGiB(model: ModelIndex): GiB {
    return this.#model(model).config.weightsGiB;
  }

  maxBatch(model: ModelIndex): number {
    return this.#model(model).config.maxBatch;
  }

  definedUpTo(model: ModelIndex): number {
    return this.#model(model).batch.definedUpTo;
  }

  #prefetchOf(model: ModelIndex): PrefetchPart {
    const { prefetch } = this.#model(model).swap;
    if (prefetch === null) throw new InvariantError('loads known as a whole only', { model });
    return prefetch;
  }

  #model(model: ModelIndex): ModelTimes {
    const times = this.#models[model];
    if (times === undefined) {
      throw new InvariantError('no timing for this model', { model, models: this.#models.length });
    }
    return times;
  }
}
