import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairedDifference, ratioOfUnweightedMeans } from '../../src/metrics/paired.js';

const VALUES = fc.double({ min: 1, max: 100, noNaN: true });

describe('pairedDifference', () => {
  it('takes the interval of the differences, not of the parts', () => {
    // Differences 2, 3, 4: mean 3, sd 1; t₀.₉₇₅ with 2 degrees of freedom is 4.302653.
    const { difference, meanA, meanB } = pairedDifference([12, 103, 54], [10, 100, 50]);
    expect(meanA).toBeCloseTo(169 / 3, 12);
    expect(meanB).toBeCloseTo(160 / 3, 12);
    expect(difference.mean).toBeCloseTo(3, 12);
    expect(difference.ci95?.[1]).toBeCloseTo(3 + 4.30265273 / Math.sqrt(3), 6);
  });

  it('says how much pairing gained', () => {
    const a = [10, 20, 30, 40];
    // Var a = Var b = 500/3, Var(a − b) = 1/3.
    const { varianceRatio } = pairedDifference(a, [10, 21, 30, 41]);
    const varB = (15.5 ** 2 + 4.5 ** 2 + 4.5 ** 2 + 15.5 ** 2) / 3;
    expect(varianceRatio).toBeCloseTo((500 / 3 + varB) / (1 / 3), 9);
  });

  it('shows by a variance ratio below 1 that pairing hurt', () => {
    expect(pairedDifference([1, 2, 3], [3, 2, 1]).varianceRatio).toBeCloseTo(0.5, 12);
  });

  it('has an infinite variance ratio for a constant difference, none without variation', () => {
    expect(pairedDifference([1, 2], [2, 3]).varianceRatio).toBe(Number.POSITIVE_INFINITY);
    expect(pairedDifference([1, 1], [2, 2]).varianceRatio).toBeNaN();
    expect(pairedDifference([1], [2]).varianceRatio).toBeNaN();
  });

  it('leaves out replications in which one side is not defined', () => {
    const { n, meanA, meanB } = pairedDifference([1, Number.NaN, 3], [5, 6, 7]);
    expect({ n, meanA, meanB }).toEqual({ n: 2, meanA: 2, meanB: 6 });
  });

  it("ends Fieller's interval where Student t just tells a − r·b from 0", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(VALUES, VALUES), { minLength: 3, maxLength: 12 }), (pairs) => {
        const a = pairs.map(([value]) => value);
        const b = pairs.map(([, value]) => value);
        const { ci95 } = pairedDifference(a, b).ratio;
        for (const r of ci95 ?? []) {
          const scaled = b.map((value) => r * value);
          const { mean, ci95: around } = pairedDifference(a, scaled).difference;
          const halfWidth = around === null ? 0 : (around[1] - around[0]) / 2;
          expect(Math.abs(mean)).toBeCloseTo(halfWidth, 6);
        }
      }),
    );
  });

  it('gives no interval of the ratio when the baseline cannot be told from 0', () => {
    const { ratio } = pairedDifference([1, 2, 3], [-1, 0.5, 1]);
    expect(ratio.mean).toBeCloseTo(12, 9);
    expect(ratio.ci95).toBeNull();
  });

  it('refuses lists that are no pairs', () => {
    expect(() => pairedDifference([1, 2], [1])).toThrow('pairs must match');
  });
});

describe('ratioOfUnweightedMeans', () => {
  it('weighs cells equally within a replication', () => {
    // Replication 0: (1 + 30) / (2 + 60); replication 1: (3 + 10) / (6 + 20).
    const { mean, ci95, n } = ratioOfUnweightedMeans(
      [
        [1, 3],
        [30, 10],
      ],
      [
        [2, 6],
        [60, 20],
      ],
    );
    expect(mean).toBeCloseTo(0.5, 12);
    expect(ci95).toBeNull();
    expect(n).toBe(2);
  });

  it('has an interval that turns over with the ratio', () => {
    const above = [
      [10, 12, 11],
      [20, 22, 19],
    ];
    const below = [
      [8, 8, 9],
      [11, 10, 12],
    ];
    const ratio = ratioOfUnweightedMeans(above, below);
    const inverse = ratioOfUnweightedMeans(below, above);
    expect(ratio.mean).toBeCloseTo(1 / inverse.mean, 12);
    expect(ratio.ci95?.[0]).toBeCloseTo(1 / (inverse.ci95?.[1] ?? Number.NaN), 12);
    expect(ratio.ci95?.[0]).toBeLessThan(ratio.mean);
  });

  it('leaves a cell that is undefined on one side out of both', () => {
    const { mean, n } = ratioOfUnweightedMeans([[6], [Number.NaN]], [[2], [50]]);
    expect({ mean: Math.round(mean * 1e9) / 1e9, n }).toEqual({ mean: 3, n: 1 });
  });

  it('refuses grids of different size', () => {
    expect(() => ratioOfUnweightedMeans([[1]], [])).toThrow('cells must match');
  });
});
