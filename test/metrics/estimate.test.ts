import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateFraction, estimateMean, estimateRatio } from '../../src/metrics/estimate.js';
import { skewedInterval } from '../../src/metrics/skewed-mean.js';

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

  it('agrees with the plain interval where the fractions hardly vary and are not skewed', () => {
    const values = [0.5, 0.501, 0.499, 0.5005, 0.4995];
    const plain = estimateMean(values);
    const { ci95 } = estimateFraction(values);
    expect(ci95?.[0]).toBeCloseTo(plain.ci95?.[0] ?? Number.NaN, 6);
    expect(ci95?.[1]).toBeCloseTo(plain.ci95?.[1] ?? Number.NaN, 6);
  });

  it('reaches as far as skewness asks for, and as far as the logit does', () => {
    const few = [...Array<number>(14).fill(1), 0.99, 0.99, 0.98, 0.97, 0.9, 0.8];
    const { mean, ci95 } = estimateMean(few);
    const logit = (x: number) => Math.log(x / (1 - x));
    const reach = ((ci95?.[1] ?? 0) - mean) / (mean * (1 - mean));
    const low = estimateFraction(few).ci95?.[0];
    expect(low).toBe(skewedInterval(few)[0]);
    expect(low).toBeLessThan(1 / (1 + Math.exp(reach - logit(mean))));
    // With a single exception the logit reaches further.
    const one = [...Array<number>(9).fill(1), 0.9];
    expect(estimateFraction(one).ci95?.[0]).toBeCloseTo(0.90971, 4);
    expect(skewedInterval(one)[0]).toBeCloseTo(0.91854, 4);
  });

  it('has no interval when every replication is at 1', () => {
    expect(estimateFraction([1, 1, 1])).toEqual({ mean: 1, ci95: null, n: 3 });
  });
});

describe('intervals at another confidence', () => {
  const values = [0.2, 0.3, 0.35, 0.4, 0.7];
  const width = (ci95: readonly [number, number] | null) => (ci95 === null ? 0 : ci95[1] - ci95[0]);

  it('are those of Student t at that confidence', () => {
    // t₀.₉₉₅ with 4 degrees of freedom is 4.604095.
    const { ci95 } = estimateMean([1, 2, 3, 4, 5], undefined, 0.99);
    expect(ci95?.[1]).toBeCloseTo(3 + 4.6040949 * Math.sqrt(2.5 / 5), 6);
  });

  it.each([
    ['means', (confidence?: number) => estimateMean(values, undefined, confidence)],
    ['fractions', (confidence?: number) => estimateFraction(values, confidence)],
    ['ratios', (confidence?: number) => estimateRatio(values, confidence)],
  ])('are wider the more certain they are: %s', (_, estimate) => {
    expect(width(estimate(0.995).ci95)).toBeGreaterThan(width(estimate().ci95));
    expect(estimate(0.95)).toEqual(estimate());
  });
});

describe('estimateRatio', () => {
  it('is the geometric mean, and turned over when its ratios are', () => {
    const ratios = [0.5, 2, 4];
    const { mean, ci95, n } = estimateRatio(ratios);
    const over = estimateRatio(ratios.map((ratio) => 1 / ratio));
    expect(mean).toBeCloseTo(Math.cbrt(4), 12);
    expect(n).toBe(3);
    expect(over.mean).toBeCloseTo(1 / mean, 12);
    expect(over.ci95?.[0]).toBeCloseTo(1 / (ci95?.[1] ?? 0), 9);
  });
});
