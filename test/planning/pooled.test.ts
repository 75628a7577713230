import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { demandsOf } from '../../src/planning/demand.js';
import { singleTypeFleet } from '../../src/planning/fleet.js';
import type { IlpSolver } from '../../src/planning/ilp.js';
import { solvePooled } from '../../src/planning/solve.js';
import { solvePlan } from '../../src/planning/solve-plan.js';
import { loadHighs } from '../../src/planning/solver/highs.js';
import type { PlanProblem } from '../../src/planning/types.js';
import { cheapestByTrying, mostServedByTrying, problemOf, smallProblem } from './small-problems.js';

let solver: IlpSolver;
beforeAll(async () => {
  solver = await loadHighs();
});

const solve = async (problem: PlanProblem) => (await solvePooled(problem, solver, 30)).outcome;

describe('the cheapest fleet', () => {
  it('costs what trying every assignment finds, on 600 random small problems', () =>
    fc.assert(
      fc.asyncProperty(smallProblem, async (problem) => {
        const expected = cheapestByTrying(problem);
        const outcome = await solve(problem);
        if (expected === null) {
          expect(outcome.status).toBe('infeasible');
          return;
        }
        if (outcome.status !== 'optimal') expect.fail(outcome.status);
        expect(outcome.fleet.costPerHour).toBeCloseTo(expected, 9);
      }),
      { numRuns: 600 },
    ));

  it('is never dearer than the best fleet of a single type', () =>
    fc.assert(
      fc.asyncProperty(smallProblem, async (problem) => {
        const outcome = await solve(problem);
        const demands = demandsOf(problem);
        const least = problem.types.map((type) => ({ ...type, least: 0 }));
        for (const [at] of problem.types.entries()) {
          const single = singleTypeFleet(demands, least, at);
          if (
            single === null ||
            problem.types.some((type, other) => other !== at && type.least > 0)
          )
            continue;
          if (outcome.status !== 'optimal') expect.fail(outcome.status);
          const floor = Math.max(
            single.costPerHour,
            (problem.types[at]?.least ?? 0) * (problem.types[at]?.costPerHour ?? 0),
          );
          expect(outcome.fleet.costPerHour).toBeLessThanOrEqual(floor + 1e-9);
        }
      }),
      { numRuns: 200 },
    ));

  it('of the toy example of Mélange’s notebook is ten A10G, though their load is 10.000000000000002', async () => {
    const shares = [
      [0.25, 0.5],
      [0.25, 0.25],
    ];
    const outcome = await solve(
      problemOf(shares, 16, [
        {
          name: 'A10G',
          costPerHour: 1.01,
          throughput: [
            [5, 1],
            [10, 5],
          ],
        },
        {
          name: 'A100',
          costPerHour: 3.67,
          throughput: [
            [20, 2],
            [50, 20],
          ],
        },
      ]),
    );
    if (outcome.status !== 'optimal') expect.fail(outcome.status);
    expect(outcome.fleet.counts).toEqual([10, 0]);
    expect(outcome.fleet.costPerHour).toBeCloseTo(10.1, 12);
    expect(outcome.fleet.loads[0]).toBeGreaterThan(10);
  });
});

describe('a workload that no fleet serves', () => {
  it('names the buckets that no type can serve', async () => {
    const outcome = await solve(problemOf([[0.5, 0.5]], 2, [{ throughput: [[1, 0]] }]));
    expect(outcome).toEqual({
      status: 'infeasible',
      shortfalls: [{ row: 0, column: 1, unserved: 1, limit: 'throughput' }],
    });
  });

  it('names the buckets for which GPUs run out', async () => {
    const outcome = await solve(
      problemOf([[0.5, 0.5]], 4, [{ throughput: [[1, 4]], most: 2 }], { sliceFactor: 4 }),
    );
    if (outcome.status !== 'infeasible') expect.fail(outcome.status);
    expect(outcome.shortfalls).toEqual([
      { row: 0, column: 0, unserved: 0.25, limit: 'availability' },
    ]);
  });
});

describe('a budget', () => {
  it('buys as much as trying every assignment does, on 500 random small problems', () =>
    fc.assert(
      fc.asyncProperty(
        smallProblem.filter(({ types }) => types.length < 3),
        fc.integer({ min: 0, max: 80 }).map((quarters) => quarters / 4),
        async (problem, budgetPerHour) => {
          const expected = mostServedByTrying(problem, budgetPerHour);
          const outcome = await solve({ ...problem, budgetPerHour });
          if (expected === null) {
            expect(outcome.status).toBe('infeasible');
            return;
          }
          if (outcome.status !== 'optimal') expect.fail(outcome.status);
          expect(outcome.fleet.servedRate).toBeCloseTo(expected, 7);
          expect(outcome.fleet.costPerHour).toBeLessThanOrEqual(budgetPerHour + 1e-6);
        },
      ),
      { numRuns: 500 },
    ));

  it('is not spent where it buys nothing', async () => {
    const outcome = await solve(
      problemOf([[1]], 1, [{ costPerHour: 3 }, { costPerHour: 5, throughput: [[9]] }], {
        budgetPerHour: 100,
      }),
    );
    if (outcome.status !== 'optimal') expect.fail(outcome.status);
    expect(outcome.fleet.counts).toEqual([1, 0]);
  });

  it('buys most requests', async () => {
    const outcome = await solve(
      problemOf([[0.5, 0.5]], 4, [{ throughput: [[1, 4]] }], { sliceFactor: 4, budgetPerHour: 2 }),
    );
    if (outcome.status !== 'optimal') expect.fail(outcome.status);
    expect(outcome.fleet.counts).toEqual([2]);
    expect(outcome.fleet.servedRate).toBe(3.5);
  });
});

describe('requests that are next to none', () => {
  it('still need a GPU, in either packing', async () => {
    const problem = problemOf([[0.5, 0.5]], 1e-7, [{}]);
    for (const packing of ['pooled', 'per-instance'] as const) {
      const { outcome } = await solvePlan({ ...problem, packing }, solver, 30);
      if (outcome.status !== 'optimal') expect.fail(outcome.status);
      expect(outcome.fleet.counts).toEqual([1]);
    }
  });
});
