import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundOf } from '../../../src/bound/bound.js';
import type { BoundProblem } from '../../../src/bound/problem.js';
import type { Schedule } from '../../../src/bound/schedule.js';
import { boundProblems } from '../../../src/experiment/bound/limits.js';
import { problemOf, withoutChance } from '../../../src/experiment/bound/problem-of.js';
import { boundReplication, runPolicy } from '../../../src/experiment/bound/run-bound.js';
import type { Scenario } from '../../../src/scenario/types.js';
import { NO_PREFETCH } from '../../../src/serving/batch/config.js';
import { strategyRegistry } from '../../../src/serving/batch/strategies/registry.js';
import {
  type Decision,
  defineStrategy,
  type ServerView,
} from '../../../src/serving/batch/strategies/strategy.js';
import { tinyScenarios } from '../../bound/tiny-scenarios.js';
import { done } from '../../bound/work.js';
import { holds } from '../../support/property.js';
import { scenarioParts } from '../../support/scenario-arbitrary.js';
import { buildScenario } from '../../support/scenario-builder.js';

/** Enough for a bound: it need not be a good one. */
const YIELDS = 300;

function boundWithin(problem: BoundProblem) {
  let yields = 0;
  return done(boundOf(problem, { slotSeconds: null, isOver: () => ++yields > YIELDS }));
}

/** Any workload, rules and strategy, on a GPU that holds one model at a time. */
const scenarios = fc
  .tuple(scenarioParts(), fc.constantFrom(...strategyRegistry))
  .map(([parts, strategy]) => ({
    strategy,
    scenario: buildScenario({
      ...parts,
      strategy: strategy.name,
      unloadWhenIdle: false,
      memory: { ...parts.memory, residentModels: 1 },
      preload: (parts.preload ?? []).slice(0, 1),
      prefetch: NO_PREFETCH,
      pageCacheGiB: null,
      // Some strategies leave requests waiting for ever.
      drainSeconds: Math.min(parts.drainSeconds ?? 20, 20),
    }),
  }));

describe('every strategy', () => {
  it('serves no more on time than the schedule beside it, and that no more than the bound', () => {
    holds(
      scenarios,
      ({ scenario, strategy }) => {
        expect(boundProblems(scenario)).toEqual([]);
        const outcome = done(runPolicy({ scenario, strategy }, 0));
        const request = { scenario, policies: [], slotSeconds: null };
        // No search at all: the policy's own run is all that is known.
        const { possible } = done(boundReplication(request, 0, [outcome], () => true));
        expect(outcome.onTime).toBeLessThanOrEqual(possible.feasible);
        const { bound } = boundWithin(problemOf(withoutChance(scenario), 0));
        expect(possible.feasible).toBeLessThanOrEqual(bound);
      },
      300,
    );
  });
});

describe('what the bound does not hold for', () => {
  it.each([
    ['server.prefetch.to', { prefetch: { to: 'host' as const } }],
    ['server.loadPath.pageCacheGiB', { pageCacheGiB: 20 }],
    ['server.gpu.residentModels', { memory: { residentModels: 3 } }],
    ['server.unloadWhenIdle', { unloadWhenIdle: true }],
  ])('is refused for %s', (path, parts) => {
    const two = { models: [{}, {}] };
    const issues = boundProblems(buildScenario({ ...two, ...parts }));
    expect(issues.map((issue) => issue.path)).toEqual([path]);
    expect(boundProblems(buildScenario(two))).toEqual([]);
  });
});

describe('the clairvoyant schedule', () => {
  it('is carried out by the server as it was drawn up', () => {
    holds(
      // Times whose sums are exact: what happens at one instant does so in both.
      tinyScenarios('grid').map(fromTheFirstSecond),
      (scenario) => {
        const problem = problemOf(withoutChance(scenario), 0);
        const { schedule, feasibleByModel } = boundWithin(problem);
        const strategy = planned(schedule);
        const { onTimeByModel } = done(runPolicy({ scenario, strategy }, 0));
        expect(onTimeByModel).toEqual(feasibleByModel);
      },
      300,
    );
  });
});

/** A strategy is asked for the first time at the first arrival: let that be the start. */
function fromTheFirstSecond(scenario: Scenario): Scenario {
  const { arrivals } = scenario.workload;
  if (arrivals.process !== 'trace') throw new Error('a tiny scenario has a trace');
  const times = Float64Array.from(arrivals.times);
  times[0] = 0;
  return { ...scenario, workload: { ...scenario.workload, arrivals: { ...arrivals, times } } };
}

/** Does what the schedule says, when it says so: each operation at a timer of the first model. */
function planned(schedule: Schedule) {
  return defineStrategy({
    name: 'planned',
    summary: 'carries a schedule out',
    create() {
      let position = 0;
      /** By model: requests that were served or dropped. */
      const gone = new Map<number, number>();
      const wake = (view: ServerView): Decision[] => {
        const next = schedule[position];
        if (next === undefined) return [];
        const at = Math.max(view.now, next.start);
        return [{ action: 'set-timer', model: 0, at, reason: 'the next operation' }];
      };
      return {
        onArrival: (view) => (view.timerOf(0) === undefined ? wake(view) : []),
        onTimer(view) {
          const operation = schedule[position++];
          if (operation === undefined) return [];
          const { model } = operation;
          const reason = 'as planned';
          if (operation.kind === 'swap') return [{ action: 'load', model, reason }, ...wake(view)];
          const { from, count } = operation;
          const late = from - (gone.get(model) ?? 0);
          gone.set(model, from + count);
          const drop: Decision[] = late > 0 ? [{ action: 'drop', model, count: late, reason }] : [];
          return [...drop, { action: 'release', model, count, reason }, ...wake(view)];
        },
      };
    },
  });
}
