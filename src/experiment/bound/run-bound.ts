import { type BoundResult, boundOf } from '../../bound/bound.js';
import type { BoundProblem } from '../../bound/problem.js';
import type { RunSummary } from '../../metrics/summary.js';
import type { Scenario } from '../../scenario/types.js';
import type { Seconds } from '../../units.js';
import { type LoadedScenario, runReplication, type Work } from '../replicate.js';
import { problemOf, withoutChance } from './problem-of.js';

/** How many a policy serves on time. */
export interface PolicyOutcome {
  readonly strategy: string;
  readonly onTime: number;
  /** By model. */
  readonly onTimeByModel: readonly number[];
}

/** One replication: what is possible, and what policies make of it, on the same durations. */
export interface BoundedReplication {
  readonly replication: number;
  /** By model. */
  readonly received: readonly number[];
  readonly possible: BoundResult;
  readonly policies: readonly PolicyOutcome[];
}

/** What is asked for. */
export interface BoundRequest {
  readonly scenario: Scenario;
  /** The same scenario, each with a strategy of its own. */
  readonly policies: readonly LoadedScenario[];
  /** The finest grid, a power of two; null: chosen. */
  readonly slotSeconds: Seconds | null;
}

/**
 * Bounds one replication.
 * @param isOver whether the best that is known by now has to do.
 */
export function* boundReplication(
  request: BoundRequest,
  replication: number,
  isOver: () => boolean,
): Work<Omit<BoundedReplication, 'policies'>> {
  const problem = problemOf(withoutChance(request.scenario), replication);
  const possible = yield* boundOf(problem, { slotSeconds: request.slotSeconds, isOver });
  return { replication, received: countsOf(problem), possible };
}

function countsOf({ models }: BoundProblem): readonly number[] {
  return models.map(({ arrivals }) => arrivals.length);
}

/**
 * What a policy makes of one replication, on the durations that the bound knows.
 * @throws UserError if the strategy decides what cannot be done.
 */
export function* runPolicy(
  { scenario, strategy }: LoadedScenario,
  replication: number,
): Work<PolicyOutcome> {
  const plain: Scenario = { ...withoutChance(scenario), horizon: 'terminating' };
  const summary = yield* runReplication({ scenario: plain, strategy }, replication);
  const onTimeByModel = scenario.models.map((name) => onTimeOf(summary, name));
  const onTime = onTimeByModel.reduce((sum, count) => sum + count, 0);
  return { strategy: strategy.name, onTime, onTimeByModel };
}

function onTimeOf({ perModel }: RunSummary, name: string): number {
  const model = perModel[name];
  const received = model?.requests.received ?? 0;
  // A quotient of whole numbers: the product is whole but for its last digits.
  return received === 0 ? 0 : Math.round((model?.sla.attainmentReceived ?? 0) * received);
}
