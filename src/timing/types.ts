import type { GiB, ModelIndex, Seconds } from '../units.js';

/** Confidential computing off, or on (the GPU in CC mode inside a confidential VM). */
export type TeeMode = 'off' | 'cc';

/** What decides how much of a model is still in the host's page cache when it is loaded. */
export interface SwapHistory {
  /** True for the first load of a run. */
  readonly first: boolean;
  /** The model that was most recently loaded, or −1. */
  readonly previous: ModelIndex;
  /** The one loaded before that one, or −1. */
  readonly beforePrevious: ModelIndex;
  /** Share of the weights that is not in the page cache, where somebody keeps account of it. */
  readonly uncachedShare?: number | undefined;
  /** Share of what a load brings to host memory that a prefetch has brought there; undefined: 0. */
  readonly readAhead?: number | undefined;
}

/**
 * What the hardware takes for each operation. Durations come by inversion: the caller draws
 * one uniform `u` in (0, 1) keyed by the operation, so that every TEE mode and strategy
 * sees the same quantile of the k-th load of a model.
 */
export interface Timing {
  loadSeconds(model: ModelIndex, history: SwapHistory, u: number): Seconds;
  unloadSeconds(model: ModelIndex, u: number): Seconds;
  /**
   * Bringing to host memory what a load that begins now would have to bring there.
   * @throws InvariantError where a load is not known by its parts.
   */
  prefetchSeconds(model: ModelIndex, history: SwapHistory, u: number): Seconds;
  /** How much that is, GiB. */
  prefetchGiB(model: ModelIndex, history: SwapHistory): GiB;
  /** @param size requests in the batch, ≥ 1. */
  batchSeconds(model: ModelIndex, size: number, u: number): Seconds;
  /** Writing a batch's results, while the GPU is held. */
  writeSeconds(size: number): Seconds;
  /**
   * What a scheduler's busy loop adds to a whole load of the model when it spins throughout it
   * (PartialBatch's polling thread: docs/as-published.md [8]).
   */
  busyLoopLoadExtraSeconds(model: ModelIndex): Seconds;
  /** The speed of inference beside a busy loop, in (0, 1]. */
  readonly busyLoopInferenceRate: number;
  weightsGiB(model: ModelIndex): GiB;
  /** Largest batch that fits in GPU memory; Infinity when not known. */
  maxBatch(model: ModelIndex): number;
  /** Largest batch for which a duration is defined (table end, unless extrapolated: Infinity). */
  definedUpTo(model: ModelIndex): number;
}

/** What a scheduler believes about timing: a read-only view. */
export interface BelievedTiming {
  /** @param after what was loaded before, for beliefs that know that it matters. */
  loadSeconds(
    model: ModelIndex,
    after?: SwapHistory,
  ): { readonly mean: Seconds; readonly sd: Seconds };
  unloadSeconds(model: ModelIndex): { readonly mean: Seconds; readonly sd: Seconds };
  /** Mean duration of a batch of `size` requests. */
  batchSeconds(model: ModelIndex, size: number): Seconds;
  /** The batch size with the best measured throughput, as the system's operators set it. */
  bestBatch(model: ModelIndex): number;
  /** Largest batch that fits in GPU memory; Infinity when not known. */
  maxBatch(model: ModelIndex): number;
}
