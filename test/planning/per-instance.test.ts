import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { demandsOf } from '../../src/planning/demand.js';
import type { IlpSolver } from '../../src/planning/ilp.js';
import { solvePooled } from '../../src/planning/solve.js';
import { solvePerInstance } from '../../src/planning/solve-instances.js';
import { loadHighs } from '../../src/planning/solver/highs.js';
import { stoppedEarly } from '../../src/planning/stopped.js';
import type { PlanProblem } from '../../src/planning/types.js';
import { cheapestPackingByTrying, problemOf, smallProblem } from './small-problems.js';

let solver: IlpSolver;
beforeAll(async () => {
  solver = await loadHighs();
});

const solve = async (problem: PlanProblem) => (await solvePerInstance(problem, solver, 30)).outcome;

describe('slices that each lie on one GPU', () => {
  it('cost what trying every packing finds, on 500 random small problems', () =>
    fc.assert(
      fc.asyncProperty(smallProblem, async (problem) => {
        const expected = cheapestPackingByTrying(problem);
        const outcome = await solve(problem);
        if (expected === null) {
          expect(outcome.status).toBe('infeasible');
          if (outcome.status === 'infeasible') expect(outcome.shortfalls).not.toEqual([]);
          return;
        }
        if (outcome.status !== 'optimal') expect.fail(outcome.status);
        expect(outcome.fleet.costPerHour).toBeCloseTo(expected, 9);
        const loads = outcome.fleet.instanceLoads?.flat() ?? [];
        expect(Math.max(0, ...loads)).toBeLessThanOrEqual(1 + 1e-5);
        expect(outcome.fleet.instanceLoads?.map((each) => each.length)).toEqual(
          outcome.fleet.counts,
        );
      }),
      { numRuns: 500 },
    ));

  it('never cost less than pooled, nor more than a rule of thumb', () =>
    fc.assert(
      fc.asyncProperty(smallProblem, async (problem) => {
        const packed = await solve(problem);
        if (packed.status !== 'optimal') return;
        const pooled = (await solvePooled(problem, solver, 30)).outcome;
        const { outcome: thumb } = stoppedEarly(problem, 1);
        if (pooled.status !== 'optimal') expect.fail(pooled.status);
        const { costPerHour } = packed.fleet;
        expect(costPerHour).toBeGreaterThanOrEqual(pooled.fleet.costPerHour - 1e-9);
        if (thumb.status === 'infeasible' || thumb.fleet === null) return;
        expect(costPerHour).toBeLessThanOrEqual(thumb.fleet.costPerHour + 1e-9);
      }),
      { numRuns: 100 },
    ));

  it('need three GPUs for three slices of 0.6, where pooled need two', async () => {
    const problem = problemOf([[1]], 1.8, [{}], { sliceFactor: 3 });
    const [packed, pooled] = [await solve(problem), await solvePooled(problem, solver, 30)];
    if (packed.status !== 'optimal' || pooled.outcome.status !== 'optimal') expect.fail();
    expect(packed.fleet.counts).toEqual([3]);
    expect(packed.fleet.instanceLoads?.[0]?.map((load) => Number(load.toFixed(9)))).toEqual([
      0.6, 0.6, 0.6,
    ]);
    expect(pooled.outcome.fleet.counts).toEqual([2]);
  });

  it('that are more than any GPU takes are named', async () => {
    const outcome = await solve(problemOf([[0.5, 0.5]], 4, [{ throughput: [[1, 4]] }]));
    expect(outcome).toEqual({
      status: 'infeasible',
      shortfalls: [{ row: 0, column: 0, unserved: 1, limit: 'instance' }],
    });
  });

  it('for which GPUs run out are named, though pooled they would do', async () => {
    const outcome = await solve(problemOf([[1]], 1.8, [{ most: 2 }], { sliceFactor: 3 }));
    if (outcome.status !== 'infeasible') expect.fail(outcome.status);
    expect(outcome.shortfalls).toEqual([
      { row: 0, column: 0, unserved: 1 - 2 / 3, limit: 'availability' },
    ]);
  });

  it('are served as far as a budget goes', async () => {
    const problem = problemOf([[1]], 1.8, [{}], { sliceFactor: 3, budgetPerHour: 2 });
    const outcome = await solve(problem);
    if (outcome.status !== 'optimal') expect.fail(outcome.status);
    expect(outcome.fleet.counts).toEqual([2]);
    const [demand] = demandsOf(problem);
    expect(outcome.fleet.servedRate).toBeCloseTo(2 * (demand?.sliceRate ?? 0), 12);
  });
});
