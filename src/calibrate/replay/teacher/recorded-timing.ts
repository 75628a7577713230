import type { SwapHistory, Timing } from '../../../timing/types.js';
import type { GiB, ModelIndex, Seconds } from '../../../units.js';
import type { RecordedBatch } from './recorded-batches.js';

/** Longer than any run. */
const OUTLIVES_THE_RECORD: Seconds = 1e9;

/**
 * Plays the durations of a measured run in order: the k-th batch of the simulated run takes as
 * long as the k-th of the measured one. Where the two have parted (another model, no swap) the
 * modelled duration stands in. After the last recorded batch none ends: if there was one it
 * outlived the record. One run each: it counts batches.
 */
export class RecordedTiming implements Timing {
  readonly busyLoopInferenceRate: number;
  readonly #batches: readonly RecordedBatch[];
  readonly #modelled: Timing;
  /** The batch being served, or served last. */
  #current: RecordedBatch | undefined;
  #next = 0;

  constructor(batches: readonly RecordedBatch[], modelled: Timing) {
    this.#batches = batches;
    this.#modelled = modelled;
    this.busyLoopInferenceRate = modelled.busyLoopInferenceRate;
  }

  loadSeconds(model: ModelIndex, history: SwapHistory, u: number): Seconds {
    const recorded = this.#batches[this.#next];
    const seconds = recorded?.model === model ? recorded.swapSeconds : Number.NaN;
    return Number.isNaN(seconds) ? this.#modelled.loadSeconds(model, history, u) : seconds;
  }

  /** Recorded swaps contain the unload. */
  unloadSeconds(_model: ModelIndex, _u: number): Seconds {
    return 0;
  }

  prefetchSeconds(model: ModelIndex, history: SwapHistory, u: number): Seconds {
    return this.#modelled.prefetchSeconds(model, history, u);
  }

  prefetchGiB(model: ModelIndex, history: SwapHistory): GiB {
    return this.#modelled.prefetchGiB(model, history);
  }

  batchSeconds(model: ModelIndex, size: number, u: number): Seconds {
    const recorded = this.#batches[this.#next++];
    if (recorded === undefined) return OUTLIVES_THE_RECORD;
    this.#current = recorded.model === model ? recorded : undefined;
    return this.#current?.inferenceSeconds ?? this.#modelled.batchSeconds(model, size, u);
  }

  writeSeconds(size: number): Seconds {
    const seconds = this.#current?.writeSeconds ?? Number.NaN;
    return Number.isNaN(seconds) ? this.#modelled.writeSeconds(size) : seconds;
  }

  /** None: recorded durations contain what the busy loop did. */
  busyLoopLoadExtraSeconds(_model: ModelIndex): Seconds {
    return 0;
  }

  weightsGiB(model: ModelIndex): GiB {
    return this.#modelled.weightsGiB(model);
  }

  maxBatch(model: ModelIndex): number {
    return this.#modelled.maxBatch(model);
  }

  definedUpTo(model: ModelIndex): number {
    return this.#modelled.definedUpTo(model);
  }
}
