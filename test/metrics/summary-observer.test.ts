import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/events/facts.js';
import type { RunSummary } from '../../src/metrics/summary.js';
import { type RunContext, SummaryObserver } from '../../src/metrics/summary-observer.js';
import { arrival, batch, drop, end, leftOver, loss, phase } from './facts.js';

const CONTEXT: RunContext = {
  models: ['small', 'large'],
  slaSeconds: [10, 20],
  durationSeconds: 100,
  latency: 'exact',
};

function summarize(facts: readonly Fact[], context: Partial<RunContext> = {}): RunSummary {
  const observer = new SummaryObserver({ ...CONTEXT, ...context });
  for (const fact of facts) observer.observe(fact);
  return observer.summary();
}

/**
 * Eight requests, first at 10 s. Batch 0 (small, after a load) completes at 24, batch 1 (large,
 * after a swap) at 50, batch 2 (small) in the drain; one request lost, one dropped, one left over.
 */
const STORY: readonly Fact[] = [
  arrival(0, 10, 0),
  arrival(1, 15, 0),
  arrival(2, 18, 1),
  phase('load', 15, 20, { model: 0 }),
  phase('infer', 20, 24, { model: 0 }),
  phase('write', 24, 25, { model: 0 }),
  batch(
    [
      [0, 10],
      [1, 15],
    ],
    20,
    24,
    { number: 0, model: 0, writtenAt: 25, swapped: true },
  ),
  arrival(3, 30, 1),
  arrival(4, 31, 1),
  loss([[2, 18]], { model: 1 }),
  phase('unload', 31, 32, { model: 0, batch: 1 }),
  phase('load', 32, 42, { model: 1, batch: 1 }),
  phase('infer', 42, 50, { model: 1, batch: 1 }),
  phase('write', 50, 52, { model: 1, batch: 1 }),
  batch(
    [
      [3, 30],
      [4, 31],
    ],
    42,
    50,
    { number: 1, model: 1, writtenAt: 52, swapped: true },
  ),
  arrival(5, 60, 0),
  drop([[5, 60]], { model: 0 }),
  arrival(6, 94, 0),
  arrival(7, 95, 1),
  phase('unload', 94, 95, { model: 1, batch: 2 }),
  phase('load', 95, 98, { model: 0, batch: 2 }),
  phase('infer', 98, 103, { model: 0, batch: 2 }),
  phase('write', 103, 104, { model: 0, batch: 2 }),
  batch([[6, 94]], 98, 103, { number: 2, model: 0, writtenAt: 104, swapped: true }),
  phase('unload', 104, 105, { model: 0, batch: 3 }),
  phase('load', 105, 110, { model: 1, batch: 3, completed: false }),
  leftOver([[7, 95]], { model: 1, where: 'in-service' }),
  end(110),
];

