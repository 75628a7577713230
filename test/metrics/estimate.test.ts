import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateFraction, estimateMean } from '../../src/metrics/estimate.js';

describe('estimateMean', () => {
  it('gives the mean with a Student t interval', () => {
    // t₀.₉₇₅ with 4 degrees of freedom is 2.776445; the sample's sd is √2.5.
    const { mean, ci95, n } = estimateMean([1, 2, 3, 4, 5]);
    const halfWidth = 2.7764451 * Math.sqrt(2.5 / 5);
    expect(mean).toBe(3);
    expect(n).toBe(5);
    expect(ci95?.[0]).toBeCloseTo(3 - halfWidth, 6);
    expect(ci95?.[1]).toBeCloseTo(3 + halfWidth, 6);
  });

  it('has no interval for one replication', () => {
    expect(estimateMean([4.2])).toEqual({ mean: 4.2, ci95: null, n: 1 });
  });

  it('has no interval, and no rounding error, without variation', () => {
    expect(estimateMean([0.1, 0.1, 0.1])).toEqual({ mean: 0.1, ci95: null, n: 3 });
  });

  it('does not take rounding for variation', () => {
    expect(estimateMean([0.3, 0.1 + 0.2, 0.3]).ci95).toBeNull();
    expect(estimateMean([1e-9, 1.0001e-9]).ci95).not.toBeNull();
  });

  it('judges rounding by the scale given', () => {
    expect(estimateMean([1e-14, 3e-14], 5).ci95).toBeNull();
    expect(estimateMean([1e-14, 3e-14]).ci95).not.toBeNull();
  });

  it('counts the replications in which the figure is defined', () => {
    const found = estimateMean([Number.NaN, 2, 4, Number.NaN]);
    expect(found).toEqual({ ...estimateMean([2, 4]), n: 2 });
  });

  it('is not defined when the figure never is', () => {
    expect(estimateMean([Number.NaN])).toEqual({ mean: Number.NaN, ci95: null, n: 0 });
  });
});

describe('estimateFraction', () => {
  it('keeps the interval around the mean and within 0 and 1', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.integer({ min: 0, max: 1000 }).map((count) => count / 1000),
          { minLength: 2, maxLength: 12 },
        ),
        (values) => {
          const { mean, ci95 } = estimateFraction(values);
          if (ci95 === null) return;
          expect(ci95[0]).toBeGreaterThanOrEqual(0);
          expect(ci95[0]).toBeLessThanOrEqual(mean);
          expect(ci95[1]).toBeGreaterThanOrEqual(mean);
          expect(ci95[1]).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('is defined when some replications are at 0 or 1', () => {
    const { mean, ci95 } = estimateFraction([1, 1, 0.98, 1]);
    expect(mean).toBeCloseTo(0.995, 12);
    expect(ci95).not.toBeNull();
  });

  it('agrees with the plain interval where the fractions hardly vary', () => {
    const values = [0.5, 0.501, 0.499, 0.5005];
    const plain = estimateMean(values);
    const { ci95 } = estimateFraction(values);
    expect(ci95?.[0]).toBeCloseTo(plain.ci95?.[0] ?? Number.NaN, 6);
    expect(ci95?.[1]).toBeCloseTo(plain.ci95?.[1] ?? Number.NaN, 6);
  });

  it('has no interval when every replication is at 1', () => {
    expect(estimateFraction([1, 1, 1])).toEqual({ mean: 1, ci95: null, n: 3 });
  });
});
