import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { blankMeasurement, type Measurement } from '../../../src/analysis/measurement.js';
import { missingForReport, reportFileName } from '../../../src/interop/llm-d/missing.js';
import { writeReport01 } from '../../../src/interop/llm-d/write-v01.js';
import { writeReport021 } from '../../../src/interop/llm-d/write-v021.js';

const statistic = (mean: number, ...quantiles: (readonly [number, number])[]) => ({
  mean,
  sd: null,
  min: null,
  max: null,
  quantiles: quantiles.map(([p, value]) => ({ p, value })),
});

const blank = blankMeasurement('run', { format: 'x', file: 'run', item: 0, tool: 'sealsim 0.1.0' });

/** A simulated run on two replicas. */
const RUN: Measurement = {
  ...blank,
  origin: 'simulated',
  teeMode: 'cc',
  condition: 'llama 8b',
  model: 'no',
  gpu: 'H100',
  serving: [
    {
      role: 'replica',
      replicas: 2,
      parallelism: { tensor: 4, data: 1, pipeline: 2, expert: 1 },
      gpusPerReplica: 8,
    },
  ],
  load: {
    concurrency: 16,
    requestsPerSecond: Number.POSITIVE_INFINITY,
    inputTokens: 1000,
    outputTokens: 100,
  },
  durationSeconds: 1e-7,
  requests: { total: 50, completed: 48, failed: 2, incomplete: null },
  inputTokens: { ...statistic(1000), sd: 0 },
  outputTokens: statistic(100),
  throughput: {
    requestsPerSecond: 0.5,
    inputTokensPerSecond: null,
    outputTokensPerSecond: 48,
    totalTokensPerSecond: 528,
  },
  latencies: {
    ...blank.latencies,
    ttft: statistic(0.25, [0.5, 0.125], [0.85, 0.5]),
    e2e: { ...statistic(0), mean: null, sd: 0.5 },
  },
};

describe('a report v0.1 that is written', () => {
  it('has what analyses of reports look for, where they look', () => {
    expect(parse(writeReport01(RUN))).toEqual({
      version: '0.1',
      scenario: {
        description: 'simulated by sealsim 0.1.0, llama 8b, with confidential computing',
        host: {
          type: ['replica', 'replica'],
          accelerator: [
            { model: 'H100', count: 8, parallelism: { dp: 1, tp: 4, pp: 2, ep: 1 } },
            { model: 'H100', count: 8, parallelism: { dp: 1, tp: 4, pp: 2, ep: 1 } },
          ],
        },
        platform: { engine: [{ name: 'sealsim' }, { name: 'sealsim' }] },
        model: { name: 'no' },
        load: {
          name: 'vllm-benchmark',
          args: { num_prompts: 50, request_rate: 'inf', max_concurrency: 16 },
        },
      },
      metrics: {
        time: { duration: 1e-7 },
        requests: {
          total: 50,
          failures: 2,
          input_length: { units: 'count', mean: 1000, stddev: 0 },
          output_length: { units: 'count', mean: 100 },
        },
        latency: { time_to_first_token: { units: 'ms', mean: 250, p50: 125 } },
        throughput: { output_tokens_per_sec: 48, total_tokens_per_sec: 528, requests_per_sec: 0.5 },
      },
      metadata: {
        sealsim: {
          origin: 'simulated',
          tool: 'sealsim 0.1.0',
          condition: 'llama 8b',
          teeMode: 'cc',
          load: {
            concurrency: 16,
            requestsPerSecond: 'inf',
            inputTokens: 1000,
            outputTokens: 100,
          },
          requests: { total: 50, completed: 48, failed: 2 },
          statistics: {
            ttft: { quantiles: [{ p: 0.85, value: 0.5 }] },
            e2e: { sd: 0.5, quantiles: [] },
          },
        },
      },
    });
  });

  it('is read alike by readers of YAML 1.1: words are quoted, exponents have a point', () => {
    const text = writeReport01(RUN);
    expect(text).toContain('name: "no"\n');
    expect(text).toContain('duration: 1.0e-7\n');
  });
});

describe('a report v0.2.1 that is written', () => {
  it('has its run, its stack, its load and its results', () => {
    const { run, scenario, results, version } = parse(writeReport021(RUN));
    expect(version).toBe('0.2.1');
    expect(run).toEqual({
      uid: 'run',
      time: { duration: 'PT0.0000001S' },
      description: 'simulated by sealsim 0.1.0, llama 8b, with confidential computing',
      keywords: ['simulated', 'tee_mode=cc'],
    });
    expect(scenario.stack[0].standardized).toEqual({
      kind: 'inference_engine',
      tool: 'sealsim',
      tool_version: 'unknown',
      role: 'replica',
      replicas: 2,
      model: { name: 'no' },
      accelerator: {
        model: 'H100',
        count: 8,
        parallelism: { tp: 4, dp: 1, dp_local: 1, workers: 1, pp: 2, ep: 1 },
      },
    });
    expect(scenario.stack[1].native.config.sealsim.teeMode).toBe('cc');
    expect(scenario.load.standardized).toMatchObject({
      concurrency: 16,
      input_seq_len: { distribution: 'fixed', value: 1000 },
      output_seq_len: { distribution: 'other', value: 100 },
    });
    expect(scenario.load.native.args.request_rate).toBe('inf');
    expect(results.request_performance.aggregate.throughput).toEqual({
      output_token_rate: { units: 'tokens/s', mean: 48 },
      total_token_rate: { units: 'tokens/s', mean: 528 },
      request_rate: { units: 'queries/s', mean: 0.5 },
    });
  });

  it('has the power of one host, its mean over time', () => {
    const power = {
      file: 'power.csv',
      seconds: Float64Array.of(0, 1, 4),
      watts: Float64Array.of(100, 300, 300),
      utilization: null,
      gpus: 8,
    };
    const serving = RUN.serving.map((group) => ({ ...group, replicas: 1 }));
    const statistics = { units: 'Watts', mean: 275, min: 100, max: 300 };
    const report = parse(writeReport021({ ...RUN, serving, power }));
    expect(report.results.observability.components).toEqual([
      { component_label: 'replica-0', aggregate: { power_consumption: statistics } },
    ]);
    const older = parse(writeReport01({ ...RUN, serving, power }));
    expect(older.metrics.resources).toEqual({ accelerator: [{ power: statistics }] });
    expect(parse(writeReport01({ ...RUN, power })).metrics.resources).toBeUndefined();
  });
});

describe('what a report requires', () => {
  it('is named where a measurement does not say it', () => {
    expect(missingForReport({ ...blank, serving: RUN.serving }, '0.1')).toEqual([
      'the name of the GPU',
      'the name of the model',
      'the number of requests',
      'the mean input length',
      'the mean output length',
      'the mean time to first token',
      'total tokens/s',
      'the duration',
    ]);
    expect(missingForReport(blank, '0.2.1')).toEqual([]);
  });

  it('is a name that llm-d-benchmark finds, too', () => {
    expect(reportFileName('a', '0.1')).toBe('benchmark_report,_a.yaml');
    expect(reportFileName('a', '0.2.1')).toBe('benchmark_report_v0.2,_a.yaml');
  });
});
