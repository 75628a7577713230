import { describe, expect, it } from 'vitest';
import type { MeasuredBatch, MeasuredRun } from '../../src/interop/measured.js';
import { measuredMetrics } from '../../src/interop/measured-metrics.js';

const batch: MeasuredBatch = {
  model: 0,
  size: 2,
  startedAt: 10,
  loadedAt: 20,
  inferenceSeconds: 5,
  writtenAt: 26,
  trigger: 'size',
};

/** Four requests; two served in time, one after the stop and late, one never. */
const run: MeasuredRun = {
  id: 'a',
  teeMode: 'off',
  strategy: 'BestBatch',
  pattern: 'gamma',
  nominalRate: 1,
  slaSeconds: 30,
  durationSeconds: 60,
  startedAt: '20241003_000000',
  requests: {
    arrivals: Float64Array.of(1, 3, 5, 7),
    models: Uint16Array.of(0, 0, 0, 0),
    batches: Int32Array.of(0, 0, 1, -1),
    latencies: Float64Array.of(25, 23, 58, Number.NaN),
  },
  batches: [
    batch,
    {
      ...batch,
      size: 1,
      startedAt: 58,
      loadedAt: Number.NaN,
      inferenceSeconds: 4,
      writtenAt: 63.5,
    },
  ],
  unfinishedSwaps: 1,
};

describe('the published figures of a measured run', () => {
  it('count what is served after the stop as requests, but not as time', () => {
    expect(measuredMetrics(run)).toEqual({
      overallThroughput: 3 / 25,
      inferenceShare: 5 / 25,
      meanLatencySeconds: (25 + 23 + 58) / 3,
      // Rank 0.95 · 2 = 1.9 among 23, 25, 58.
      p95LatencySeconds: expect.closeTo(25 + 0.9 * 33, 9),
      slaProcessed: 2 / 3,
      slaReceived: 2 / 4,
      lost: 1 / 4,
      switchesTotal: 2,
      batches: 2,
      totalTimeSeconds: 25,
    });
  });

  it('do not count a request that takes exactly the SLA as on time', () => {
    expect(measuredMetrics({ ...run, slaSeconds: 25 }).slaReceived).toBe(1 / 4);
  });

  it('are undefined where nothing was served by the stop', () => {
    const { overallThroughput, totalTimeSeconds } = measuredMetrics({ ...run, durationSeconds: 5 });
    expect(overallThroughput).toBeNaN();
    expect(totalTimeSeconds).toBeNaN();
  });
});
