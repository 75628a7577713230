import type { MeasuredRun } from '../../interop/measured.js';
import { SummaryObserver } from '../../metrics/summary-observer.js';
import type { Scenario } from '../../scenario/types.js';
import { simulate } from '../../simulate.js';
import { REPLAY_FIGURES, type ReplayFigureName, type RunFigures } from './figures.js';
import { type Prediction, predict } from './prediction.js';
import { replayScenario, strategyOf } from './scenario.js';
import type { CalibratedServer, ReplaySettings } from './settings.js';

/** A measured run with its figures, by the published definitions. */
export interface MeasuredCase {
  readonly run: MeasuredRun;
  readonly figures: RunFigures;
}

/** A measured run and what the simulator predicts of it. */
export interface RunReplay {
  readonly run: MeasuredRun;
  readonly predictions: Readonly<Record<ReplayFigureName, Prediction>>;
}

/**
 * Predicts a measured run: its own arrivals, setting and strategy under seeds 1, 2, …, `seeds`.
 * @param models of the data set, in its order; `server.timing` has the same.
 * @throws UserError when the timing defines no time for a batch that occurs.
 */
export function replayRun(
  { run, figures }: MeasuredCase,
  models: readonly string[],
  server: CalibratedServer,
  settings: ReplaySettings,
): RunReplay {
  const simulated = simulateSeeds(run, models, server, settings);
  const entries = REPLAY_FIGURES.map((figure) => {
    const values = simulated.map((each) => each[figure.name]);
    return [figure.name, predict(figure, values, figures[figure.name])] as const;
  });
  return { run, predictions: Object.fromEntries(entries) as RunReplay['predictions'] };
}

/** The figures of the run under each seed. */
export function simulateSeeds(
  run: MeasuredRun,
  models: readonly string[],
  server: CalibratedServer,
  settings: ReplaySettings,
): RunFigures[] {
  const scenario = replayScenario(run, models, server, settings);
  const strategy = strategyOf(run);
  return Array.from({ length: settings.seeds }, (_, index) => {
    const summarizer = summaryOf(scenario);
    simulate({ scenario, strategy, replication: index + 1, observers: [summarizer] });
    return summarizer.summary().published;
  });
}

/** An observer that sums up a run of the scenario. */
export function summaryOf(scenario: Scenario): SummaryObserver {
  const { models, slaSeconds, durationSeconds, metrics } = scenario;
  return new SummaryObserver({ models, slaSeconds, durationSeconds, latency: metrics.latency });
}
