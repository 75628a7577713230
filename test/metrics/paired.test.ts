import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareUnweightedMeans, pairedDifference } from '../../src/metrics/paired.js';

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

  it('does not take rounding for variation of a difference', () => {
    const b = [0.1, 0.7, 1.3, 50.9];
    const a = b.map((value) => value + 0.3);
    expect(new Set(a.map((value, at) => value - (b[at] ?? 0))).size).toBeGreaterThan(1);
    const { difference, varianceRatio } = pairedDifference(a, b);
    expect(difference.mean).toBeCloseTo(0.3, 12);
    expect(difference.ci95).toBeNull();
    expect(varianceRatio).toBe(Number.POSITIVE_INFINITY);
  });

  it('gives no interval of a ratio that does not vary', () => {
    const b = [0.1, 0.7, 1.3, 1.45];
    expect(pairedDifference([0, 0, 0, 0], b).ratio).toEqual({ mean: 0, ci95: null, n: 4 });
    for (const factor of [0.5, 0.3, 7.1]) {
      const { ratio } = pairedDifference(
        b.map((value) => factor * value),
        b,
      );
      expect(ratio.mean).toBeCloseTo(factor, 12);
      expect(ratio.ci95).toBeNull();
    }
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

describe('compareUnweightedMeans', () => {
  it('weighs cells equally within a replication', () => {
    // Replication 0: (1 + 30) / (2 + 60); replication 1: (3 + 10) / (6 + 20).
    const { ratio, meanA, meanB, leftOut } = compareUnweightedMeans(
      [
        [1, 3],
        [30, 10],
      ],
      [
        [2, 6],
        [60, 20],
      ],
    );
    expect(ratio.mean).toBeCloseTo(0.5, 12);
    expect({ ...ratio, mean: 0 }).toEqual({ mean: 0, ci95: null, n: 2 });
    expect({ meanA, meanB, leftOut }).toEqual({ meanA: 11, meanB: 22, leftOut: 0 });
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
    const ratio = compareUnweightedMeans(above, below).ratio;
    const inverse = compareUnweightedMeans(below, above).ratio;
    expect(ratio.mean).toBeCloseTo(1 / inverse.mean, 12);
    expect(ratio.ci95?.[0]).toBeCloseTo(1 / (inverse.ci95?.[1] ?? Number.NaN), 12);
    expect(ratio.ci95?.[0]).toBeLessThan(ratio.mean);
  });

  it('takes means and ratio over the pairs that are defined on both sides', () => {
    const { ratio, meanA, meanB, leftOut } = compareUnweightedMeans(
      [
        [6, 8, Number.NaN],
        [Number.NaN, 40, 3],
      ],
      [
        [2, 4, 1],
        [50, 20, Number.NaN],
      ],
    );
    // Replication 0: 6 over 2; replication 1: 24 over 12; replication 2 has no pair.
    expect({ meanA, meanB, leftOut, n: ratio.n }).toEqual({
      meanA: 15,
      meanB: 7,
      leftOut: 3,
      n: 2,
    });
    expect(ratio.mean).toBeCloseTo(Math.sqrt(3 * 2), 12);
  });

  it('has nothing to show where no pair is defined', () => {
    const { ratio, meanA, meanB, leftOut } = compareUnweightedMeans([[Number.NaN]], [[1]]);
    expect([meanA, meanB, ratio.mean]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(leftOut).toBe(1);
  });

  it('has no interval where the ratio varies by rounding only', () => {
    const { ratio } = compareUnweightedMeans([[0.1 + 0.2, 3, 0.9]], [[0.3, 3, 0.9]]);
    expect(ratio.ci95).toBeNull();
  });

  it('refuses grids of different size', () => {
    expect(() => compareUnweightedMeans([[1]], [])).toThrow('cells must match');
  });
});
