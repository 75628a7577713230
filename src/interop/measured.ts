import type { TeeMode } from '../timing/types.js';
import type { ModelIndex, Seconds } from '../units.js';

/**
 * A measured run of a batch server, in the neutral form that readers of logs produce and that
 * calibration and replay use. Times are seconds from the first request.
 */
export interface MeasuredRun {
  /** Unique among the runs of a data set. */
  readonly id: string;
  readonly teeMode: TeeMode;
  /** As the source spells it, e.g. `BestBatch+Timer`. */
  readonly strategy: string;
  /** Name of the arrival pattern, and its nominal mean rate (requests/s). */
  readonly pattern: string;
  readonly nominalRate: number;
  readonly slaSeconds: Seconds;
  /** Clients stop after this. */
  readonly durationSeconds: Seconds;
  /** When the run was started, `YYYYMMDD_HHMMSS` in the source's own clock. */
  readonly startedAt: string;
  /** In order of arrival. */
  readonly requests: MeasuredRequests;
  /** In order of service. */
  readonly batches: readonly MeasuredBatch[];
  /**
   * Swaps that ended but are not in `batches`, because what they were for was not served: the
   * server was killed, or ran out of memory. 0 when absent.
   */
  readonly unfinishedSwaps?: number;
}

/** Columns of equal length, one entry per received request. */
export interface MeasuredRequests {
  readonly arrivals: Float64Array;
  /** Index into `MeasuredData.models`. */
  readonly models: Uint16Array;
  /** Number of the batch that served it (position in `batches`), −1 if none did. */
  readonly batches: Int32Array;
  /** Completion − arrival; NaN if it was never served. */
  readonly latencies: Float64Array;
}

/** One batch that was served. */
export interface MeasuredBatch {
  readonly model: ModelIndex;
  readonly size: number;
  /** When the GPU turned to it. */
  readonly startedAt: Seconds;
  /** When its model was loaded; NaN when no swap was needed. */
  readonly loadedAt: Seconds;
  /** Inference time. */
  readonly inferenceSeconds: Seconds;
  /** When its results were written. */
  readonly writtenAt: Seconds;
  /** What released it, as far as the source tells; `unknown` otherwise. */
  readonly trigger: 'size' | 'timer' | 'partial' | 'unknown';
}

/** A set of measured runs over the same models. */
export interface MeasuredData {
  readonly models: readonly string[];
  readonly runs: readonly MeasuredRun[];
}
