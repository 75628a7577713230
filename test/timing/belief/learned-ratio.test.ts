import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LearnedRatio } from '../../../src/timing/belief/learned-ratio.js';
import { uniform } from '../../support/arbitrary-style.js';
import { holds } from '../../support/property.js';

const BELIEVED = { mean: 8, sd: 2 };
const weight = uniform(0.01, 1);
const ratio = uniform(0.1, 5);

function taught(w: number, ratios: readonly number[]): LearnedRatio {
  const learned = new LearnedRatio(w);
  for (const each of ratios) learned.observe(each * BELIEVED.mean, BELIEVED);
  return learned;
}

describe('LearnedRatio', () => {
  it('leaves a belief as it is until something is observed', () => {
    expect(new LearnedRatio(0.3).corrected(BELIEVED)).toBe(BELIEVED);
    expect(new LearnedRatio(0.3).mean).toBe(1);
  });

  it('is off by (1 − w)ⁿ of the first error after n observations of one ratio', () => {
    holds(fc.tuple(weight, ratio, fc.integer({ min: 1, max: 60 })), ([w, r, n]) => {
      const learned = taught(
        w,
        Array.from({ length: n }, () => r),
      );
      const left = (1 - w) ** n;
      expect(learned.mean).toBeCloseTo(r + left * (1 - r), 10);
      // The variance is that of a mixture: the belief with its weight left, and a constant.
      const variance = left * (BELIEVED.sd / BELIEVED.mean) ** 2 + left * (1 - left) * (1 - r) ** 2;
      expect(learned.corrected(BELIEVED).sd).toBeCloseTo(BELIEVED.mean * Math.sqrt(variance), 8);
    });
  });

  it('is the weighted mean and spread of the belief and all observations', () => {
    holds(fc.tuple(weight, fc.array(ratio, { minLength: 1, maxLength: 30 })), ([w, ratios]) => {
      const weights = ratios.map((_, k) => w * (1 - w) ** (ratios.length - 1 - k));
      const prior = (1 - w) ** ratios.length;
      const sum = (of: (each: number) => number) =>
        ratios.reduce((total, each, k) => total + (weights[k] ?? 0) * of(each), 0);
      const mean = prior + sum((each) => each);
      const own = (BELIEVED.sd / BELIEVED.mean) ** 2;
      const variance = prior * (own + (1 - mean) ** 2) + sum((each) => (each - mean) ** 2);
      const learned = taught(w, ratios);
      expect(learned.mean).toBeCloseTo(mean, 10);
      expect(learned.corrected(BELIEVED).mean).toBeCloseTo(8 * mean, 9);
      expect(learned.corrected(BELIEVED).sd).toBeCloseTo(8 * Math.sqrt(variance), 6);
    });
  });

  it('with weight 1 believes what it saw last, without a doubt', () => {
    expect(taught(1, [3, 0.5]).corrected(BELIEVED)).toEqual({ mean: 4, sd: 0 });
  });

  it('learns nothing where the belief gives no ratio', () => {
    const learned = new LearnedRatio(0.5);
    learned.observe(4, { mean: 0, sd: 0 });
    learned.observe(4, { mean: Number.POSITIVE_INFINITY, sd: 0 });
    expect(learned.corrected(BELIEVED)).toBe(BELIEVED);
  });
});
