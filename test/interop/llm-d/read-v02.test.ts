import { describe, expect, it } from 'vitest';
import { gpuCount, quantileOf } from '../../../src/analysis/measurement.js';
import { changed, engine, problemsOf, REPORT_021, readReport, soundReport } from './reports.js';

const LOAD = 'scenario.load.standardized';
const withStack = (...stack: readonly object[]) => changed(REPORT_021, 'scenario.stack', stack);

describe.each(['0.2', '0.2.1'])('a report v%s', (version) => {
  it('has its numbers in the units of the house', async () => {
    const read = await soundReport({ ...REPORT_021, version });
    expect(read).toMatchObject({
      source: { tool: 'inference-perf 0.3.0' },
      model: 'org/Model-8B',
      modelSizeB: 8,
      gpu: 'H100',
      durationSeconds: 100.5,
      load: { concurrency: null, requestsPerSecond: 5, inputTokens: 1000, outputTokens: 100 },
      requests: { total: 50, completed: 48, failed: 2, incomplete: null },
      throughput: {
        requestsPerSecond: 0.478,
        inputTokensPerSecond: null,
        outputTokensPerSecond: 48.3,
        totalTokensPerSecond: null,
      },
      notes: [],
    });
    expect(quantileOf(read.latencies.ttft, 0.999)).toBe(0.9);
  });
});

describe('a report v0.2.1', () => {
  it('counts the GPUs of all replicas, of engines alone', async () => {
    const router = {
      metadata: { label: 'epp', cfg_id: '' },
      native: {},
      standardized: { kind: 'generic', tool: 'router', tool_version: '', replicas: 7 },
    };
    const read = await soundReport(
      withStack(engine('prefill', 3, 2), router, engine('decode', 1, 8)),
    );
    expect(gpuCount(read)).toBe(14);
    expect(read.serving.map(({ role }) => role)).toEqual(['prefill', 'decode']);
  });

  it('with a replica over several hosts has the GPUs of all', async () => {
    const parallelism = { tp: 4, dp: 4, dp_local: 2, workers: 2, pp: 1, ep: 1 };
    const read = await soundReport(withStack(engine('decode', 3, 4, { count: 8, parallelism })));
    expect(gpuCount(read)).toBe(48);
    expect(read.notes).toEqual([expect.stringContaining('one of 2 hosts')]);
  });

  it('that counts the GPUs of all replicas together does not count them twice', async () => {
    const read = await soundReport(withStack(engine('replica', 3, 4, { count: 12 })));
    expect(gpuCount(read)).toBe(12);
    expect(read.notes).toEqual([expect.stringContaining('those of all 3 replicas')]);
  });

  it('without a stack has the model that its tool was told', async () => {
    const native = { config: { server: { model_name: 'org/Other-3B' } } };
    const report = changed(withStack(), 'scenario.load.native', native);
    expect(await soundReport(report)).toMatchObject({ model: 'org/Other-3B', modelSizeB: 3 });
  });

  it('names all GPUs and models where there are several', async () => {
    const read = await soundReport(
      withStack(engine('prefill', 1, 1, { model: 'A100' }), engine('decode', 1, 1)),
    );
    expect(read.gpu).toBe('A100 + H100');
    expect(read.notes).toEqual(['several GPUs: taken as A100 + H100']);
  });

  it('has replicas, or prefill and decode, but not both', async () => {
    expect(await problemsOf(withStack(engine('replica', 1, 1), engine('decode', 1, 1)))).toEqual([
      'scenario.stack.1.standardized.role: expected replica in all of the stack, or prefill and decode, got "decode"',
    ]);
  });

  it('says all that is wrong with its engines', async () => {
    const broken = { standardized: { kind: 'inference_engine', role: 'router', replicas: 0 } };
    expect(await problemsOf(withStack(broken))).toEqual([
      'scenario.stack.0.standardized.role: expected replica, prefill, decode, got "router"',
      'scenario.stack.0.standardized.accelerator: expected a mapping, got nothing',
      'scenario.stack.0.standardized.replicas: expected replicas: a whole number ≥ 1, got 0',
      'scenario.stack.0.standardized.model: expected a mapping, got nothing',
    ]);
  });

  it('may have a concurrency without limit, and a rate as fast as possible', async () => {
    const text = JSON.stringify(
      changed(changed(REPORT_021, `${LOAD}.concurrency`, 'X'), `${LOAD}.rate_qps`, 'X'),
    ).replaceAll('"X"', '.inf');
    const { measurements, issues } = await readReport(text);
    expect(issues).toEqual([]);
    expect(measurements[0]?.load).toMatchObject({
      concurrency: null,
      requestsPerSecond: Number.POSITIVE_INFINITY,
    });
  });

  it('need not say which tool it was', async () => {
    const { source } = await soundReport(changed(REPORT_021, `${LOAD}.tool`, undefined));
    expect(source.tool).toBeNull();
  });

  it('may have a length that its tool did not know', async () => {
    const { load } = await soundReport(changed(REPORT_021, `${LOAD}.input_seq_len.value`, -1));
    expect(load.inputTokens).toBeNull();
  });

  it.each([
    ['PT49.97206788184121S', 49.97206788184121],
    ['PT2H3M4S', 7384],
    ['P1DT1S', 86_401],
    ['PT0S', 0],
  ])('has a duration as in ISO 8601: %s', async (text, seconds) => {
    const { durationSeconds } = await soundReport(changed(REPORT_021, 'run.time.duration', text));
    expect(durationSeconds).toBe(seconds);
  });

  it.each(['P', 'PT', '49.9', 'P1Y', 'PT1.5H'])('has no duration like %j', async (text) => {
    expect(await problemsOf(changed(REPORT_021, 'run.time.duration', text))).toEqual([
      `run.time.duration: expected a duration as in ISO 8601, e.g. PT49.97S, got "${text}"`,
    ]);
  });

  it('has rates of tokens and of requests, each in its unit', async () => {
    const rates = 'results.request_performance.aggregate.throughput';
    const wrong = changed(REPORT_021, `${rates}.output_token_rate.units`, 'queries/s');
    expect(await problemsOf(changed(wrong, `${rates}.request_rate.units`, 'tokens/s'))).toEqual([
      `${rates}.request_rate.units: expected queries/s, got "tokens/s"`,
      `${rates}.output_token_rate.units: expected tokens/s, got "queries/s"`,
    ]);
  });

  it('without results of requests is read, and that is said', async () => {
    const read = await soundReport(changed(REPORT_021, 'results', { observability: {} }));
    expect(read.latencies.ttft).toBeNull();
    expect(read.notes).toEqual(['no results of requests in it']);
  });

  it('that was cut off before its run is refused', async () => {
    expect(await problemsOf(changed(REPORT_021, 'run', undefined))).toEqual([
      expect.stringMatching(/^run: expected a mapping, got nothing/),
    ]);
  });

  it.each([
    ['run.keywords', ['fast', 'tee_mode=cc']],
    ['scenario.load.native', { args: { tee: 'on' } }],
    ['scenario.load.native', { envars: { cc_mode: 'on' } }],
  ])('says its TEE mode in %s: %j', async (path, value) => {
    expect((await soundReport(changed(REPORT_021, path, value))).teeMode).toBe('cc');
  });
});
