import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlanProblem } from '../../../src/planning/types.js';
import { runFleet } from '../../../src/planning/verify/run-fleet.js';
import { runLength, tableModel } from '../../../src/planning/verify/table-model.js';
import type { FleetFigures, VerifyOptions } from '../../../src/planning/verify/types.js';
import { fleetsThatMeet, verifyPlan } from '../../../src/planning/verify/verify-plan.js';
import { holds } from '../../support/property.js';
import { finished, optionsOf, problemOf } from './support.js';

function figuresOf(
  problem: PlanProblem,
  counts: readonly number[],
  options: VerifyOptions,
  planned: readonly (readonly number[])[] = [],
): FleetFigures {
  const model = tableModel(problem, options);
  const costs = problem.types.map(({ costPerHour }) => costPerHour);
  const setting = { model, length: runLength(model), costs, planned, options };
  return finished(runFleet(setting, counts, 0));
}

describe('a simulated fleet', () => {
  it('lets a request that is next to nothing meet its SLO as often as few enough are in service', () => {
    // Under processor sharing the number in service is geometric, whatever the sizes: with up to 2
    // others a request of 0.1 ms takes up to 0.3 ms, within 0.35. P(n ≤ 2) = 1 − ρ³.
    const load = 0.6;
    const problem = problemOf([0.5, 0.5], [1, 1000], 2 * load, [{ served: [1e4, 1] }]);
    const options = optionsOf({ sloSecondsPerToken: 3.5e-4, replications: 20 });
    const { met, received } = figuresOf(problem, [1], options);
    expect((met[0] ?? 0) / (received[0] ?? 0)).toBeCloseTo(1 - load ** 3, 2);
    // Alone it takes 1 s, and 0.35 would do.
    expect(met[1]).toBe(0);
  });

  it('is at work for as long as its load says', () => {
    const problem = problemOf([1], [10], 1.4, [{ served: [2] }, { served: [1] }]);
    const { busyShare } = figuresOf(problem, [1, 0], optionsOf({ replications: 10 }));
    expect(busyShare[0]).toBeCloseTo(0.7, 1);
    expect(busyShare[1]).toBeNull();
  });

  it('pauses often, however many requests a run has, so that it can be stopped', () => {
    const problem = problemOf([1], [10], 500, [{ served: [1000] }]);
    const options = optionsOf({ replications: 1 });
    const work = verifyPlan(problem, { counts: [1], assigned: [[1]] }, options);
    let pauses = 0;
    for (let step = work.next(); step.done !== true; step = work.next()) pauses++;
    // 2100 s at 500 requests/s, and no pause is further than 50,000 requests from the next.
    expect(pauses).toBeGreaterThanOrEqual((2100 * 500) / 50_000);
    expect(pauses).toBeLessThan(100);
  });

  it('counts what nobody serves, and what the plan leaves out, as missed', () => {
    const problem = problemOf([0.5, 0.5], [10, 20], 1, [{ served: [100, 0] }]);
    const { attainment, turnedAway, received, met } = figuresOf(problem, [1], optionsOf({}));
    expect(met[1]).toBe(0);
    expect(turnedAway).toBe(received[1]);
    expect(attainment.mean).toBeCloseTo(0.5, 1);
    const options = optionsOf({ routerName: 'by-plan' });
    const idle = problemOf([1], [10], 1, [{ served: [100] }]);
    expect(figuresOf(idle, [1], options, [[0.3]]).attainment.mean).toBeCloseTo(0.3, 1);
  });

  it('has no p99 where it hangs on requests of which the end is not known', () => {
    const problem = problemOf([1], [10], 2, [{ served: [1] }]);
    const { secondsPerToken, attainment } = figuresOf(problem, [1], optionsOf({}));
    expect(secondsPerToken.p99).toBeNull();
    expect(attainment.mean).toBeLessThan(0.1);
  });

  it('comes out the same again, and otherwise for another seed', () => {
    const problem = problemOf([1], [10], 1.5, [{ served: [2] }]);
    const plan = { counts: [1], assigned: [[1]] };
    const once = finished(verifyPlan(problem, plan, optionsOf({})));
    expect(finished(verifyPlan(problem, plan, optionsOf({})))).toEqual(once);
    const other = finished(verifyPlan(problem, plan, optionsOf({ seed: 'other' })));
    expect(other.plan.attainment).not.toEqual(once.plan.attainment);
  });
});

