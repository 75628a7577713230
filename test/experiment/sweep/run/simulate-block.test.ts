import { describe, expect, it } from 'vitest';
import { runReplication, type Work } from '../../../../src/experiment/replicate.js';
import type { BlockTask } from '../../../../src/experiment/store/types.js';
import { simulateBlock } from '../../../../src/experiment/sweep/run/simulate-block.js';
import type { RunSummary } from '../../../../src/metrics/summary.js';
import { recordCsv } from '../../../../src/report/record-csv.js';
import { findStrategy } from '../../../../src/serving/batch/strategies/registry.js';
import { buildScenario } from '../../../support/scenario-builder.js';

const SCENARIO = buildScenario({ models: [{ name: 'tiny-1.5b' }, { name: 'tiny' }] });
const METRICS = ['latencySeconds.p95', 'perModel.tiny-1.5b.requests.received', 'swaps.count'];
const NOTHING = { latencyHistogram: false, timeline: false, requests: false };

const strategy = findStrategy(SCENARIO.strategy.name);
if (strategy === undefined) throw new Error('no such strategy');
const loaded = { scenario: SCENARIO, strategy };

function finished<Result>(work: Work<Result>): Result {
  for (;;) {
    const last = work.next();
    if (last.done === true) return last.value;
  }
}

function simulate(part: Partial<BlockTask>) {
  const task = { cell: 7, scenario: SCENARIO, from: 0, count: 3, metrics: METRICS, keep: NOTHING };
  return simulateBlock(
    { ...task, ...part },
    {
      ...loaded,
      finish: async (work) => finished(work),
      csv: (table) => [...recordCsv(table)].join(''),
    },
  );
}

function summaryOf(replication: number): RunSummary {
  return finished(runReplication(loaded, replication));
}

describe('simulateBlock', () => {
  it('takes the metrics of each replication from its summary', async () => {
    const { record } = await simulate({ from: 4 });
    expect(record).toMatchObject({ cell: 7, from: 4, latency: null });
    expect(record.values).toEqual(
      [4, 5, 6].map((replication) => {
        const { latencySeconds, perModel, swaps } = summaryOf(replication);
        return [latencySeconds.p95, perModel['tiny-1.5b']?.requests.received, swaps.count];
      }),
    );
  });

  it('simulates the same replications in whatever blocks they come', async () => {
    const keep = { latencyHistogram: true, timeline: false, requests: false };
    const whole = (await simulate({ count: 5, keep })).record;
    const parts = [
      (await simulate({ count: 2, keep })).record,
      (await simulate({ from: 2, count: 3, keep })).record,
    ];
    expect(parts.flatMap(({ values }) => values)).toEqual(whole.values);
    expect(parts.flatMap(({ latency }) => latency)).toEqual(whole.latency);
  });

  it('counts the latency of every processed request', async () => {
    const keep = { latencyHistogram: true, timeline: false, requests: false };
    const { record } = await simulate({ keep, metrics: ['requests.processed'] });
    const counted = record.latency?.map(({ counts }) => counts.reduce((sum, each) => sum + each));
    expect(counted).toEqual(record.values.map(([processed]) => processed));
  });

  it('counts latencies after the warm-up only, and none of a run that does not settle', async () => {
    const keep = { ...NOTHING, latencyHistogram: true };
    const metrics = ['requests.processed', 'horizon.warmUpSeconds'];
    const steady = (rate: number) => ({
      ...buildScenario({
        durationSeconds: 2000,
        strategy: 'fcfs',
        arrivals: { process: 'poisson', rate, first: 'gap' },
      }),
      horizon: 'steady-state' as const,
    });
    const strategy = findStrategy('fcfs');
    if (strategy === undefined) throw new Error('no such strategy');
    const counts = async (rate: number) => {
      const { record } = await simulate({ scenario: steady(rate), metrics, keep, count: 1 });
      const counted = record.latency?.[0]?.counts.reduce((sum, each) => sum + each, 0);
      return { counted, values: record.values[0] };
    };
    const settled = await counts(0.2);
    expect(settled.counted).toBeGreaterThan(0);
    expect(settled.counted).toBe(settled.values?.[0]);
    const overloaded = await counts(50);
    expect(overloaded.values?.[0]).toBeNaN();
    expect(overloaded.counted).toBe(0);
  });

  it('keeps files of replication 0 only, and only those asked for', async () => {
    const keep = { latencyHistogram: false, timeline: true, requests: false };
    const first = await simulate({ keep });
    expect(first.timelineCsv).toMatch(/^start_s,end_s,state,model,batch\n0,/);
    expect(first.requestsCsv).toBeNull();
    const requests = { ...keep, timeline: false, requests: true };
    const [{ requestsCsv }, later] = [
      await simulate({ keep: requests }),
      await simulate({ keep: requests, from: 1 }),
    ];
    expect(requestsCsv?.trimEnd().split('\n').length).toBe(1 + summaryOf(0).requests.received);
    expect(later.requestsCsv).toBeNull();
  });

  it('refuses a metric that no summary has', async () => {
    await expect(simulate({ metrics: ['latencySeconds.p42'] })).rejects.toThrow('no such metric');
    const ofModel = simulate({ metrics: ['perModel.tiny.swaps.number'] });
    await expect(ofModel).rejects.toThrow('no such metric');
  });

  it('has no number for a model that only other cells have', async () => {
    const { record } = await simulate({ count: 1, metrics: ['perModel.large.swaps.count'] });
    expect(record.values).toEqual([[Number.NaN]]);
  });
});
