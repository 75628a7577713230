import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BoundResult, boundOf } from '../../src/bound/bound.js';
import { createGrid } from '../../src/bound/grid.js';
import { type BoundProblem, relaxed, tellingLeft } from '../../src/bound/problem.js';
import { onTimeByModel } from '../../src/bound/schedule.js';
import { search, wholeRequests } from '../../src/bound/search.js';
import { bestPath } from '../../src/bound/visit-path.js';
import { hasSwapsAtOnce, VisitProgram } from '../../src/bound/visit-program.js';
import { problemOf, withoutChance } from '../../src/experiment/bound/problem-of.js';
import { holds } from '../support/property.js';
import { exhaustiveOptimum } from './exhaustive.js';
import { tinyScenarios } from './tiny-scenarios.js';
import { done } from './work.js';

const tinyProblems = tinyScenarios().map((scenario) => problemOf(withoutChance(scenario), 0));

function bounded(problem: BoundProblem, slotSeconds: number | null = null): BoundResult {
  return done(boundOf(problem, { slotSeconds, isOver: () => false }));
}

describe('a dozen requests for three models', () => {
  it('have an optimum, by trying everything, between the schedule found and the bound', () => {
    const ratios: number[] = [];
    holds(tinyProblems, (problem) => {
      const optimum = exhaustiveOptimum(problem);
      const { bound, feasible, trivial } = bounded(problem);
      expect(bound).toBeGreaterThanOrEqual(optimum);
      expect(trivial).toBeGreaterThanOrEqual(bound);
      expect(feasible).toBeLessThanOrEqual(optimum);
      if (optimum > 0) ratios.push(bound / optimum);
    });
    ratios.sort((a, b) => a - b);
    const quantile = (share: number): number => ratios[Math.floor(share * ratios.length)] ?? 0;
    expect(quantile(0.5)).toBeLessThanOrEqual(1.1);
    expect(quantile(0.9)).toBeLessThanOrEqual(1.35);
  });
});

/** Each tries everything: these laws are checked on fewer problems than the first. */
const FEWER = 300;

/** A problem, prices of its requests, and a grid that can be used for it. */
const priced = fc.record({
  problem: tinyProblems,
  prices: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 12, maxLength: 12 }),
  // Every batch of these problems takes a quarter of a second at least.
  slotSeconds: fc.constantFrom(1 / 4, 1 / 8, 1 / 32),
  width: fc.constantFrom(1, 2, 5, 1000),
  markSeconds: fc.constantFrom(Number.POSITIVE_INFINITY, 1.25, 4),
});

interface Priced {
  readonly problem: BoundProblem;
  readonly prices: readonly number[];
  readonly slotSeconds: number;
  readonly markSeconds: number;
}

function solved({ problem, prices: all, slotSeconds, markSeconds }: Priced) {
  const plain = relaxed(problem);
  const wants =
    Number.isFinite(markSeconds) && !hasSwapsAtOnce(createGrid(plain, slotSeconds), plain.swaps);
  const swaps = wants ? tellingLeft(plain.swaps) : plain.swaps;
  const easier = { ...plain, swaps };
  const grid = createGrid(easier, slotSeconds);
  const prices = easier.models.map(({ arrivals }) =>
    Float64Array.from(all.slice(0, arrivals.length)),
  );
  const gains = prices.map((each) => each.map((price) => 1 - price));
  const program = new VisitProgram(
    grid,
    swaps,
    wants ? markSeconds / slotSeconds : Number.POSITIVE_INFINITY,
  );
  const worth = program.solve(gains);
  const priceSum = prices.reduce((sum, each) => each.reduce((a, b) => a + b, sum), 0);
  return { easier, prices, gains, program, worth, priceSum };
}

describe('the best path at any prices, on any grid', () => {
  it('bounds the optimum with the sum of the prices', () => {
    holds(
      priced,
      (each) => {
        const { worth, priceSum } = solved(each);
        expect(wholeRequests(worth + priceSum)).toBeGreaterThanOrEqual(
          exhaustiveOptimum(each.problem),
        );
      },
      FEWER,
    );
  });

  it('is worth what its batches are, and can be walked', () => {
    holds(
      priced,
      (each) => {
        const { program, gains, worth } = solved(each);
        const gained = bestPath(program).flatMap(({ model, from, count }) => [
          ...(gains[model]?.subarray(from, from + count) ?? []),
        ]);
        expect(gained.reduce((a, b) => a + b, 0)).toBeCloseTo(worth, 6);
      },
      FEWER,
    );
  });
});

describe('paths that remember how far they came with the model they left', () => {
  it('are never worth more than those that forget, and some are worth less', () => {
    let less = 0;
    holds(
      priced,
      (each) => {
        const forgets = solved({ ...each, markSeconds: Number.POSITIVE_INFINITY }).worth;
        const { worth } = solved({ ...each, markSeconds: 1.25 });
        expect(worth).toBeLessThanOrEqual(forgets + 1e-9);
        if (worth < forgets - 1e-6) less++;
      },
      FEWER,
    );
    expect(less).toBeGreaterThan(0);
  });
});

describe('a search', () => {
  it('that gives up labels still bounds the optimum, and finds what can be carried out', () => {
    holds(
      priced,
      (each) => {
        const { problem, width } = each;
        const { easier, prices, program, priceSum } = solved(each);
        const optimum = exhaustiveOptimum(problem);
        const options = { width, moreThan: 0, prices, priceSum };
        expect(done(search(easier, program, options)).bound).toBeGreaterThanOrEqual(optimum);
        const { schedule, served } = done(
          search({ ...problem, swaps: easier.swaps }, program, options),
        );
        const onTime = onTimeByModel({ ...problem, roundingSeconds: 0 }, schedule ?? []);
        expect(onTime.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(optimum);
        // Of data whose sums are not exact it may count a request that is late by rounding.
        if (problem.roundingSeconds === 0) expect(onTime.reduce((a, b) => a + b, 0)).toBe(served);
      },
      FEWER,
    );
  });
});
