import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gpuCount, quantileOf } from '../../../src/analysis/measurement.js';
import { lawSeed } from '../../support/property.js';
import { PLAIN, readResult, readText } from './read-vllm.js';

const lines = (...results: object[]) => results.map((each) => JSON.stringify(each)).join('\n');

describe('a result of vLLM', () => {
  it('states its run in seconds, tokens and requests', async () => {
    const found = await readResult({
      failed: 0,
      max_concurrency: 64,
      request_rate: 2.5,
      max_concurrent_requests: 63,
      request_goodput: 0.1,
      mean_ttft_ms: 250,
      median_ttft_ms: 200,
      std_ttft_ms: 50,
      'p99.9_ttft_ms': 900,
      p95_ttft_ms: 400,
    });
    expect(found).toMatchObject({
      source: { format: 'vllm', file: 'a.json', item: 0, tool: 'vllm' },
      origin: 'measured',
      teeMode: null,
      model: 'meta-llama/Llama-3.1-8B-Instruct',
      modelSizeB: 8,
      load: { concurrency: 64, requestsPerSecond: 2.5, inputTokens: null, outputTokens: null },
      durationSeconds: 10,
      requests: { total: 2, completed: 2, failed: 0, incomplete: null },
      inputTokens: { mean: 100, sd: null, min: null, max: null, quantiles: [] },
      outputTokens: { mean: 20 },
      throughput: {
        requestsPerSecond: 0.2,
        inputTokensPerSecond: 20,
        outputTokensPerSecond: 4,
        totalTokensPerSecond: 24,
      },
      mostConcurrent: 63,
      goodputRequestsPerSecond: 0.1,
      perRequest: null,
      notes: [],
    });
    expect(found.latencies.ttft).toEqual({
      mean: 0.25,
      sd: 0.05,
      min: null,
      max: null,
      quantiles: [
        { p: 0.5, value: 0.2 },
        { p: 0.95, value: 0.4 },
        { p: 0.999, value: 0.9 },
      ],
    });
    expect(found.latencies.tpot).toBeNull();
  });

  it('with the keys of 2024 means the same', async () => {
    const { latencies, throughput, goodputRequestsPerSecond, notes } = await readResult({
      best_of: 1,
      use_beam_search: false,
      input_throughput: 20,
      total_token_throughput: undefined,
      'request_goodput:': 0.15,
      mean_latency_ms: 3000,
      p99_latency_ms: 4000,
    });
    expect(latencies.e2e?.mean).toBe(3);
    expect(quantileOf(latencies.e2e, 0.99)).toBe(4);
    expect(throughput.totalTokensPerSecond).toBe(24);
    expect(goodputRequestsPerSecond).toBe(0.15);
    expect(notes).toEqual(['total token rate: computed, input + output']);
  });

  it('keeps null apart from 0', async () => {
    const none = await readResult({ request_goodput: null, failed: null });
    expect(none.goodputRequestsPerSecond).toBeNull();
    expect(none.requests.failed).toBeNull();
    const zero = await readResult({ request_goodput: 0, failed: 0 });
    expect(zero.goodputRequestsPerSecond).toBe(0);
    expect(zero.requests.failed).toBe(0);
  });

  it('knows no times where vLLM writes zeros for want of values', async () => {
    const zeros = { mean_tpot_ms: 0, median_tpot_ms: 0, std_tpot_ms: 0, p99_tpot_ms: 0 };
    const { latencies, notes } = await readResult(zeros);
    expect(latencies.tpot).toBeNull();
    expect(notes).toEqual(['tpot: unknown, as vLLM writes 0 everywhere where it has no values']);
  });

  it('has no constant rate when that was ramped up', async () => {
    const { load, notes } = await readResult({ ramp_up_strategy: 'linear' });
    expect(load.requestsPerSecond).toBeNull();
    expect(notes).toEqual(['request rate: unknown, as it was ramped up during the run']);
  });

  it('may be one of several in its file, each with its own identity and place', async () => {
    const text = lines(PLAIN, { ...PLAIN, duration: -1 }, { ...PLAIN, duration: 30 });
    const { measurements, messages } = await readText(text, 'r.jsonl');
    expect(measurements.map(({ id, durationSeconds }) => [id, durationSeconds])).toEqual([
      ['r.jsonl', 10],
      ['r.jsonl#1', null],
      ['r.jsonl#2', 30],
    ]);
    expect(messages).toEqual(['r.jsonl:2:176 duration: expected seconds: a number > 0, got -1']);
  });

  it('is told from other documents by its keys', async () => {
    const others = [{ scenario: {}, metrics: {} }, { duration: 1, completed: 2 }, [PLAIN]];
    for (const other of others) {
      expect((await readText(JSON.stringify(other))).format).toBeNull();
    }
  });
});

