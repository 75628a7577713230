import { InvariantError } from '../errors.js';
import type { RunKey } from '../random/types.js';
import type { GiB, ModelIndex, Seconds } from '../units.js';
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
}

class ProfileTiming implements Timing {
  readonly busyLoopInferenceRate: number;
  readonly #models: readonly ModelTimes[];
  readonly #write: TimingConfig['write'];
  readonly #added: TimingConfig['added'];

  constructor(config: TimingConfig, runQuantile: number | undefined) {
    this.busyLoopInferenceRate = config.busyLoopInferenceRate;
    this.#write = config.write;
    this.#added = config.added;
    this.#models = config.models.map((model, index) => ({
      config: model,
      batch: createBatchTimes(model.batch),
      swap: createSwapTimes(model.swap, index, runQuantile),
    }));
  }

  loadSeconds(model: ModelIndex, history: SwapHistory, u: number): Seconds {
    return this.#model(model).swap.load(history, u) + this.#added.perSwapSeconds;
  }

  unloadSeconds(model: ModelIndex, u: number): Seconds {
    return this.#model(model).swap.unload(u);
  }

  prefetchSeconds(model: ModelIndex, history: SwapHistory, u: number): Seconds {
    return this.#prefetchOf(model).seconds(history, u);
  }

  prefetchGiB(model: ModelIndex, history: SwapHistory): GiB {
    return this.#prefetchOf(model).giB(history);
  }

  batchSeconds(model: ModelIndex, size: number, u: number): Seconds {
    return this.#model(model).batch.at(size, u) + this.#added.perBatchSeconds;
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
