import { type BoundResult, boundOf } from '../../bound/bound.js';
import type { BoundProblem } from '../../bound/problem.js';
import { type Doing, servedAs } from '../../bound/served-as.js';
import { InvariantError } from '../../errors.js';
import type { RunSummary } from '../../metrics/summary.js';
import type { Scenario } from '../../scenario/types.js';
import type { Seconds } from '../../units.js';
import { type LoadedScenario, runReplication, type Work } from '../replicate.js';
import { PolicyWatch } from './policy-watch.js';
import { problemOf, withoutChance } from './problem-of.js';

/** How many a policy serves on time. */
export interface PolicyOutcome {
  readonly strategy: string;
  readonly onTime: number;
  /** By model. */
  readonly onTimeByModel: readonly number[];
  /** What it let the GPU do. */
  readonly doings: readonly Doing[];
}

/** What is possible; whose schedule it is does not matter. */
type Possible = Omit<BoundResult, 'schedule'>;

/** One replication: what is possible, and what policies make of it, on the same durations. */
export interface BoundedReplication {
  readonly replication: number;
  /** By model. */
  readonly received: readonly number[];
  readonly possible: Possible;
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
 * @param policies whose runs of it are schedules, too: what is found is at least as good.
 * @param isOver whether the best that is known by now has to do.
 */
export function* boundReplication(
  request: BoundRequest,
  replication: number,
  policies: readonly PolicyOutcome[],
  isOver: () => boolean,
): Work<BoundedReplication> {
  const problem = problemOf(withoutChance(request.scenario), replication);
  const known = policies.map(({ doings }) => servedAs(problem, doings));
  const { slotSeconds } = request;
  const possible = yield* boundOf(problem, { slotSeconds, known, isOver });
  checkPolicies(policies, possible.bound);
  return { replication, received: countsOf(problem), possible, policies };
}

/** A policy above the bound shows that it is none. */
function checkPolicies(policies: readonly PolicyOutcome[], bound: number): void {
  for (const { strategy, onTime } of policies) {
    if (onTime > bound)
      throw new InvariantError('a policy above the bound', { strategy, onTime, bound });
  }
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
  const watch = new PolicyWatch();
  const summary = yield* runReplication({ scenario: plain, strategy }, replication, [watch]);
  const onTimeByModel = scenario.models.map((name) => onTimeOf(summary, name));
  const onTime = onTimeByModel.reduce((sum, count) => sum + count, 0);
  return { strategy: strategy.name, onTime, onTimeByModel, doings: watch.doings };
}

function onTimeOf({ perModel }: RunSummary, name: string): number {
  const model = perModel[name];
  const received = model?.requests.received ?? 0;
  // A quotient of whole numbers: the product is whole but for its last digits.
  return received === 0 ? 0 : Math.round((model?.sla.attainmentReceived ?? 0) * received);
}
