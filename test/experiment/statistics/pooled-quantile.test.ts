import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pooledQuantile } from '../../../src/experiment/statistics/pooled-quantile.js';
import { type LatencyCounts, LogHistogram } from '../../../src/metrics/latency/log-histogram.js';
import { createRunKey } from '../../../src/random/run-key.js';

function counted(latencies: readonly number[]): LatencyCounts {
  const histogram = new LogHistogram();
  for (const latency of latencies) histogram.push(latency);
  return histogram.counted();
}

/** The least latency that at least the share p of all does not exceed. */
function slowQuantile(runs: readonly (readonly number[])[], p: number): number {
  const all = runs.flat().sort((a, b) => a - b);
  return all[Math.ceil(p * all.length) - 1] as number;
}

const RUN = fc.array(fc.double({ min: 1e-3, max: 1e5, noNaN: true }), { maxLength: 40 });
const PROBABILITY = fc.double({ min: 0.01, max: 0.99, noNaN: true });

describe('pooledQuantile', () => {
  it('is the quantile of all latencies together, to the width of a bucket', () => {
    fc.assert(
      fc.property(fc.array(RUN, { minLength: 1, maxLength: 6 }), PROBABILITY, (runs, p) => {
        fc.pre(runs.flat().length > 0);
        const { mean, n } = pooledQuantile(runs.map(counted), p);
        expect(n).toBe(runs.filter((run) => run.length > 0).length);
        expect(Math.abs(mean / slowQuantile(runs, p) - 1)).toBeLessThan(0.008);
      }),
    );
  });

  it('weighs requests, not runs', () => {
    const many = Array.from({ length: 900 }, () => 1);
    const few = Array.from({ length: 100 }, () => 10);
    expect(pooledQuantile([counted(many), counted(few)], 0.85).mean).toBeCloseTo(1, 1);
    expect(pooledQuantile([counted(many), counted(few)], 0.95).mean).toBeCloseTo(10, 0);
  });

  it('is the least latency up to which there are enough, where there is a gap behind it', () => {
    expect(pooledQuantile([counted([1, 1, 10, 10])], 0.5).mean).toBeCloseTo(1, 1);
  });

  it('holds the quantile in its interval, the same for the same data', () => {
    fc.assert(
      fc.property(fc.array(RUN, { minLength: 2, maxLength: 6 }), PROBABILITY, (runs, p) => {
        const found = pooledQuantile(runs.map(counted), p);
        expect(pooledQuantile(runs.map(counted), p)).toEqual(found);
        if (found.ci95 === null) return;
        expect(found.ci95[0]).toBeLessThanOrEqual(found.mean);
        expect(found.ci95[1]).toBeGreaterThanOrEqual(found.mean);
      }),
      { numRuns: 50 },
    );
  });

  it('takes whole runs for the unit: requests of one run are no independent evidence', () => {
    const uniform = createRunKey('pooled', 0).stream('runs');
    // Four runs, each at its own level: 10,000 requests know no more than 100.
    const runs = (requests: number) =>
      [1, 2, 4, 8].map((level) =>
        counted(Array.from({ length: requests }, () => level * (1 + 0.1 * uniform.next()))),
      );
    const width = (requests: number) => {
      const { ci95 } = pooledQuantile(runs(requests), 0.5);
      return (ci95?.[1] ?? Number.NaN) - (ci95?.[0] ?? Number.NaN);
    };
    expect(width(10_000)).toBeGreaterThan(0.9 * width(100));
  });

  it('has no interval for one run, nor when all runs agree; nothing without latencies', () => {
    expect(pooledQuantile([counted([1, 2, 3])], 0.5)).toMatchObject({ ci95: null, n: 1 });
    const same = counted([1, 2, 3]);
    expect(pooledQuantile([same, same], 0.5)).toMatchObject({ ci95: null, n: 2 });
    expect(pooledQuantile([counted([])], 0.5)).toEqual({ mean: Number.NaN, ci95: null, n: 0 });
  });

  it('refuses what is no probability', () => {
    expect(() => pooledQuantile([counted([1])], 1)).toThrow('probability');
  });
});