describe('metadata', () => {
  it('are texts, numbers too', async () => {
    const { load, teeMode } = await readResult({
      input_length: '1024',
      output_length: 128,
      concurrency: '32',
      temperature: '0.0',
      dataset: 'sharegpt',
      tee_mode: 'on',
    });
    expect(load).toMatchObject({ concurrency: 32, inputTokens: 1024, outputTokens: 128 });
    expect(teeMode).toBe('cc');
  });

  it('that cannot be read are left out, and said', async () => {
    const { load, notes } = await readResult({
      input_len: '1k',
      tee_mode: '?',
      concurrency: 'max',
    });
    expect(load).toMatchObject({ inputTokens: null, concurrency: null });
    expect(notes.toSorted()).toEqual([
      'concurrency: left out, as "max" is no number > 0',
      'input_len: left out, as "1k" is no number > 0',
      'tee_mode: left out, as "?" is none of off, cc, on',
    ]);
  });

  it('do not overrule what vLLM was told', async () => {
    const { load, notes } = await readResult({ max_concurrency: 8, concurrency: '16' });
    expect(load.concurrency).toBe(8);
    expect(notes).toEqual(['concurrency: max_concurrency, 8, is taken; the metadata says 16']);
  });

  it.each([
    [
      'replicas of one GPU each',
      { gpu: '4xL40S', prefill_replicas: '0', decode_replicas: '4' },
      4,
      'replica 4×1 tp1',
    ],
    [
      'prefill and decode',
      { gpu: '3xA100', prefill_replicas: '2', decode_replicas: '1' },
      3,
      'prefill 2×1 tp1, decode 1×1 tp1',
    ],
    ['tensor parallelism', { gpu: '8 x H100', tensor_parallel_size: '4' }, 8, 'replica 2×4 tp4'],
    [
      'replicas and tensor parallelism, GPUs not counted',
      { gpu: 'H100', replicas: '2', tp: '4' },
      8,
      'replica 2×4 tp4',
    ],
    ['one replica of all GPUs', { gpu: '2xH100' }, 2, 'replica 1×2 tp1'],
    ['a GPU that is not counted', { gpu: 'H100' }, null, ''],
    ['replicas of unknown size', { replicas: '2' }, null, ''],
    ['GPUs that cannot be shared', { gpu: '3xH100', replicas: '2' }, null, ''],
  ])('say on which GPUs it ran: %s', async (_, metadata, gpus, groups) => {
    const found = await readResult(metadata);
    expect(gpuCount(found)).toBe(gpus);
    const shown = found.serving.map(
      ({ role, replicas, gpusPerReplica, parallelism: { tensor } }) =>
        `${role} ${replicas}×${gpusPerReplica} tp${tensor}`,
    );
    expect(shown.join(', ')).toBe(groups);
  });

  it.each([
    [{ gpu: '2xH100' }, '2 GPUs are taken for one replica, as the number of replicas is not said'],
    [{ replicas: '2' }, 'replicas: left out, as nothing says on how many GPUs each ran'],
    [
      { gpu: '3xH100', replicas: '2' },
      'replicas: left out, as 3 GPUs cannot be shared by 2 replicas',
    ],
    [
      { gpu: '4xH100', replicas: '4', tp: '2' },
      '8 GPUs by replicas and parallelism are counted; the metadata names 4',
    ],
    [
      { gpu: '4xH100', prefill_replicas: '1', decode_replicas: '1' },
      'every replica is taken to have the same number of GPUs',
    ],
  ])('%j: what is assumed or left out is said', async (metadata, note) => {
    expect((await readResult(metadata)).notes).toEqual([note]);
  });
});

