import type { BatchServerConfig } from '../serving/batch/config.js';
import type { StrategyOptions } from '../serving/batch/strategies/strategy.js';
import type { BeliefConfig } from '../timing/belief/config.js';
import type { TeeMode, TimingConfig } from '../timing/config.js';
import type { Seconds } from '../units.js';
import type { WorkloadConfig } from '../workload/config.js';

/** A scenario with everything resolved: no optionals, no files left to read. Plain data. */
export interface Scenario {
  readonly name: string;
  /** Text or number; with the replication's number it determines every random draw. */
  readonly seed: string;
  /** ≥ 1. */
  readonly replications: number;
  readonly durationSeconds: Seconds;
  /** What finishes until this long after `durationSeconds` still counts; Infinity: run until empty. */
  readonly drainSeconds: Seconds;
  readonly horizon: Horizon;
  readonly models: readonly string[];
  /** By model index. */
  readonly slaSeconds: readonly Seconds[];
  readonly teeMode: TeeMode;
  readonly workload: WorkloadConfig;
  readonly timing: TimingConfig;
  readonly server: BatchServerConfig;
  readonly strategy: StrategyChoice;
  /** What the strategy thinks that operations take. */
  readonly believed: BeliefConfig;
  readonly metrics: MetricsConfig;
}

/** What a run is a sample of: a run of this length from its start, or the state it settles in. */
export type Horizon = 'terminating' | 'steady-state';

/** Which strategy, and how it is set. */
export interface StrategyChoice {
  /** The registry's name, or the name that a user's module gives. */
  readonly name: string;
  /** A user's module: path and the hash of its text; null for a built-in strategy. */
  readonly module: { readonly path: string; readonly sha256: string } | null;
  /** Which TEE mode's load times the timer believes. */
  readonly timerProfile: TeeMode;
  readonly options: StrategyOptions;
}

/** How latencies are kept. */
export interface MetricsConfig {
  /** `exact`: 8 bytes per processed request; `histogram`: fixed size, quantiles within 0.5 %. */
  readonly latency: 'exact' | 'histogram';
}