describe('SummaryObserver', () => {
  it('counts every request once', () => {
    const { requests, perModel } = summarize(STORY);
    expect(requests).toEqual({ received: 8, processed: 5, lost: 1, dropped: 1, leftOver: 1 });
    expect(perModel['large']?.requests).toEqual({
      received: 4,
      processed: 2,
      lost: 1,
      dropped: 0,
      leftOver: 1,
    });
  });

  it('takes latencies over processed requests, those of the drain among them', () => {
    // 14, 9, 9 for the small model; 20, 19 for the large one.
    const { latencySeconds } = summarize(STORY);
    expect(latencySeconds.mean).toBeCloseTo(71 / 5, 12);
    expect(latencySeconds.sd).toBeCloseTo(Math.sqrt(110.8 / 4), 12);
    expect(latencySeconds.p50).toBe(14);
    expect(latencySeconds.p90).toBeCloseTo(19.6, 12);
    expect(latencySeconds.max).toBe(20);
  });

  it('holds each model to its own SLA, strictly, over both denominators', () => {
    const { sla, perModel } = summarize(STORY);
    expect(perModel['small']?.sla).toEqual({
      seconds: 10,
      attainmentProcessed: 2 / 3,
      attainmentReceived: 2 / 4,
    });
    // A latency of exactly 20 s is late.
    expect(perModel['large']?.sla).toEqual({
      seconds: 20,
      attainmentProcessed: 1 / 2,
      attainmentReceived: 1 / 4,
    });
    expect(sla).toEqual({
      seconds: Number.NaN,
      attainmentProcessed: 3 / 5,
      attainmentReceived: 3 / 8,
    });
  });

  it('states the SLA when it is the same for all models', () => {
    expect(summarize(STORY, { slaSeconds: [30, 30] }).sla.seconds).toBe(30);
  });

  it('divides the time from the first arrival to the end of arrivals, and no other', () => {
    const { gpu } = summarize(STORY);
    const window = 100 - 10;
    expect(gpu.inferenceShare).toBeCloseTo((4 + 8 + 2) / window, 12);
    expect(gpu.loadShare).toBeCloseTo((5 + 10 + 3) / window, 12);
    expect(gpu.unloadShare).toBeCloseTo(2 / window, 12);
    expect(gpu.writeShare).toBeCloseTo(3 / window, 12);
    expect(gpu.idleShare).toBeCloseTo((90 - 14 - 18 - 2 - 3) / window, 12);
  });

  it('counts a phase that straddles the first arrival from there, and none before it', () => {
    const facts = [
      phase('unload', 0, 2),
      arrival(0, 20),
      phase('load', 10, 30),
      leftOver([[0, 20]]),
      end(100),
    ];
    const { gpu } = summarize(facts);
    expect(gpu.unloadShare).toBe(0);
    expect(gpu.loadShare).toBeCloseTo(10 / 80, 12);
  });

  it('counts a swap when its load has ended', () => {
    const { swaps, perModel } = summarize(STORY);
    expect(swaps.count).toBe(3);
    expect(perModel['small']?.swaps.count).toBe(2);
    expect(perModel['large']?.swaps.count).toBe(1);
  });

  it('states throughput over the window and over inference', () => {
    const { throughput } = summarize(STORY);
    expect(throughput.requestsPerSecond).toBeCloseTo(4 / 90, 12);
    expect(throughput.inferenceRequestsPerSecond).toBeCloseTo(5 / (4 + 8 + 5), 12);
  });

  it('counts batches and their mean size', () => {
    const { batches, perModel } = summarize(STORY);
    expect(batches).toEqual({ count: 3, meanSize: 5 / 3 });
    expect(perModel['large']?.batches).toEqual({ count: 1, meanSize: 2 });
  });

  it('says how evenly the models are served', () => {
    const { fairness } = summarize(STORY);
    expect(fairness.minAttainmentReceived).toBe(1 / 4);
    expect(fairness.jainIndex).toBeCloseTo(0.75 ** 2 / (2 * (0.25 + 0.0625)), 12);
  });

  it('leaves models without requests out of fairness', () => {
    const facts = [arrival(0, 1), batch([[0, 1]], 2, 3), end(100)];
    expect(summarize(facts).fairness).toEqual({ minAttainmentReceived: 1, jainIndex: 1 });
  });

  it('states the published figures by the published definitions', () => {
    const { published, latencySeconds } = summarize(STORY);
    const totalTime = 52 - 10;
    expect(published).toEqual({
      overallThroughput: 5 / totalTime,
      inferenceShare: (4 + 8) / totalTime,
      meanLatencySeconds: latencySeconds.mean,
      p95LatencySeconds: latencySeconds.p95,
      slaProcessed: 3 / 5,
      slaReceived: 3 / 8,
      lost: 3 / 8,
      switchesTotal: 3,
      batches: 3,
      totalTimeSeconds: totalTime,
    });
  });

  it('gives quantiles within half a percent, all else the same, from histograms', () => {
    const exact = summarize(STORY);
    const { latencySeconds, ...rest } = summarize(STORY, { latency: 'histogram' });
    for (const name of ['p50', 'p90', 'p95', 'p99'] as const) {
      const wanted = exact.latencySeconds[name];
      expect(Math.abs(latencySeconds[name] - wanted)).toBeLessThanOrEqual(0.005 * wanted);
    }
    const { mean, sd, max } = exact.latencySeconds;
    expect(latencySeconds).toMatchObject({ mean, sd, max });
    expect(rest.sla).toEqual(exact.sla);
    expect(rest.gpu).toEqual(exact.gpu);
  });

  it('never states a quantile above the longest latency', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (latency) => {
        const facts = [arrival(0, 0), batch([[0, 0]], 0, latency), end(100)];
        const { p99, max } = summarize(facts, { latency: 'histogram' }).latencySeconds;
        expect(max).toBe(latency);
        expect(p99).toBeLessThanOrEqual(max);
      }),
    );
  });

  it('is undefined, not wrong, where nothing happened', () => {
    const summary = summarize([end(100)]);
    expect(summary.requests.received).toBe(0);
    expect(summary.gpu.idleShare).toBe(1);
    expect(summary.throughput.requestsPerSecond).toBe(0);
    const { mean, sd, p50, p90, p95, p99, max } = summary.latencySeconds;
    for (const figure of [mean, sd, p50, p90, p95, p99, max]) expect(figure).toBeNaN();
    expect(summary.sla.attainmentReceived).toBeNaN();
    expect(summary.batches.meanSize).toBeNaN();
    expect(summary.published.overallThroughput).toBeNaN();
  });

  it('keeps nothing of a fact that the engine reuses', () => {
    const observer = new SummaryObserver(CONTEXT);
    const fact = batch([[0, 0]], 1, 2);
    observer.observe(arrival(0, 0));
    observer.observe(fact);
    fact.requests.arrivals.fill(99);
    observer.observe(end(100));
    expect(observer.summary().latencySeconds.max).toBe(2);
  });

  it('refuses a run in which a request disappears, naming its model', () => {
    expect(() => summarize([arrival(0, 1, 1), end(100)])).toThrow(/not conserved.*"large"/);
  });

  it('refuses a batch that completes before its requests arrive', () => {
    expect(() => summarize([arrival(0, 5), batch([[0, 5]], 3, 4)])).toThrow(
      'completes before it arrives',
    );
  });

  it('refuses to sum up a run that goes on', () => {
    expect(() => new SummaryObserver(CONTEXT).summary()).toThrow('has not ended');
  });

  it('takes any text for the name of a model', () => {
    const { perModel } = summarize([end(100)], { models: ['__proto__', 'constructor'] });
    expect(Object.keys(perModel)).toEqual(['__proto__', 'constructor']);
  });

  it('gives shares that sum to 1, whatever the GPU did', () => {
    const phases = ['unload', 'load', 'infer', 'write'] as const;
    const step = fc.tuple(
      fc.double({ min: 0, max: 5, noNaN: true }),
      fc.constantFrom(0, 0, 1.5),
      fc.constantFrom(...phases),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const facts: Fact[] = [arrival(0, 0.3)];
        let now = 0.3;
        for (const [length, gap, name] of steps) {
          facts.push(phase(name, now + gap, now + gap + length));
          now += gap + length;
        }
        const { gpu } = summarize([...facts, leftOver([[0, 0.3]]), end(now)]);
        const shares = Object.values(gpu);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
        for (const share of shares) expect(share).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
