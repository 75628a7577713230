import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unpairedDifference } from '../../src/metrics/welch.js';

describe('unpairedDifference', () => {
  it('agrees with scipy.stats.ttest_ind(…, equal_var=False)', () => {
    const { difference, pValue } = unpairedDifference([1, 2, 4], [4, 5, 6, 8]);
    const [low, high] = difference.ci95 ?? [];
    expect(difference).toMatchObject({ mean: 5.75 - 7 / 3, n: 3 });
    expect(pValue).toBeCloseTo(0.0411499035196271, 7);
    // stats.t.ppf(0.975, 4.733990147783252) standard errors.
    const reach = 2.614641119244816 * Math.sqrt(7 / 3 / 3 + 35 / 12 / 4);
    expect(low).toBeCloseTo(5.75 - 7 / 3 - reach, 6);
    expect(high).toBeCloseTo(5.75 - 7 / 3 + reach, 6);
  });

  it('is Student’s two-sample t where sizes and variances agree', () => {
    // t = 3 / sqrt(2 · (5/3) / 4) with 6 degrees of freedom.
    const { difference } = unpairedDifference([1, 2, 3, 4], [4, 5, 6, 7]);
    const reach = 2.4469119 * Math.sqrt((2 * (5 / 3)) / 4);
    expect(difference.ci95?.[0]).toBeCloseTo(3 - reach, 5);
    expect(difference.ci95?.[1]).toBeCloseTo(3 + reach, 5);
  });

  it('has p ≤ 0.05 just when the interval leaves 0 out, and changes sign with the order', () => {
    const sample = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const { difference, pValue } = unpairedDifference(a, b);
        const back = unpairedDifference(b, a);
        expect(back.difference.mean).toBeCloseTo(-difference.mean, 12);
        expect(back.pValue).toBe(pValue);
        if (difference.ci95 === null || pValue === null) return;
        const [low, high] = difference.ci95;
        if (Math.abs(pValue - 0.05) > 1e-6) expect(pValue < 0.05).toBe(low > 0 || high < 0);
      }),
    );
  });

  it.each([
    ['a single value on a side', [1], [2, 3]],
    ['no variation', [1, 1], [2, 2]],
    ['nothing defined', [Number.NaN, Number.NaN], [1, 2]],
  ])('gives no interval for %s', (_, a, b) => {
    const { difference, pValue } = unpairedDifference(a, b);
    expect([difference.ci95, pValue]).toEqual([null, null]);
  });
});
