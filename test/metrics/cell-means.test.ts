import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meansOverCells } from '../../src/metrics/cell-means.js';

const GRID = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }))
  .chain(([cells, replications]) =>
    fc.array(
      fc.array(fc.double({ min: 1, max: 100, noNaN: true }), {
        minLength: replications,
        maxLength: replications,
      }),
      { minLength: cells, maxLength: cells },
    ),
  );

describe('meansOverCells', () => {
  it('takes the mean of all cells in each replication, on every side', () => {
    const one = [
      [1, 10],
      [3, 20],
    ];
    const other = [
      [5, 6],
      [7, 8],
    ];
    expect(meansOverCells([{ values: one }, { values: other }])).toEqual({
      means: [
        [2, 15],
        [6, 7],
      ],
      leftOut: 0,
    });
  });

  it('weights cells within a replication', () => {
    const values = [[0.8], [0.2]];
    const { means } = meansOverCells([{ values, weights: [[100], [300]] }]);
    // 80 of 100 and 60 of 300 are 140 of 400.
    expect(means[0]?.[0]).toBeCloseTo(0.35, 12);
  });

  it('sees the same cells on all sides, and counts those it leaves out', () => {
    const gap = [
      [1, Number.NaN],
      [3, Number.NaN],
      [Number.NaN, 4],
    ];
    const whole = [
      [10, 10],
      [30, 30],
      [50, Number.NaN],
    ];
    expect(meansOverCells([{ values: gap }, { values: whole }])).toEqual({
      means: [[2], [20]],
      leftOut: 4,
    });
  });

  it('leaves out a cell without a weight', () => {
    const weights = [[1], [Number.NaN]];
    const found = meansOverCells([{ values: [[2], [4]], weights }]);
    expect(found).toEqual({ means: [[2]], leftOut: 1 });
  });

  it('does not depend on the size of equal weights', () => {
    fc.assert(
      fc.property(GRID, fc.double({ min: 0.1, max: 10, noNaN: true }), (values, weight) => {
        const weights = values.map((row) => row.map(() => weight));
        const plain = meansOverCells([{ values }]).means[0] ?? [];
        const weighted = meansOverCells([{ values, weights }]).means[0] ?? [];
        plain.forEach((mean, at) => {
          expect(weighted[at]).toBeCloseTo(mean, 9);
        });
      }),
    );
  });

  it('refuses sides of different size', () => {
    expect(() => meansOverCells([{ values: [[1]] }, { values: [] }])).toThrow('cells must match');
  });
});
