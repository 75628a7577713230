import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blankMeasurement } from '../../../src/analysis/measurement.js';
import {
  DEFAULT_X,
  DEFAULT_Y,
  PARETO_METRICS,
  PER_CONCURRENCY,
  paretoMetric,
  underWay,
} from '../../../src/analysis/pareto/metrics.js';
import { measurementArbitrary } from '../../support/measurement-arbitrary.js';
import { holds } from '../../support/property.js';
import { group, madeUpRun, statistic } from './made-up-runs.js';

const amount = (name: string, run: Parameters<typeof underWay>[0]): number | null => {
  const metric = paretoMetric(name);
  if (metric === undefined) throw new Error(`no metric ${name}`);
  return metric.of(run);
};

describe('metrics', () => {
  it('have names of their own', () => {
    const names = PARETO_METRICS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('are null where nothing is known, and never 0 in disguise', () => {
    const blank = blankMeasurement('blank', { format: 'none', file: '', item: 0, tool: null });
    for (const metric of PARETO_METRICS) expect(metric.of(blank)).toBeNull();
  });

  it('are better when lower if they are times, failures or GPUs, else when higher', () => {
    const lower = PARETO_METRICS.filter(({ better }) => better === 'lower');
    expect(lower.filter(({ unit }) => unit !== 'ms').map(({ name }) => name)).toEqual([
      'failedShare',
      'gpus',
    ]);
    expect(lower.filter(({ unit }) => unit === 'ms')).toHaveLength(5 * 8);
  });

  it('count failures among all requests', () => {
    const requests = { total: 400, completed: 300, failed: 100, incomplete: 0 };
    expect(paretoMetric('failedShare')?.of(madeUpRun({ requests }))).toBe(0.25);
  });

  it('are finite or null, whatever is measured', () => {
    holds(fc.tuple(measurementArbitrary(), fc.constantFrom(...PARETO_METRICS)), ([run, metric]) => {
      const value = metric.of(run);
      expect(value === null || Number.isFinite(value)).toBe(true);
    });
  });

  it('divide by all GPUs: replicas × tensor × data × pipeline, prefill and decode', () => {
    const serving = [group('prefill', 2, 4), group('decode', 1, 8, { data: 2, expert: 16 })];
    const run = madeUpRun({ serving, outputTokensPerSecond: 2400 });
    expect(amount('gpus', run)).toBe(24);
    expect(amount(DEFAULT_Y, run)).toBe(100);
    expect(amount(DEFAULT_Y, madeUpRun({ serving: [] }))).toBeNull();
  });

  it('give a user a token each mean TPOT', () => {
    expect(amount(DEFAULT_X, madeUpRun({ tpotSeconds: 0.02 }))).toBe(50);
    expect(amount(DEFAULT_X, madeUpRun({ tpotSeconds: 0 }))).toBeNull();
    expect(amount(DEFAULT_X, madeUpRun({ tpotSeconds: null }))).toBeNull();
  });

  it('share output among what was under way, by Little’s law where no concurrency is said', () => {
    const open = {
      concurrency: null,
      throughput: {
        requestsPerSecond: 5,
        inputTokensPerSecond: null,
        outputTokensPerSecond: 500,
        totalTokensPerSecond: null,
      },
    };
    const e2e = { ttft: null, tpot: null, itl: null, e2e: statistic(4), normalizedTpot: null };
    const run = madeUpRun({ ...open, latencies: e2e });
    expect(underWay(run)).toEqual({ requests: 20, from: "Little's law" });
    expect(amount(PER_CONCURRENCY, run)).toBe(25);
    const unknown = madeUpRun(open);
    expect(underWay(unknown)).toBeNull();
    expect(amount(PER_CONCURRENCY, unknown)).toBeNull();
    expect(amount('concurrency', run)).toBeNull();
    const closed = { ...run, load: { ...run.load, concurrency: 10 } };
    expect(underWay(closed)).toEqual({ requests: 10, from: 'source' });
    expect(amount(PER_CONCURRENCY, closed)).toBe(50);
  });

  it('are in ms where they are times of requests', () => {
    const ttft = statistic(0.25, [
      { p: 0.5, value: 0.2 },
      { p: 99.9 / 100, value: 1.5 },
    ]);
    const latencies = { ttft, tpot: null, itl: null, e2e: null, normalizedTpot: null };
    const run = madeUpRun({ latencies });
    expect(amount('ttft.mean', run)).toBe(250);
    expect(amount('ttft.p50', run)).toBe(200);
    expect(amount('ttft.p99.9', run)).toBe(1500);
    expect(amount('ttft.p99', run)).toBeNull();
  });
});
