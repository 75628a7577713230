import type { Observer } from '../events/facts.js';
import { AfterWarmUp } from '../metrics/steady-state/after-warm-up.js';
import { RequestHistory } from '../metrics/steady-state/request-history.js';
import { findWarmUp } from '../metrics/steady-state/warm-up.js';
import { type RunSummary, withoutFigures } from '../metrics/summary.js';
import { type RunContext, SummaryObserver } from '../metrics/summary-observer.js';
import type { Scenario } from '../scenario/types.js';
import type { StrategyDefinition } from '../serving/batch/strategies/strategy.js';
import { simulateInSlices } from '../simulate.js';
import { arrivalsPeriod } from '../workload/period.js';

/** A scenario and the code of the strategy it names. */
export interface LoadedScenario {
  readonly scenario: Scenario;
  readonly strategy: StrategyDefinition;
}

/** Work that can be watched and stopped between two steps; yields the share done, in [0, 1]. */
export type Work<Result> = Generator<number, Result>;

/** Who wants to know of a replication's steady state. */
export interface SteadyStatePorts {
  /** Told what the summary is made of: all of a terminating run, else what follows the warm-up. */
  readonly afterWarmUp?: readonly Observer[];
  /** Told why there is none. */
  readonly noSteadyState?: (reason: string) => void;
}

/**
 * Simulates one replication and sums it up. For the steady state it is simulated twice, the same
 * both times: once to find the warm-up, once to sum up what comes after it. A replication without
 * a steady state has no figures: all are NaN.
 * @param replication 0, 1, 2, …
 * @param observers told every fact of the whole run once, besides what makes the summary.
 * @throws UserError if the strategy decides what cannot be done.
 */
export function* runReplication(
  loaded: LoadedScenario,
  replication: number,
  observers: readonly Observer[] = [],
  { afterWarmUp = [], noSteadyState = () => {} }: SteadyStatePorts = {},
): Work<RunSummary> {
  const { scenario } = loaded;
  const context = summaryContext(scenario);
  if (scenario.horizon === 'terminating') {
    const summarizer = new SummaryObserver(context);
    yield* simulated(loaded, replication, [summarizer, ...afterWarmUp, ...observers]);
    return summarizer.summary();
  }
  const history = new RequestHistory();
  for (const share of simulated(loaded, replication, [history])) yield share / 2;
  const period = arrivalsPeriod(scenario.workload.arrivals);
  const warmUp = findWarmUp(history, scenario.durationSeconds, period);
  const warmUpSeconds = warmUp.settles ? warmUp.seconds : 0;
  const summarizer = new SummaryObserver({ ...context, warmUpSeconds });
  const late = [summarizer, ...afterWarmUp].map((each) => new AfterWarmUp(warmUpSeconds, each));
  for (const share of simulated(loaded, replication, [...late, ...observers])) {
    yield (1 + share) / 2;
  }
  if (warmUp.settles) return summarizer.summary();
  noSteadyState(warmUp.reason);
  return withoutFigures(summarizer.summary());
}

function summaryContext(scenario: Scenario): RunContext {
  const { models, slaSeconds, durationSeconds, metrics, server } = scenario;
  const { gpus } = server;
  return { models, slaSeconds, durationSeconds, latency: metrics.latency, gpus };
}

function* simulated(
  { scenario, strategy }: LoadedScenario,
  replication: number,
  observers: readonly Observer[],
): Work<void> {
  const run = { scenario, strategy, replication, observers };
  for (const time of simulateInSlices(run)) yield Math.min(1, time / scenario.durationSeconds);
}
