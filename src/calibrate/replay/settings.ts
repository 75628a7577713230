import type { MeasuredRun } from '../../interop/measured.js';
import { AS_PUBLISHED, type DispatchRules } from '../../serving/batch/config.js';
import {
  defaultStrategyOptions,
  type StrategyOptions,
} from '../../serving/batch/strategies/strategy.js';
import type { TimingConfig } from '../../timing/config.js';
import type { ResolvedProfile } from '../../timing/resolve-profile.js';
import type { TeeMode } from '../../timing/types.js';
import type { Seconds } from '../../units.js';

/** What a replay takes from a calibration, in the TEE mode of one run. */
export interface CalibratedServer {
  readonly timing: TimingConfig;
  readonly gpu: ResolvedProfile['gpu'];
  /** Measured rate of double triggers [docs/as-published.md 9]; null: that of the settings' rules. */
  readonly raceProbability: number | null;
}

/** The server that a run is to be replayed on; a cross-validated one was fitted on other runs. */
export type ServerSource = (run: MeasuredRun) => CalibratedServer;

/** Which load times a run's timers believed, with how many standard deviations on top. */
export interface TimerBelief {
  readonly profile: TeeMode;
  readonly sigmas: number;
}

/** How measured runs are replayed. */
export interface ReplaySettings {
  /** Text or number, as of a scenario. With a run's id and the seed's number it fixes every draw. */
  readonly seed: string;
  /** Simulated runs for each measured one, ≥ 2. */
  readonly seeds: number;
  /** How long after the stop the server is killed. */
  readonly drainSeconds: Seconds;
  readonly rules: DispatchRules;
  readonly options: StrategyOptions;
  readonly timerBelief: (run: MeasuredRun) => TimerBelief;
}

/** Before this date the SINCERE timers used the CC load profile in CC runs, with 2σ. */
const NO_CC_TIMERS_SINCE = '20241001';

/**
 * What the timers of a SINCERE run believed. All but the CC runs of September 2024 used the No-CC
 * load profile with one standard deviation, whatever the mode: so the logged limits show.
 */
export function sincereTimerBelief(run: MeasuredRun): TimerBelief {
  if (run.teeMode === 'cc' && run.startedAt < NO_CC_TIMERS_SINCE) {
    return { profile: 'cc', sigmas: 2 };
  }
  return { profile: 'off', sigmas: 1 };
}

/** The SINCERE experiments as they were run. */
export const SINCERE_REPLAY: ReplaySettings = {
  seed: '1',
  seeds: 20,
  drainSeconds: 39.4,
  rules: AS_PUBLISHED,
  options: defaultStrategyOptions,
  timerBelief: sincereTimerBelief,
};
