import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LatencyHistograms } from '../../../src/metrics/latency/keepers.js';
import { LogHistogram } from '../../../src/metrics/latency/log-histogram.js';
import { quantilesOf } from '../../../src/metrics/latency/quantiles.js';

const PROBABILITIES = [0, 0.05, 0.5, 0.9, 0.95, 0.99, 1];
const SECONDS = fc.double({ min: 1e-5, max: 1e8, noNaN: true });

describe('LogHistogram', () => {
  it('answers within half a percent of the exact quantile', () => {
    fc.assert(
      fc.property(fc.array(SECONDS, { minLength: 1, maxLength: 60 }), (values) => {
        const histograms = new LatencyHistograms(1);
        for (const value of values) histograms.of(0).push(value);
        const found = histograms.quantiles(0, PROBABILITIES);
        quantilesOf([Float64Array.from(values)], PROBABILITIES).forEach((exact, at) => {
          expect(Math.abs((found[at] as number) - exact)).toBeLessThanOrEqual(0.005 * exact);
        });
      }),
    );
  });

  it('counts the same whether merged or not', () => {
    fc.assert(
      fc.property(
        fc.array(SECONDS, { minLength: 1, maxLength: 30 }),
        fc.array(SECONDS, { maxLength: 30 }),
        (first, second) => {
          const [a, b, all] = [new LogHistogram(), new LogHistogram(), new LogHistogram()];
          for (const value of first) a.push(value);
          for (const value of second) b.push(value);
          for (const value of [...first, ...second]) all.push(value);
          a.merge(b);
          const ranks = Array.from({ length: all.length }, (_, rank) => rank);
          expect(a.valuesAt(ranks)).toEqual(all.valuesAt(ranks));
        },
      ),
    );
  });

  it('takes what is shorter than a microsecond for 0 and keeps what is absurdly long', () => {
    const histogram = new LogHistogram();
    for (const value of [0, 1e-300, 9e-7, 1e300]) histogram.push(value);
    const [zero, tiny, short, long] = histogram.valuesAt([0, 1, 2, 3]);
    expect([zero, tiny, short]).toEqual([0, 0, 0]);
    expect(long).toBeGreaterThan(2 ** 29);
  });

  it('refuses a rank that it does not have', () => {
    const histogram = new LogHistogram();
    histogram.push(1);
    expect(() => histogram.valuesAt([1])).toThrow('rank out of range');
  });
});
