import { describe, expect, it } from 'vitest';
import { counterpartOf, denominatorOf } from '../../../src/experiment/claims/denominators.js';
import { FIGURES } from '../../../src/metrics/figures.js';

describe('the denominator of a metric', () => {
  it('is that of docs/metrics.md for every figure', () => {
    const over = (wanted: string | null) =>
      FIGURES.map(({ path }) => path).filter((path) => denominatorOf(path) === wanted);
    expect(over('received')).toEqual([
      'sla.attainmentReceived',
      'fairness.minAttainmentReceived',
      'fairness.jainIndex',
      'published.slaReceived',
      'published.lost',
    ]);
    expect(over('processed')).toEqual([
      'latencySeconds.mean',
      'latencySeconds.sd',
      'latencySeconds.p50',
      'latencySeconds.p90',
      'latencySeconds.p95',
      'latencySeconds.p99',
      'latencySeconds.max',
      'sla.attainmentProcessed',
      'throughput.requestsPerSecond',
      'throughput.inferenceRequestsPerSecond',
      'batches.meanSize',
      'published.overallThroughput',
      'published.meanLatencySeconds',
      'published.p95LatencySeconds',
      'published.slaProcessed',
    ]);
  });

  it('has a counterpart where the figure exists over both, of a model too', () => {
    const model = 'perModel.llama3.1.sla';
    expect(counterpartOf('published.slaReceived')).toBe('published.slaProcessed');
    expect(counterpartOf(`${model}.attainmentProcessed`)).toBe(`${model}.attainmentReceived`);
    expect(denominatorOf(`${model}.attainmentReceived`)).toBe('received');
    expect(counterpartOf('latencySeconds.mean')).toBeUndefined();
  });

  it('goes both ways', () => {
    const paired = FIGURES.flatMap(({ path }) => counterpartOf(path) ?? []);
    expect(paired).toHaveLength(4);
    expect(paired.map((path) => counterpartOf(counterpartOf(path) ?? ''))).toEqual(paired);
  });
});
