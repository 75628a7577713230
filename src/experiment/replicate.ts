import type { Observer } from '../events/facts.js';
import type { RunSummary } from '../metrics/summary.js';
import { SummaryObserver } from '../metrics/summary-observer.js';
import type { Scenario } from '../scenario/types.js';
import type { StrategyDefinition } from '../serving/batch/strategies/strategy.js';
import { simulateInSlices } from '../simulate.js';

/** A scenario and the code of the strategy it names. */
export interface LoadedScenario {
  readonly scenario: Scenario;
  readonly strategy: StrategyDefinition;
}

/** Work that can be watched and stopped between two steps; yields the share done, in [0, 1]. */
export type Work<Result> = Generator<number, Result>;

/**
 * Simulates one replication and sums it up.
 * @param replication 0, 1, 2, …
 * @param observers told every fact, besides the observer that makes the summary.
 * @throws UserError if the strategy decides what cannot be done.
 */
export function* runReplication(
  { scenario, strategy }: LoadedScenario,
  replication: number,
  observers: readonly Observer[] = [],
): Work<RunSummary> {
  const { models, slaSeconds, durationSeconds, metrics } = scenario;
  const summarizer = new SummaryObserver({
    models,
    slaSeconds,
    durationSeconds,
    latency: metrics.latency,
  });
  const run = { scenario, strategy, replication, observers: [summarizer, ...observers] };
  for (const time of simulateInSlices(run)) yield Math.min(1, time / durationSeconds);
  return summarizer.summary();
}
