import { describe, expect, it } from 'vitest';
import { gpuCount, quantileOf } from '../../../src/analysis/measurement.js';
import { readConfiguration } from '../../../src/interop/llm-d/prism-configuration.js';
import { changed, problemsOf, readReport } from './reports.js';

const RUN = {
  model: 'Llama-3.1-70B',
  hardware: 'H100',
  accelerator_count: 16,
  configuration: '3: 2P-TP4 1D-TP8',
  prefill_node_count: 2,
  decode_node_count: 1,
  prefill_tp: 4,
  decode_tp: 8,
  metrics: {
    throughput: 5500,
    request_rate: 0.5,
    latency: { mean: 21_000, p50: 20_000, p99: 0 },
    ttft: { mean: 1000, p50: 900 },
    tpot: 20,
    itl: 20,
    error_count: 0,
  },
  workload: { input_tokens: 9999, output_tokens: 1001, target_qps: 0.5, concurrency: 12 },
};

async function readRun(run: unknown) {
  const { measurements, issues } = await readReport(JSON.stringify([run]), 'runs.json');
  const [measurement] = measurements;
  if (issues.length > 0 || measurement === undefined) throw new Error(issues.join('\n'));
  return measurement;
}

describe('how prism writes configurations', () => {
  it.each([
    ['1 TP2', 2],
    ['8 TP2', 16],
    ['2 TP4-DP2', 16],
    ['2: 1P-TP8 1D-TP8', 16],
    ['4: 1P-TP4 3D-TP4', 16],
    ['1P-TP1 1D-TP2', 3],
    ['2 TP4-EP8', 8],
  ])('%s has %i GPUs', (text, gpus) => {
    expect(gpuCount({ serving: readConfiguration(text) ?? [] })).toBe(gpus);
  });

  it.each(['', 'TP2', '2 XP4', '5: 2P-TP4 1D-TP8', '1P-TP4 1X-TP4', '0 TP2', '2 TP0', '2 TP'])(
    '%j is none of them',
    (text) => {
      expect(readConfiguration(text)).toBeNull();
    },
  );
});

describe('a run of prism', () => {
  it('has a throughput of input and output together, and latencies in ms', async () => {
    const read = await readRun(RUN);
    expect(read).toMatchObject({
      gpu: 'H100',
      modelSizeB: 70,
      load: { concurrency: 12, requestsPerSecond: null, inputTokens: 9999, outputTokens: 1001 },
      requests: { total: null, completed: null, failed: 0 },
      throughput: {
        totalTokensPerSecond: 5500,
        inputTokensPerSecond: 4999.5,
        outputTokensPerSecond: 500.5,
      },
    });
    expect(gpuCount(read)).toBe(16);
    expect(read.latencies.e2e?.mean).toBeCloseTo(21, 12);
    expect(quantileOf(read.latencies.ttft, 0.5)).toBeCloseTo(0.9, 12);
  });

  it('does not know a quantile of 0, and says so', async () => {
    const read = await readRun(RUN);
    expect(quantileOf(read.latencies.e2e, 0.99)).toBeNull();
    expect(read.notes).toEqual(['latency.p99 is 0: not measured, left out']);
    const known = await readRun(changed(RUN, 'metrics.latency.p99', 30_000));
    expect(quantileOf(known.latencies.e2e, 0.99)).toBeCloseTo(30, 12);
    expect(known.notes).toEqual([]);
  });

  it('whose throughput is something else has no rates of input and output', async () => {
    const read = await readRun(changed(RUN, 'metrics.throughput', 500));
    expect(read.throughput).toMatchObject({
      totalTokensPerSecond: 500,
      outputTokensPerSecond: null,
    });
    expect(read.outputTokens).toBeNull();
    expect(read.notes[0]).toContain('throughput is not request_rate · (input_tokens');
  });

  it.each([
    ['accelerator_count', 12, 'accelerator_count is 12'],
    ['prefill_node_count', 1, 'prefill_node_count is 1'],
    ['decode_tp', 4, 'decode_tp is 4'],
  ])(
    'that contradicts its configuration in %s is taken as configured, and it is said',
    async (path, value, said) => {
      const read = await readRun(changed(RUN, path, value));
      expect(gpuCount(read)).toBe(16);
      expect(read.notes[0]).toContain(said);
    },
  );

  it('has an offered rate only where the target is not what was reached', async () => {
    const read = await readRun(changed(RUN, 'workload.target_qps', 0.7));
    expect(read.load.requestsPerSecond).toBe(0.7);
  });

  it('says what is wrong with it, each with its place in the list', async () => {
    const broken = changed(changed(RUN, 'metrics.throughput', 'fast'), 'workload.concurrency', 0);
    expect(await problemsOf([RUN, changed(broken, 'workload.input_tokens', undefined)])).toEqual([
      '1.workload.input_tokens: expected tokens: a number > 0, got nothing (did you mean it by "output_tokens"?)',
      '1.metrics.throughput: expected tokens/s: a number ≥ 0, got "fast"',
      '1.workload.concurrency: expected a count: a whole number ≥ 1, got 0',
    ]);
    expect(await problemsOf([RUN, 5, null])).toEqual([
      '1: expected a run, got a number',
      '2: expected a run, got nothing',
    ]);
  });
});
