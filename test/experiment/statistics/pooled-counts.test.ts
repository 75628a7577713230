import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PooledCounts } from '../../../src/experiment/statistics/pooled-counts.js';
import { LogHistogram } from '../../../src/metrics/latency/log-histogram.js';

const RUN = fc.array(fc.double({ min: 1e-3, max: 1e5, noNaN: true }), {
  minLength: 1,
  maxLength: 40,
});

/** The first bucket up to which the mixture has enough, looked for from the left. */
function slowBucket(counts: PooledCounts, p: number, times: readonly number[]): number {
  const excess = (at: number): number =>
    counts.excessUpTo(at, p).reduce((sum, each, run) => sum + each * (times[run] as number), 0);
  let at = 0;
  while (at < counts.buckets - 1 && excess(at) < 0) at++;
  return at;
}

describe('PooledCounts', () => {
  it('finds the bucket of a quantile of any mixture, wherever it begins to look', () => {
    const mixture = fc
      .array(fc.tuple(RUN, fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 5 })
      .filter((runs) => runs.some(([, times]) => times > 0));
    // Eighths: shares of which rounding makes no other bucket.
    const eighths = fc.integer({ min: 1, max: 7 });
    fc.assert(
      fc.property(mixture, eighths, fc.nat(), (runs, eighth, near) => {
        const histograms = runs.map(([run]) => {
          const histogram = new LogHistogram();
          for (const latency of run) histogram.push(latency);
          return histogram.counted();
        });
        const counts = new PooledCounts(histograms);
        const times = runs.map(([, each]) => each);
        const found = counts.bucketOf(eighth / 8, times, near % counts.buckets);
        expect(found).toBe(slowBucket(counts, eighth / 8, times));
      }),
      { numRuns: 1000 },
    );
  });
});
