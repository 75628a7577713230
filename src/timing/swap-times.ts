import { type DurationQuantile, durationQuantile } from '../random/distributions.js';
import type { ModelIndex, Seconds } from '../units.js';
import type { DiskSwap, IndependentSwap, MeanSd, SwapTiming } from './config.js';
import type { SwapHistory } from './types.js';

/** How long loading and unloading one model take; `u` is a quantile in (0, 1). */
export interface SwapTimes {
  load(history: SwapHistory, u: number): Seconds;
  unload(u: number): Seconds;
}

/** The swap times that a configuration describes. @param model the index of the model they are for. */
export function createSwapTimes(timing: SwapTiming, model: ModelIndex): SwapTimes {
  return timing.form === 'disk' ? new DiskTimes(timing, model) : new IndependentTimes(timing);
}

/** Drawn independently of history, but for the first load of a run. */
class IndependentTimes implements SwapTimes {
  readonly #load: DurationQuantile;
  readonly #firstLoad: DurationQuantile;
  readonly #unload: DurationQuantile;

  constructor(swap: IndependentSwap) {
    const quantile = ({ mean, sd }: MeanSd): DurationQuantile =>
      durationQuantile(swap.family, mean, sd);
    this.#load = quantile(swap.load);
    this.#firstLoad = quantile(swap.firstLoad ?? swap.load);
    this.#unload = quantile(swap.unload);
  }

  load(history: SwapHistory, u: number): Seconds {
    return history.first ? this.#firstLoad.at(u) : this.#load.at(u);
  }

  unload(u: number): Seconds {
    return this.#unload.at(u);
  }
}

/** The profiled load, plus reading from disk what the page cache no longer holds. */
class DiskTimes implements SwapTimes {
  readonly #swap: DiskSwap;
  readonly #model: ModelIndex;
  readonly #wholeRead: Seconds;
  readonly #ratio: DurationQuantile;

  constructor(swap: DiskSwap, model: ModelIndex) {
    this.#swap = swap;
    this.#model = model;
    this.#wholeRead = swap.weightsGiB / swap.diskGiBPerSecond;
    this.#ratio = durationQuantile(swap.family, 1, swap.cv);
  }

  load(history: SwapHistory, u: number): Seconds {
    const mean = this.#swap.load + this.#wholeRead * this.#uncachedShare(history);
    return mean * this.#ratio.at(u);
  }

  unload(_u: number): Seconds {
    return this.#swap.unload;
  }

  #uncachedShare(history: SwapHistory): number {
    const { first, returning, otherwise } = this.#swap.uncached;
    if (history.first) return first;
    // Reloading what was loaded last is what the profile measured: nothing comes from disk.
    if (history.previous === this.#model) return 0;
    return history.beforePrevious === this.#model ? returning : otherwise;
  }
}
