import type { GiB, Seconds } from '../units.js';
import type { AddedSeconds } from './added.js';
import type { TeeRange } from './tee/range.js';

export type { TeeMode } from './types.js';

/** A mean and a standard deviation of a duration. */
export interface MeanSd {
  readonly mean: Seconds;
  readonly sd: Seconds;
}

/** The family a duration is drawn from, by inversion, with the given mean and sd. */
export type DurationFamily = 'constant' | 'normal' | 'lognormal' | 'gamma' | 'exponential';

/** Inference time by batch size. */
export type BatchTiming = BatchTable | BatchLine;

/** Measured sizes, ascending; between them monotone cubic interpolation of mean and linear of sd. */
export interface BatchTable {
  readonly form: 'table';
  readonly sizes: readonly number[];
  readonly mean: readonly Seconds[];
  readonly sd: readonly Seconds[];
  readonly family: DurationFamily;
  /** Above the last size: an error, or a straight line through the last two points. */
  readonly beyond: 'error' | 'linear';
}

/** a + b·n seconds, times a random ratio. Defined for every n. */
export interface BatchLine {
  readonly form: 'line';
  readonly a: Seconds;
  readonly b: Seconds;
  /** Without measured ratios: their mean is 1, and this their coefficient of variation. */
  readonly cv: number;
  readonly family: DurationFamily;
  /** Measured ratios, by ascending batch size, in the place of `cv` and `family`. */
  readonly ratio?: readonly RatioBucket[];
}

/** Measured ratios to a + b·n of batches of some sizes. */
export interface RatioBucket {
  /** Largest size; Infinity in the last bucket. */
  readonly upTo: number;
  /** Ascending ratios at equal steps of probability from 0 to 1, straight lines between them. */
  readonly quantiles: readonly number[];
}

/** How long a swap takes. */
export type SwapTiming = IndependentSwap | DiskSwap | HistorySwap | StagedSwap;

/** Load and unload drawn independently of history. */
export interface IndependentSwap {
  readonly form: 'independent';
  readonly load: MeanSd;
  readonly unload: MeanSd;
  /** The first load of a run, if it is known to differ. */
  readonly firstLoad: MeanSd | null;
  readonly family: DurationFamily;
}

/**
 * Profiled load and unload plus reading what is not in the page cache:
 * load + weights·u/bandwidth, times a ratio of mean 1. The form is a fit on SINCERE's experiment logs.
 */
export interface DiskSwap {
  readonly form: 'disk';
  readonly load: Seconds;
  readonly unload: Seconds;
  readonly weightsGiB: GiB;
  readonly diskGiBPerSecond: number;
  /** Share read from disk: first load of a run; returning to the model before the present one; else. */
  readonly uncached: {
    readonly first: number;
    readonly returning: number;
    readonly otherwise: number;
  };
  readonly cv: number;
  /** sd / mean of a factor that all loads of a run share. */
  readonly runCv: number;
  readonly family: DurationFamily;
}

/** Loads measured by what was loaded before them. */
export interface HistorySwap {
  readonly form: 'history';
  /** Loading the model loaded last once more: the profiled mean, as the page cache is warm. */
  readonly load: Seconds;
  readonly unload: Seconds;
  /** The first load of a run. */
  readonly first: MeanSd;
  /** The second. */
  readonly second: MeanSd;
  /** Of the model loaded before the last one, by the index of the model loaded last. */
  readonly returning: readonly MeanSd[];
  /** Of any other model, by the index of the model loaded last. */
  readonly otherwise: readonly MeanSd[];
  /** sd / mean of a factor that all loads of a run share. */
  readonly runCv: number;
  readonly family: DurationFamily;
}

/** Loads as stages that the weights pass, one after the other or overlapped; times a ratio of mean 1. */
export interface StagedSwap {
  readonly form: 'stages';
  readonly stages: readonly LoadStage[];
  readonly weightsGiB: GiB;
  /** The weights pass in chunks of this size; Infinity: as one, so that stages do not overlap. */
  readonly chunkGiB: GiB;
  readonly unload: Seconds;
  readonly cv: number;
  readonly family: DurationFamily;
}

/** A stage of a load: so much a GiB, and so much whatever the size. */
export interface LoadStage {
  readonly name: string;
  /**
   * `disk`: on the way to the page cache; `host`: from there to weights that are ready to be sent;
   * `gpu`: on the way to GPU memory.
   */
  readonly place: 'disk' | 'host' | 'gpu';
  /** Infinity: no time by size. */
  readonly giBPerSecond: number;
  readonly seconds: Seconds;
}

/** One model's true timing, in the TEE mode of the scenario, factors applied. */
export interface ModelTiming {
  readonly name: string;
  readonly weightsGiB: GiB;
  readonly maxBatch: number;
  readonly bestBatch: number;
  readonly batch: BatchTiming;
  readonly swap: SwapTiming;
  readonly busyLoopLoadExtraSeconds: Seconds;
  /** On top of what batches and swaps take. */
  readonly added: AddedSeconds;
  /** Lengths of the requests that the batch times were measured with. */
  readonly tokens: ModelTokens;
}

/** Mean lengths of requests, tokens; null where the profile does not say. */
export interface ModelTokens {
  readonly input: number | null;
  readonly output: number | null;
}

/** What a scheduler can look up about one model in one TEE mode: the profiled tables. */
export interface BelievedModel {
  readonly load: MeanSd;
  readonly unload: MeanSd;
  readonly batch: BatchTiming;
  /** On top of `batch`; loads and unloads have theirs in their means. */
  readonly added: Pick<AddedSeconds, 'perBatchSeconds' | 'perRequestSeconds'>;
  readonly bestBatch: number;
  readonly maxBatch: number;
}

/** A TEE preset that durations come from, and the hash of its file. */
export interface PresetInput {
  /** As it was named. */
  readonly name: string;
  readonly sha256: string;
}

/** Everything about durations, resolved from a profile; models in the scenario's order. */
export interface TimingConfig {
  readonly profile: string;
  readonly profileSha256: string;
  /** Name of the GPU; null where the profile does not say. */
  readonly gpuName: string | null;
  readonly models: readonly ModelTiming[];
  readonly write: { readonly baseSeconds: Seconds; readonly perRequestSeconds: Seconds };
  readonly busyLoopInferenceRate: number;
  /** TEE presets of the scenario, with those that they include. */
  readonly presets: readonly PresetInput[];
  /** What is uncertain in those presets, and acts on these durations. */
  readonly teeRanges: readonly TeeRange[];
  /**
   * The profiled tables of both modes, for believed timing. A mode for which the profile has no
   * measurement and the scenario no factors is an empty list.
   */
  readonly believed: {
    readonly off: readonly BelievedModel[];
    readonly cc: readonly BelievedModel[];
  };
}
