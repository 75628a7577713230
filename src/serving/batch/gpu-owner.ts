import type { ModelIndex, Seconds } from '../../units.js';
import type { Batch } from './requests.js';

/** What the GPU reports back. */
export interface GpuOwner {
  /** A model has just become resident. */
  onLoaded(): void;
  /** Inference of a batch of `model` has just begun; `loaded`: as its load has ended. */
  onInference(model: ModelIndex, loaded: boolean): void;
  /** A load without a batch has ended; the GPU is free. */
  onReady(model: ModelIndex): void;
  /** `model` was loaded in the background; the GPU may be doing anything. */
  onLoadedBeside(model: ModelIndex): void;
  /** A model was read into host memory. */
  onPrefetched(): void;
  /** The batch's results are written; the GPU is free. */
  onServed(served: ServedBatch): void;
  /** An unload without a batch has ended; the GPU is free. */
  onFree(): void;
  /**
   * Until when a scheduler's busy loop slows what begins now: Infinity until the first load
   * ends, a past time when nothing spins.
   */
  spinsUntil(): Seconds;
}

/** A batch on the GPU, with its times. Reused. */
export interface ServedBatch {
  readonly batch: Batch;
  readonly number: number;
  readonly startedAt: Seconds;
  readonly inferenceStart: Seconds;
  readonly completedAt: Seconds;
  readonly swapped: boolean;
}
