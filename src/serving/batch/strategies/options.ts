import type { Fraction, Seconds } from '../../../units.js';

/** Options shared by the strategies; each says which it uses. Defaults: `defaultStrategyOptions`, below. */
export interface StrategyOptions {
  /** Standard deviations of load and unload time that a timer allows for, ≥ 0. */
  readonly timerSigmas: number;
  /** Time a timer keeps for the batch itself, s, ≥ 0. */
  readonly completionAllowanceSeconds: Seconds;
  /** A timer is shortened by 1 + damping·(waiting requests), ≥ 0. */
  readonly queueDamping: number;
  /** A timer is never shorter than this, s, ≥ 0. */
  readonly minimumTimerSeconds: Seconds;
  /** A fixed timer in place of the computed one, s; null to compute it. */
  readonly fixedTimerSeconds: Seconds | null;
  /** Batch size that triggers a release, by model name; a model not named: its best batch. */
  readonly sizes: Readonly<Record<string, number>>;
  /** Sizes that select-batch chooses from, ascending. */
  readonly allowedSizes: readonly number[];
  /** Arrivals over which select-batch estimates a model's rate, ≥ 2. */
  readonly rateWindow: number;
  /** A partial batch is released above this share of the trigger size, in (0, 1]. */
  readonly partialFraction: Fraction;
  /** … and once the model has been resident this long, s, ≥ 0. */
  readonly partialResidentSeconds: Seconds;
  /** Interval of partial-batch's looks, s, > 0. */
  readonly partialPollSeconds: Seconds;
  /** Largest batch that is released at once; null: what fits in GPU memory. */
  readonly batchCap: number | null;
  /** Worth of one on-time request, by model name, > 0; a model not named: 1. */
  readonly weights: Readonly<Record<string, number>>;
  /** Share of the best-served model's attainment that every model is to have at least, [0, 1]. */
  readonly attainmentFloor: Fraction;
  /** Batches that a plan looks ahead, 1 to 12. */
  readonly lookAhead: number;
  /** Partial plans kept at each step of the search, ≥ 1. */
  readonly beamWidth: number;
  /** Time over which arrival rates are estimated, s, > 0. */
  readonly rateWindowSeconds: Seconds;
  /** Standard deviations of believed loads kept as a margin before deadlines, ≥ 0. */
  readonly slackSigmas: number;
  /** Free-form options of a strategy loaded from a file. */
  readonly custom: Readonly<Record<string, unknown>>;
}

/** The name of an option under `strategy`, as scenarios spell it. */
export type StrategyOption = Exclude<keyof StrategyOptions, 'custom'> | 'timerProfile';

/** The published settings: what a scenario need not say. */
export const defaultStrategyOptions: StrategyOptions = {
  timerSigmas: 1,
  completionAllowanceSeconds: 8,
  queueDamping: 0.001,
  minimumTimerSeconds: 5,
  fixedTimerSeconds: null,
  sizes: {},
  allowedSizes: [8, 16, 32, 64],
  rateWindow: 100,
  partialFraction: 0.25,
  partialResidentSeconds: 10,
  partialPollSeconds: 0.2,
  batchCap: null,
  weights: {},
  attainmentFloor: 0.4,
  lookAhead: 4,
  beamWidth: 2,
  rateWindowSeconds: 60,
  slackSigmas: 0,
  custom: {},
};
