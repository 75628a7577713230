import { type DurationQuantile, durationQuantile } from '../random/distributions.js';
import type { ModelIndex, Seconds } from '../units.js';
import type { DiskSwap, HistorySwap, IndependentSwap, MeanSd, SwapTiming } from './config.js';
import { StagedTimes } from './stages.js';
import type { PrefetchPart, SwapTimes } from './swap-part.js';
import type { SwapHistory } from './types.js';

/**
 * The swap times that a configuration describes.
 * @param model the index of the model they are for.
 * @param runQuantile in (0, 1): how slow this run's loads are among those of all runs; undefined:
 *   as slow as they are on average.
 */
export function createSwapTimes(
  timing: SwapTiming,
  model: ModelIndex,
  runQuantile?: number,
): SwapTimes {
  if (timing.form === 'independent') return new IndependentTimes(timing);
  if (timing.form === 'stages') return new StagedTimes(timing);
  const factor =
    runQuantile === undefined ? 1 : durationQuantile('lognormal', 1, timing.runCv).at(runQuantile);
  if (timing.form === 'disk') return new DiskTimes(timing, model, factor);
  return new HistoryTimes(timing, model, factor);
}

/** Drawn independently of history, but for the first load of a run. */
class IndependentTimes implements SwapTimes {
  readonly prefetch = null;
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
  readonly prefetch: PrefetchPart = {
    seconds: (history, u) => this.#read(history) * this.#runFactor * this.#ratio.at(u),
    giB: (history) => this.#read(history) * this.#swap.diskGiBPerSecond,
  };
  readonly #swap: DiskSwap;
  readonly #model: ModelIndex;
  readonly #wholeRead: Seconds;
  readonly #runFactor: number;
  readonly #ratio: DurationQuantile;

  constructor(swap: DiskSwap, model: ModelIndex, runFactor: number) {
    this.#swap = swap;
    this.#runFactor = runFactor;
    this.#model = model;
    this.#wholeRead = swap.weightsGiB / swap.diskGiBPerSecond;
    this.#ratio = durationQuantile(swap.family, 1, swap.cv);
  }

  load(history: SwapHistory, u: number): Seconds {
    const mean = this.#swap.load + this.#read(history);
    return mean * this.#runFactor * this.#ratio.at(u);
  }

  unload(_u: number): Seconds {
    return this.#swap.unload;
  }

  /** What comes from disk, s on average. */
  #read(history: SwapHistory): Seconds {
    return this.#wholeRead * this.#uncachedShare(history) * (1 - (history.readAhead ?? 0));
  }

  #uncachedShare(history: SwapHistory): number {
    const { first, returning, otherwise } = this.#swap.uncached;
    if (history.first) return first;
    // Reloading what was loaded last is what the profile measured: nothing comes from disk.
    if (history.previous === this.#model) return 0;
    return history.beforePrevious === this.#model ? returning : otherwise;
  }
}

/** As measured after each history. */
class HistoryTimes implements SwapTimes {
  readonly prefetch = null;
  readonly #swap: HistorySwap;
  readonly #model: ModelIndex;
  readonly #runFactor: number;
  readonly #first: DurationQuantile;
  readonly #second: DurationQuantile;
  readonly #warm: DurationQuantile;
  readonly #returning: readonly DurationQuantile[];
  readonly #otherwise: readonly DurationQuantile[];

  constructor(swap: HistorySwap, model: ModelIndex, runFactor: number) {
    const quantile = ({ mean, sd }: MeanSd): DurationQuantile =>
      durationQuantile(swap.family, mean, sd);
    this.#swap = swap;
    this.#model = model;
    this.#runFactor = runFactor;
    this.#first = quantile(swap.first);
    this.#second = quantile(swap.second);
    this.#warm = durationQuantile('constant', swap.load, 0);
    this.#returning = swap.returning.map(quantile);
    this.#otherwise = swap.otherwise.map(quantile);
  }

  load(history: SwapHistory, u: number): Seconds {
    return this.#quantile(history).at(u) * this.#runFactor;
  }

  unload(_u: number): Seconds {
    return this.#swap.unload;
  }

  #quantile({ first, previous, beforePrevious }: SwapHistory): DurationQuantile {
    if (first) return this.#first;
    if (previous === this.#model) return this.#warm;
    if (beforePrevious < 0) return this.#second;
    const known = beforePrevious === this.#model ? this.#returning : this.#otherwise;
    // A model unknown to the profile cannot have been loaded; −1 can (preloading counts as none).
    return known[previous] ?? this.#second;
  }
}