describe('until the target is met', () => {
  const TWO_TYPES = [
    { served: [8, 0.5], costPerHour: 1 },
    { served: [20, 4], costPerHour: 4 },
  ];

  it('no fleet is said to meet it that does not, nor one that costs more than a single type', () => {
    const cases = fc.record({
      rate: fc.integer({ min: 1, max: 3 }),
      short: fc.integer({ min: 1, max: 9 }),
      price: fc.integer({ min: 4, max: 24 }),
      served: fc.integer({ min: 2, max: 12 }),
      routerName: fc.constantFrom('weighted-random', 'least-work', 'by-plan'),
      counts: fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 2 })),
    });
    holds(
      cases,
      ({ rate, short, price, served, routerName, counts }) => {
        const shares = [short / 10, 1 - short / 10];
        const types = [
          TWO_TYPES[0] ?? { served: [] },
          { served: [20, served], costPerHour: price / 4 },
        ];
        const problem = problemOf(shares, [10, 100], rate, types);
        const assigned = [
          [1, 0],
          [0, 1],
        ];
        const options = optionsOf({ routerName, replications: 2, share: 0.9 });
        const { searches, cheapest } = finished(
          fleetsThatMeet(problem, { counts, assigned }, options),
        );
        const best = searches[cheapest ?? -1]?.found;
        if (best == null) expect.fail('nothing found');
        for (const { found, steps, only } of searches) {
          if (found === null) continue;
          expect(found.attainment.ci95?.[0] ?? found.attainment.mean).toBeGreaterThanOrEqual(0.9);
          expect(best.costPerHour).toBeLessThanOrEqual(found.costPerHour + 1e-9);
          // The last fleet is the one that was found, confirmed on replications of its own.
          expect(steps.at(-1)).toMatchObject({ action: 'confirm', meets: true });
          expect(steps.at(-1)?.figures).toBe(found);
          if (only !== null) expect(found.counts[1 - only]).toBe(0);
        }
      },
      6,
    );
  });

  it('takes away what is not needed', () => {
    const problem = problemOf([1], [10], 1, [{ served: [4] }]);
    const plan = { counts: [6], assigned: [[1]] };
    const { searches } = finished(fleetsThatMeet(problem, plan, optionsOf({})));
    expect(searches[0]?.found?.counts).toEqual([1]);
    const removals = searches[0]?.steps.filter(({ action }) => action === 'remove');
    expect(removals?.map(({ change }) => change)).toEqual([[-1], [-1], [-1], [-1], [-1]]);
  });

  it('says which requests cannot meet it on any type, without looking further', () => {
    const problem = problemOf([0.9, 0.1], [10, 20], 1, [{ served: [4, 0.1] }]);
    const plan = { counts: [1], assigned: [[1], [1]] };
    const { searches, cheapest } = finished(fleetsThatMeet(problem, plan, optionsOf({})));
    expect(cheapest).toBeNull();
    expect(searches[0]).toMatchObject({
      steps: [],
      found: null,
      notMet: { reason: 'never', buckets: [1] },
    });
  });

  it('ends where GPUs run out', () => {
    const problem = problemOf([1], [10], 8, [{ served: [2], most: 3 }]);
    const plan = { counts: [3], assigned: [[1]] };
    const { searches } = finished(fleetsThatMeet(problem, plan, optionsOf({})));
    expect(searches.map(({ notMet }) => notMet)).toEqual([
      { reason: 'availability' },
      { reason: 'availability' },
    ]);
  });

  it('takes a single type that is cheaper than what the plan grows into, and tries to better it', () => {
    // by-plan sends long requests to the dear type for ever; the cheap one alone does as well.
    const problem = problemOf([0.5, 0.5], [10, 100], 1, [
      { served: [20, 4], costPerHour: 1 },
      { served: [20, 4], costPerHour: 3 },
    ]);
    const assigned = [
      [1, 0],
      [0, 1],
    ];
    const options = optionsOf({ routerName: 'by-plan' });
    const { searches, cheapest } = finished(
      fleetsThatMeet(problem, { counts: [1, 1], assigned }, options),
    );
    expect(searches[cheapest ?? -1]?.found?.counts).toEqual([1, 0]);
    expect(searches.map(({ only, from }) => [only, from])).toContainEqual([0, null]);
  });
});