describe('a result that is wrong', () => {
  it('is told with the place of everything', async () => {
    const text = `{"duration": "10",
 "completed": 1.5, "num_prompts": 2,
 "total_input_tokens": -3,
 "output_throughput": [4],
 "request_rate": "fast",
 "mean_ttft_ms": -1,
 "p101_ttft_ms": 2,
 "max_concurrency": 0}`;
    expect((await readText(text)).messages.toSorted()).toEqual([
      'a.json:1:14 duration: expected seconds: a number > 0, got "10"',
      'a.json:2:15 completed: expected requests: a whole number ≥ 0, got 1.5',
      'a.json:3:24 total_input_tokens: expected tokens: a number ≥ 0, got -3',
      'a.json:4:23 output_throughput: expected tokens per second: a number ≥ 0, got a list',
      'a.json:5:18 request_rate: expected requests per second, or "inf": a number > 0, got "fast"',
      'a.json:6:18 mean_ttft_ms: expected milliseconds: a number ≥ 0, got -1',
      'a.json:7:18 p101_ttft_ms: expected a percentile up to 100, got 2',
      'a.json:8:21 max_concurrency: expected requests at once: a number > 0, got 0',
    ]);
  });

  it('is read or refused, whatever stands in its keys', () => {
    const keys = [
      ...Object.keys(PLAIN),
      ...['failed', 'ttfts', 'itls', 'latencies', 'output_lens', 'start_times', 'errors'],
      ...['gpu', 'replicas', 'tp', 'concurrency', 'input_length', 'tee_mode', 'request_goodput'],
      ...['mean_ttft_ms', 'p99.9_itl_ms', 'std_tpot_ms', 'max_concurrent_requests'],
    ];
    const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.array(fc.double({ noNaN: true })));
    return fc.assert(
      fc.asyncProperty(fc.dictionary(fc.constantFrom(...keys), anything), async (changes) => {
        const { measurements, messages } = await readText(JSON.stringify({ ...PLAIN, ...changes }));
        expect(measurements).toHaveLength(1);
        for (const message of messages) expect(message).toMatch(/^a\.json:1:\d+ \S+: expected /);
        if (messages.length > 0) return;
        const [{ durationSeconds, requests, throughput } = {}] = measurements;
        for (const each of [
          durationSeconds,
          requests?.completed,
          throughput?.outputTokensPerSecond,
        ]) {
          expect(each === null || (each ?? -1) >= 0).toBe(true);
        }
      }),
      { numRuns: 400, seed: lawSeed() },
    );
  });

  it('names the key that lacks, and the nearest', async () => {
    const { output_throughput: _, ...rest } = PLAIN;
    expect((await readText(JSON.stringify({ ...rest, output_throughputs: 4 }))).messages).toEqual([
      'a.json:1:1 output_throughput: expected tokens per second: a number ≥ 0, got nothing (did you mean it by "output_throughputs"?)',
    ]);
  });

  it.each([
    ['of today', { total_input_sequences: 2, input_sequence_throughput: 0.2 }],
    ['of 2025', { backend: 'openai-embeddings', input_lens: [100, 100], mean_e2el_ms: 4 }],
  ])('of a model that pools, %s, is passed over', async (_, changes) => {
    const { output_throughput: _rate, total_output_tokens: _tokens, ...rest } = PLAIN;
    expect(await readText(JSON.stringify({ ...rest, ...changes }))).toEqual({
      measurements: [],
      issues: [],
      messages: [],
      format: null,
      foreign: ['results of a model that pools, which generates nothing'],
    });
  });
});
