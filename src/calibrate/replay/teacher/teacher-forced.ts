import { createRunKey } from '../../../random/run-key.js';
import { simulate } from '../../../simulate.js';
import { createTiming } from '../../../timing/timing.js';
import { REPLAY_FIGURES, type ReplayFigureName, signedError } from '../figures.js';
import { type MeasuredCase, summaryOf } from '../replay-run.js';
import { replayScenario, strategyOf } from '../scenario.js';
import type { CalibratedServer, ReplaySettings } from '../settings.js';
import { type Agreement, BatchMembers } from './agreement.js';
import { doubleTriggers, RaceForcingKey } from './forced-races.js';
import { forcedStrategy } from './forced-strategy.js';
import { recordedBatches } from './recorded-batches.js';
import { RecordedTiming } from './recorded-timing.js';
import type { RecordedTriggers } from './recorded-triggers.js';
import { sweepStarts } from './timer-sweeps.js';

/** A measured run simulated with its own durations. */
export interface TeacherForcedRun {
  readonly run: MeasuredCase['run'];
  readonly agreement: Agreement;
  /** `signedError` of each figure. */
  readonly errors: Readonly<Record<ReplayFigureName, number>>;
}

/**
 * Simulates a measured run with its own durations, in order, so that only the rules are tested:
 * if they are right, the same batches come out. One simulated run; nothing of it is fitted.
 * @param server stands in where the two runs have parted.
 * @param triggers of the run's log: they force what no rule determines, the phases of the timer
 *   and the partial-batch thread, and double triggers. Null: these are drawn.
 */
export function teacherForced(
  { run, figures }: MeasuredCase,
  models: readonly string[],
  server: CalibratedServer,
  settings: ReplaySettings,
  triggers: RecordedTriggers | null,
): TeacherForcedRun {
  const scenario = replayScenario(run, models, server, forcedSettings(settings, triggers));
  const doubles = triggers === null ? [] : doubleTriggers(triggers.size, models.length);
  const strategy = strategyOf(run);
  const members = new BatchMembers();
  const summarizer = summaryOf(scenario);
  simulate({
    scenario,
    strategy:
      triggers === null
        ? strategy
        : forcedStrategy(strategy, {
            timer: sweepStarts(triggers.timer, run),
            partial: triggers.partial,
            double: doubles,
          }),
    replication: 1,
    observers: [members, summarizer],
    timing: new RecordedTiming(recordedBatches(run), createTiming(server.timing)),
    key: new RaceForcingKey(createRunKey(scenario.seed, 1), doubles),
  });
  const simulated = summarizer.summary().published;
  const errors = REPLAY_FIGURES.map((figure) => [
    figure.name,
    signedError(figure, simulated[figure.name], figures[figure.name]),
  ]);
  return {
    run,
    agreement: members.compareWith(run),
    errors: Object.fromEntries(errors) as TeacherForcedRun['errors'],
  };
}

/**
 * Recorded durations contain what the busy loop did. With recorded sweeps timers are exact: they
 * expire at the sweep that found them expired.
 */
function forcedSettings(settings: ReplaySettings, triggers: RecordedTriggers | null) {
  const rules = { ...settings.rules, busyLoop: false };
  if (triggers !== null) rules.timerPollSeconds = 0;
  return { ...settings, rules };
}

/** What several teacher-forced runs have in common with the measured ones. */
export interface TeacherForcedTotals {
  readonly runs: number;
  /** Runs that are the same batch for batch. */
  readonly identical: number;
  readonly batches: number;
  readonly ofBatches: number;
  readonly requests: number;
  readonly ofRequests: number;
}

/** Adds up. */
export function agreementTotals(runs: readonly TeacherForcedRun[]): TeacherForcedTotals {
  const sum = (value: (agreement: Agreement) => number): number =>
    runs.reduce((total, { agreement }) => total + value(agreement), 0);
  return {
    runs: runs.length,
    identical: sum(({ identical }) => (identical ? 1 : 0)),
    batches: sum(({ batches }) => batches),
    ofBatches: sum(({ ofBatches }) => ofBatches),
    requests: sum(({ requests }) => requests),
    ofRequests: sum(({ ofRequests }) => ofRequests),
  };
}
