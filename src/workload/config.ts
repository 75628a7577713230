import type { Fraction, RequestsPerSecond, Seconds } from '../units.js';
import type { RequestLengths } from './trace/request-lengths.js';

/** An interval that a value is drawn from, uniformly. */
export type Range = readonly [low: number, high: number];

/** Where the first request stands: at time 0, or one gap after it. */
export type FirstArrival = 'immediate' | 'gap';

export interface PoissonConfig {
  readonly process: 'poisson';
  readonly rate: RequestsPerSecond;
  readonly first: FirstArrival;
}
/** Renewal process with gamma gaps; scv of a gap = 1/shape. */
export interface GammaConfig {
  readonly process: 'gamma';
  readonly rate: RequestsPerSecond;
  readonly shape: number;
  readonly first: FirstArrival;
}
export interface ConstantConfig {
  readonly process: 'constant';
  readonly rate: RequestsPerSecond;
  readonly first: FirstArrival;
}
/** Alternating bursts and idle periods, redrawn at each switch, as the SINCERE client does. */
export interface BurstyConfig {
  readonly process: 'bursty';
  readonly burstSeconds: Range;
  readonly idleSeconds: Range;
  readonly burstRate: Range;
  readonly idleRate: Range;
  /** Time is compressed by this factor: rates multiply and durations divide by it; 1 = as given. */
  readonly timeScale: number;
  readonly first: FirstArrival;
}
/**
 * Rate linear up, then linear down, repeating; each gap exponential at the rate of its start, as
 * the SINCERE client does.
 */
export interface RampConfig {
  readonly process: 'ramp';
  readonly minRate: RequestsPerSecond;
  readonly maxRate: RequestsPerSecond;
  readonly upSeconds: Seconds;
  readonly downSeconds: Seconds;
  readonly first: FirstArrival;
}
/** Poisson with a rate that is constant on segments; repeats when `repeat`. */
export interface PiecewiseConfig {
  readonly process: 'piecewise';
  readonly segments: readonly { readonly seconds: Seconds; readonly rate: RequestsPerSecond }[];
  readonly repeat: boolean;
}
/** A recorded trace, already read. Columns of equal length, times ascending. */
export interface TraceConfig {
  readonly process: 'trace';
  readonly file: string;
  readonly sha256: string;
  /** Names of the columns that were read; no model when there is none. */
  readonly columns: { readonly time: string; readonly model: string | null };
  readonly times: Float64Array;
  /** Model of each request; null when the trace has none and the mix decides. */
  readonly models: Uint16Array | null;
  /** Lengths of each request; null when the trace has none. No duration depends on them. */
  readonly lengths: RequestLengths | null;
}
/** Several processes at once, each with its own mix or the scenario's. */
export interface SuperpositionConfig {
  readonly process: 'superposition';
  readonly of: readonly { readonly arrivals: SimpleArrivals; readonly mix: ModelMix }[];
}

export type SimpleArrivals =
  | PoissonConfig
  | GammaConfig
  | ConstantConfig
  | BurstyConfig
  | RampConfig
  | PiecewiseConfig
  | TraceConfig;
export type ArrivalsConfig = SimpleArrivals | SuperpositionConfig;

/** Probability of each model, by index; sums to 1. Each request's model is drawn independently. */
export type ModelMix = readonly Fraction[];

/** The workload of a scenario, resolved. */
export interface WorkloadConfig {
  readonly arrivals: ArrivalsConfig;
  readonly mix: ModelMix;
  readonly modelCount: number;
  /** Arrivals at or after this time do not happen. */
  readonly durationSeconds: Seconds;
}
