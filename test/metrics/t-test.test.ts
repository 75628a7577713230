import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateMean } from '../../src/metrics/estimate.js';
import { isWithin, pValueOf } from '../../src/metrics/t-test.js';

const VALUES = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2 });

describe('pValueOf', () => {
  it('is that of tables', () => {
    // t = 2.1318468 with 4 degrees of freedom: one-sided 5 %.
    const mean = 2.1318468 * Math.sqrt(2.5 / 5);
    const estimate = estimateMean([1, 2, 3, 4, 5].map((value) => value - 3 + mean));
    expect(pValueOf(estimate)).toBeCloseTo(0.1, 6);
  });

  it('is 5 % exactly when the 95 % interval ends at 0', () => {
    fc.assert(
      fc.property(VALUES, (values) => {
        const { ci95 } = estimateMean(values);
        fc.pre(ci95 !== null && ci95[1] - ci95[0] > 1e-6);
        const atZero = estimateMean(values.map((value) => value - (ci95?.[0] ?? 0)));
        expect(pValueOf(atZero)).toBeCloseTo(0.05, 5);
      }),
    );
  });

  it('is far from 0 in digits, not in size, for a large t', () => {
    const p = pValueOf(estimateMean(Array.from({ length: 30 }, (_, at) => 1000 + (at % 2))));
    expect(p).toBeGreaterThan(0);
    expect(p).toBeLessThan(1e-60);
  });

  it('is none without an interval', () => {
    expect(pValueOf(estimateMean([3]))).toBeNull();
    expect(pValueOf(estimateMean([3, 3, 3]))).toBeNull();
  });
});

describe('isWithin', () => {
  it('asks for the whole 90 % interval inside the margins', () => {
    // Mean 3; ± t₀.₉₅ · √(2.5 / 5) with 4 degrees of freedom.
    const estimate = estimateMean([1, 2, 3, 4, 5]);
    const edge = 3 + 2.1318468 * Math.sqrt(2.5 / 5);
    expect(isWithin(estimate, edge + 1e-5)).toBe(true);
    expect(isWithin(estimate, edge - 1e-5)).toBe(false);
    const negative = estimateMean([-1, -2, -3, -4, -5]);
    expect(isWithin(negative, edge - 1e-5)).toBe(false);
  });

  it('shows nothing without an interval', () => {
    expect(isWithin(estimateMean([0]), 1)).toBe(false);
  });
});
