import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../../src/analysis/measurement.js';
import { readYaml } from '../../../src/interop/document/read-yaml.js';
import type { SourceDocument } from '../../../src/interop/document/source-document.js';
import { withConfig } from '../../../src/interop/inference-perf/config.js';
import { reasonToSkip, stageOf } from '../../../src/interop/inference-perf/files.js';
import { inferencePerfFormat } from '../../../src/interop/inference-perf/read.js';
import { IssueList } from '../../../src/workload/trace/issue-list.js';
import { bytesOf } from '../bytes.js';
import { readText } from '../document-text.js';

/* Reports as inference-perf lays them out (reportgen/base.py), with made-up numbers. */

const summary = (mean: number) => ({
  mean,
  min: mean / 2,
  max: mean * 3,
  'p0.1': mean / 2,
  p1: mean / 2,
  p10: mean * 0.7,
  median: mean * 0.9,
  p90: mean * 1.5,
  'p99.9': mean * 2.9,
});

const LATENCY = {
  request_latency: summary(2),
  normalized_time_per_output_token: summary(0.02),
  time_per_output_token: summary(0.018),
  time_to_first_token: summary(0.2),
  inter_token_latency: summary(0.019),
};
const THROUGHPUT = {
  input_tokens_per_sec: 1000,
  output_tokens_per_sec: 500,
  total_tokens_per_sec: 1500,
  requests_per_sec: 5,
};

const OLD = {
  load_summary: {
    count: 110,
    schedule_delay: summary(0.001),
    send_duration: 20,
    requested_rate: 5.5,
    achieved_rate: 5.5,
  },
  successes: {
    count: 100,
    latency: LATENCY,
    throughput: THROUGHPUT,
    prompt_len: summary(200),
    output_len: summary(100),
  },
  failures: { count: 10, request_latency: summary(3), prompt_len: null },
};

const NEW = {
  benchmark_time_seconds: 20.5,
  load_summary: { ...OLD.load_summary, concurrency: 16 },
  successes: {
    count: 100,
    latency: { ...LATENCY, time_to_first_token: null },
    throughput: THROUGHPUT,
    prompt_tokens: { total: 20000, cached: 0, uncached: 20000, ...summary(200) },
    output_len: summary(100),
    output_tokens: { total: 9900, ...summary(99) },
    goodput_metrics: { request_goodput: 4.5, goodput_percentage: 90 },
  },
  failures: { count: 10, by_label: { x: { count: 10, messages: ['…'] } } },
};

async function readOne(report: object): Promise<Measurement> {
  const read = await readText('stage_0_lifecycle_metrics.json', JSON.stringify(report), [
    inferencePerfFormat,
  ]);
  expect(read.issues).toEqual([]);
  const [measurement] = read.measurements;
  if (measurement === undefined) throw new Error('nothing was read');
  return measurement;
}

describe('a report of inference-perf', () => {
  it('is read as it was laid out first', async () => {
    const measurement = await readOne(OLD);
    expect(measurement).toMatchObject({
      load: { concurrency: null, requestsPerSecond: 5.5 },
      // 100 requests at 5 requests/s.
      durationSeconds: 20,
      requests: { total: 110, completed: 100, failed: 10, incomplete: null },
      inputTokens: { mean: 200, sd: null },
      totalInputTokens: null,
      throughput: { requestsPerSecond: 5, totalTokensPerSecond: 1500 },
    });
    expect(measurement.notes.join()).toContain('duration');
    expect(measurement.latencies.e2e?.quantiles.map(({ p }) => p)).toEqual([
      0.001, 0.01, 0.1, 0.5, 0.9, 0.999,
    ]);
    expect(measurement.latencies.ttft?.mean).toBe(0.2);
  });

  it('is read as it was laid out later, null where nothing was streamed', async () => {
    const measurement = await readOne(NEW);
    expect(measurement).toMatchObject({
      load: { concurrency: 16, requestsPerSecond: null },
      durationSeconds: 20.5,
      inputTokens: { mean: 200 },
      outputTokens: { mean: 100 },
      totalInputTokens: 20000,
      totalOutputTokens: 9900,
      goodputRequestsPerSecond: 4.5,
    });
    expect(measurement.latencies.ttft).toBeNull();
    expect(measurement.notes).toEqual([]);
  });

  it('says every problem with its place', async () => {
    const text = JSON.stringify({ benchmark_time_seconds: '20 s', ...OLD }, null, 1);
    const { issues } = await readText('s.json', text, [inferencePerfFormat]);
    expect(issues).toEqual([
      's.json:2:28 benchmark_time_seconds: expected seconds: a number ≥ 0, got "20 s"',
    ]);
  });

  it('is no report of a Prometheus server, nor a list of requests', async () => {
    const prometheus = { load_summary: {}, successes: { count: 3 }, failures: {} };
    const read = await readText('p.json', JSON.stringify(prometheus), [inferencePerfFormat]);
    expect(read).toMatchObject({ measurements: [], format: null, issues: [] });
  });
});

describe('what lies beside a report', () => {
  const names = ['stage_0_lifecycle_metrics.json', 'summary_lifecycle_metrics.json'];

  it('of stages is their summary, which would count them twice', () => {
    expect(reasonToSkip('summary_lifecycle_metrics.json', names)).toContain('stages');
    expect(reasonToSkip('summary_lifecycle_metrics.json', names.slice(1))).toBeNull();
    expect(reasonToSkip('stage_0_lifecycle_metrics.json', names)).toBeNull();
    expect(reasonToSkip('per_request_lifecycle_metrics.json', names)).toContain('one by one');
  });

  it('is the configuration: model, lengths and concurrency of the stage', async () => {
    const text = [
      'server: { type: vllm, model_name: some/model }',
      'data: { input_distribution: { mean: 200 }, output_distribution: { mean: 100 } }',
      'load:',
      '  type: concurrent',
      '  stages:',
      '  - { num_requests: 100, concurrency_level: 4 }',
      '  - { num_requests: 100, concurrency_level: 8 }',
    ].join('\n');
    const documents: SourceDocument[] = [];
    const input = { file: 'config.yaml', bytes: bytesOf(text) };
    expect(await readYaml(input, (document) => documents.push(document))).toEqual([]);
    const [config] = documents;
    if (config === undefined) throw new Error('no configuration was read');
    const issues = new IssueList('config.yaml');
    const stage = stageOf('stage_1_lifecycle_metrics.json');
    expect(stage).toBe(1);
    const measurement = withConfig(await readOne(OLD), config, stage, issues);
    expect(issues.all()).toEqual([]);
    expect(measurement.model).toBe('some/model');
    expect(measurement.load).toEqual({
      concurrency: 8,
      requestsPerSecond: null,
      inputTokens: 200,
      outputTokens: 100,
    });
  });
});
