import type { ModelSummary, RunSummary } from '../../src/metrics/summary.js';

/** A summary of made-up figures, most of them proportional to `size`, fractions below 1. */
export function sampleSummary(size: number): RunSummary {
  const part = modelPart(size);
  const share = size / (4 * (1 + size));
  return {
    ...part,
    throughput: { requestsPerSecond: size, inferenceRequestsPerSecond: 2 * size },
    gpu: {
      inferenceShare: share,
      loadShare: share,
      unloadShare: share,
      writeShare: share,
      idleShare: 1 - 4 * share,
    },
    fairness: { minAttainmentReceived: share, jainIndex: 2 * share },
    perModel: { 'a.b': part, c: modelPart(2 * size) },
    published: {
      overallThroughput: size,
      inferenceShare: share,
      meanLatencySeconds: size,
      p95LatencySeconds: size * 3,
      slaProcessed: 2 * share,
      slaReceived: share,
      lost: share,
      switchesTotal: size * 7,
      batches: size * 8,
      totalTimeSeconds: 1000 + size,
    },
    horizon: { warmUpSeconds: 0 },
  };
}

function modelPart(size: number): ModelSummary {
  const share = size / (4 * (1 + size));
  return {
    requests: {
      received: 100 * size,
      processed: 60 * size,
      lost: 25 * size,
      dropped: 5 * size,
      leftOver: 10 * size,
    },
    latencySeconds: {
      mean: size,
      sd: size / 2,
      p50: size * 1.5,
      p90: size * 2,
      p95: size * 3,
      p99: size * 4,
      max: size * 5,
    },
    sla: { seconds: 60, attainmentProcessed: 2 * share, attainmentReceived: share },
    batches: { count: 8 * size, meanSize: 7.5 },
    swaps: { count: 7 * size },
  };
}
