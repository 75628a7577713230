import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demandsOf } from '../../src/planning/demand.js';
import { firstFit } from '../../src/planning/first-fit.js';
import type { IlpSolver } from '../../src/planning/ilp.js';
import { leastCost, mostRate, quickFleet, quickWithin } from '../../src/planning/rule-of-thumb.js';
import { solvePlan } from '../../src/planning/solve-plan.js';
import { stoppedEarly } from '../../src/planning/stopped.js';
import { cheapestByTrying, mostServedByTrying, problemOf, smallProblem } from './small-problems.js';

const TOLERANCE = 1e-5;

/** A solver whose time is always over. */
const noTime: IlpSolver = {
  solve: () => Promise.resolve({ status: 'time-limit', values: null, bound: null, seconds: 0 }),
};

describe('fleets and bounds without a solver', () => {
  it('have the best fleet between them', () =>
    fc.assert(
      fc.property(smallProblem, (problem) => {
        const demands = demandsOf(problem);
        const best = cheapestByTrying(problem);
        const quick = quickFleet(demands, problem.types);
        if (best === null) {
          expect(quick).toBeNull();
          return;
        }
        expect(leastCost(demands, problem.types)).toBeLessThanOrEqual(best + TOLERANCE);
        if (quick !== null) expect(quick.costPerHour).toBeGreaterThanOrEqual(best - TOLERANCE);
      }),
      { numRuns: 500 },
    ));

  it('of what a budget buys have the most between them, within the budget', () =>
    fc.assert(
      fc.property(
        smallProblem,
        fc.double({ min: 0.5, max: 12, noNaN: true }),
        (problem, budget) => {
          const { types } = problem;
          const demands = demandsOf(problem);
          const best = mostServedByTrying(problem, budget);
          const quick = quickWithin(demands, types, budget);
          const packed = firstFit(demands, types, budget);
          for (const fleet of [quick, packed]) {
            if (fleet === null) continue;
            expect(fleet.costPerHour).toBeLessThanOrEqual(budget + 1e-9);
            if (best !== null) expect(fleet.servedRate).toBeLessThanOrEqual(best + TOLERANCE);
          }
          if (best === null) return;
          expect(mostRate(demands, types, budget)).toBeGreaterThanOrEqual(best - TOLERANCE);
        },
      ),
      { numRuns: 300 },
    ));

  it('stand where the solver had no time, with a gap, for either packing, budget or none', async () => {
    for (const packing of ['pooled', 'per-instance'] as const) {
      for (const budgetPerHour of [null, 2]) {
        const problem = problemOf([[0.5, 0.5]], 3, [{}], {
          sliceFactor: 4,
          packing,
          budgetPerHour,
        });
        for (const { outcome } of [await solvePlan(problem, noTime, 0), stoppedEarly(problem, 0)]) {
          if (outcome.status !== 'time-limit') expect.fail(outcome.status);
          expect(outcome.fleet?.costPerHour).toBeLessThanOrEqual(budgetPerHour ?? 4);
          expect(outcome.bound).toBeCloseTo(budgetPerHour ?? 3, 9);
          expect(outcome.gap).toBeGreaterThanOrEqual(0);
          expect(outcome.gap).toBeLessThanOrEqual(0.5);
        }
      }
    }
  });
});
