import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GpuType } from '../../../src/planning/types.js';
import { type Choice, typeToAdd } from '../../../src/planning/verify/add-capacity.js';
import { exchanges } from '../../../src/planning/verify/exchanges.js';
import { tableModel } from '../../../src/planning/verify/table-model.js';
import type { FleetFigures } from '../../../src/planning/verify/types.js';
import { holds } from '../../support/property.js';
import { optionsOf, problemOf } from './support.js';

type Offer = Parameters<typeof problemOf>[3][number];

function choiceOf(offers: readonly Offer[], parts: Partial<Choice> = {}): Choice {
  const problem = problemOf([0.5, 0.5], [10, 100], 1, offers);
  const { types } = problem;
  const model = tableModel(problem, optionsOf({}));
  return { model, types, allowed: types.map((_, type) => type), isSent: () => true, ...parts };
}

function figures(counts: readonly number[], missed: readonly number[]): FleetFigures {
  return {
    counts,
    costPerHour: 0,
    attainment: { mean: 0.5, ci95: null, n: 1 },
    received: [100, 100],
    met: missed.map((count) => 100 - count),
    turnedAway: 0,
    busyShare: [],
    secondsPerToken: { p50: null, p99: null },
  };
}

describe('the type that is added', () => {
  const cheapShort = { served: [10, 0.2], costPerHour: 1 };
  const goodLong = { served: [20, 4], costPerHour: 4 };

  it('is the one that serves those that missed at the least cost', () => {
    const choice = choiceOf([cheapShort, goodLong]);
    expect(typeToAdd(choice, figures([1, 1], [50, 0]))).toBe(0);
    expect(typeToAdd(choice, figures([1, 1], [0, 50]))).toBe(1);
  });

  it('serves what missed, not only what is cheap to serve', () => {
    const choice = choiceOf([{ served: [100, 0], costPerHour: 1 }, goodLong]);
    // A tenth of the cost, for a hundredth of those that missed.
    expect(typeToAdd(choice, figures([1, 1], [1, 99]))).toBe(1);
  });

  it('is not one on which they would be too slow even alone', () => {
    // 10 tokens at 0.1 s: 1 s, and this one needs 2.
    const choice = choiceOf([{ served: [0.5, 0.5], costPerHour: 0.01 }, goodLong]);
    expect(typeToAdd(choice, figures([1, 1], [50, 0]))).toBe(1);
  });

  it('is available, and of those that are allowed', () => {
    const scarce = choiceOf([{ ...cheapShort, most: 1 }, goodLong]);
    expect(typeToAdd(scarce, figures([1, 1], [50, 0]))).toBe(1);
    const only = choiceOf([{ ...cheapShort, most: 1 }, goodLong], { allowed: [0] });
    expect(typeToAdd(only, figures([1, 1], [50, 0]))).toBe(-1);
  });

  it('makes room by serving others, where none serves those that missed', () => {
    const choice = choiceOf([cheapShort, goodLong], { isSent: (_, bucket) => bucket === 0 });
    expect(typeToAdd(choice, figures([1, 1], [0, 50]))).toBe(0);
  });
});

const offered: fc.Arbitrary<readonly GpuType[]> = fc.array(
  fc
    .record({
      cents: fc.integer({ min: 1, max: 900 }),
      least: fc.integer({ min: 0, max: 1 }),
      most: fc.constantFrom(2, 5, Number.POSITIVE_INFINITY),
    })
    .map(({ cents, least, most }) => ({
      ...{ name: 'gpu', throughput: [], costPerHour: cents / 100 },
      ...{ least, most },
    })),
  { minLength: 1, maxLength: 4 },
);

describe('exchanges', () => {
  const cost = (types: readonly GpuType[], counts: readonly number[]): number =>
    types.reduce((sum, { costPerHour }, type) => sum + costPerHour * (counts[type] ?? 0), 0);

  it('cost less, and keep to what must and can be had', () => {
    const cases = fc.record({ types: offered, spread: fc.array(fc.integer({ min: 0, max: 5 })) });
    holds(cases, ({ types, spread }) => {
      const counts = types.map(({ least, most }, type) =>
        Math.min(most, least + (spread[type] ?? 0)),
      );
      const allowed = types.map((_, type) => type);
      for (const other of exchanges({ types, allowed }, counts)) {
        expect(cost(types, other)).toBeLessThan(cost(types, counts));
        other.forEach((count, type) => {
          expect(count).toBeGreaterThanOrEqual(types[type]?.least ?? 0);
          expect(count).toBeLessThanOrEqual(types[type]?.most ?? 0);
        });
      }
    });
  });

  it('are one for as many as cost less, and as few as cost more for one', () => {
    const { types } = problemOf([1], [10], 1, [
      { served: [1], costPerHour: 1.01 },
      { served: [1], costPerHour: 3.67 },
    ]);
    expect(exchanges({ types, allowed: [0, 1] }, [4, 2])).toEqual([
      [0, 3],
      [7, 1],
      [5, 1],
    ]);
  });
});
