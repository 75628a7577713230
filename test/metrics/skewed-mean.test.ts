import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateMean } from '../../src/metrics/estimate.js';
import { skewedInterval } from '../../src/metrics/skewed-mean.js';

const VALUES = fc
  .array(
    fc.integer({ min: -1e5, max: 1e5 }).map((whole) => whole / 1000),
    { minLength: 2, maxLength: 30 },
  )
  .filter((values) => estimateMean(values).ci95 !== null);

describe('skewedInterval', () => {
  it("ends where Hall's transform of the t statistic is ± t", () => {
    // g(T) = T + γT²/(3√n) + γ²T³/(27n) + γ/(6√n), as Hall (1992) writes it.
    fc.assert(
      fc.property(VALUES, (values) => {
        const n = values.length;
        const { mean, ci95 } = estimateMean(values);
        const central = (power: number) =>
          values.reduce((sum, value) => sum + (value - mean) ** power, 0) / n;
        const skewness = central(3) / central(2) ** 1.5;
        const standardError = Math.sqrt(central(2) / (n - 1));
        const critical = ((ci95?.[1] ?? 0) - mean) / standardError;
        skewedInterval(values).forEach((end, at) => {
          const T = (mean - end) / standardError;
          const root = Math.sqrt(n);
          const transformed =
            T +
            (skewness * T ** 2) / (3 * root) +
            (skewness ** 2 * T ** 3) / (27 * n) +
            skewness / (6 * root);
          expect(transformed / critical).toBeCloseTo(at === 0 ? 1 : -1, 4);
        });
      }),
    );
  });

  it('is Student t without skewness, contains the mean, and reaches further on the skewed side', () => {
    const plain = estimateMean([1, 2, 3, 4, 5]).ci95;
    skewedInterval([1, 2, 3, 4, 5]).forEach((end, at) => {
      expect(end).toBeCloseTo(plain?.[at] ?? Number.NaN, 9);
    });
    const [low, high] = skewedInterval([0, 0, 0, 0, 0, 0, 0, 0, 0, 10]);
    expect(high - 1).toBeGreaterThan(2 * (1 - low));
    fc.assert(
      fc.property(VALUES, (values) => {
        const { mean } = estimateMean(values);
        const [from, to] = skewedInterval(values);
        expect(from).toBeLessThan(mean);
        expect(to).toBeGreaterThan(mean);
      }),
    );
  });

  it('turns over with the sign of the values', () => {
    fc.assert(
      fc.property(VALUES, (values) => {
        const [low, high] = skewedInterval(values);
        const [from, to] = skewedInterval(values.map((value) => -value));
        const scale = Math.max(high - low, 1e-9);
        expect((from + high) / scale).toBeCloseTo(0, 6);
        expect((to + low) / scale).toBeCloseTo(0, 6);
      }),
    );
  });
});
