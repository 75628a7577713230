import { describe, expect, it } from 'vitest';
import { quantileOf } from '../../../src/analysis/measurement.js';
import { PLAIN, readResult, readText } from './read-vllm.js';

/** Two requests: one of 3 output tokens, one of a single token. */
const TWO = {
  input_lens: [150, 50],
  output_lens: [3, 1],
  total_output_tokens: 4,
  start_times: [1000.5, 1000],
  ttfts: [0.2, 0.4],
  itls: [[0.1, 0.3], []],
  errors: ['', ''],
  generated_texts: ['a b c', 'd'],
};

const columns = (values: Float64Array | null | undefined) => (values ? [...values] : null);

describe('requests one by one', () => {
  it('take from the first that was sent to their last token', async () => {
    const { perRequest, notes } = await readResult(TWO);
    expect(columns(perRequest?.startSeconds)).toEqual([0.5, 0]);
    expect(columns(perRequest?.inputTokens)).toEqual([150, 50]);
    expect(columns(perRequest?.outputTokens)).toEqual([3, 1]);
    expect(columns(perRequest?.ttftSeconds)).toEqual([0.2, 0.4]);
    const [first, second] = columns(perRequest?.e2eSeconds) ?? [];
    expect(first).toBeCloseTo(0.6, 12);
    expect(second).toBe(0.4);
    expect(notes).toEqual([
      'E2E of each request: computed, TTFT + the sum of its ITLs',
      'ttft, tpot, itl, e2e, normalizedTpot: computed from the requests, as the file states none',
    ]);
  });

  it('take as long as vLLM says, where it does', async () => {
    const { perRequest, latencies } = await readResult({ ...TWO, latencies: [0.7, 0.4] });
    expect(columns(perRequest?.e2eSeconds)).toEqual([0.7, 0.4]);
    expect(latencies.e2e).toMatchObject({ min: 0.4, max: 0.7 });
  });

  it('give the statistics that the file does not state, as vLLM computes them', async () => {
    const { latencies, inputTokens, outputTokens } = await readResult(TWO);
    expect(latencies.ttft?.mean).toBeCloseTo(0.3, 12);
    expect(latencies.ttft?.sd).toBeCloseTo(0.1, 12);
    expect(quantileOf(latencies.ttft, 0.9)).toBeCloseTo(0.38, 12);
    // Only the first request has a token after its first one: (0.6 − 0.2) / 2.
    expect(latencies.tpot?.mean).toBeCloseTo(0.2, 12);
    expect(latencies.itl).toMatchObject({ min: 0.1, max: 0.3 });
    expect(latencies.itl?.mean).toBeCloseTo(0.2, 12);
    // 0.6 / 3 and 0.4 / 1.
    expect(latencies.normalizedTpot?.mean).toBeCloseTo(0.3, 12);
    expect(inputTokens).toMatchObject({ mean: 100, sd: 50, min: 50, max: 150 });
    expect(outputTokens).toMatchObject({ mean: 2 });
  });

  it('complete what the file states, and do not overrule it', async () => {
    const stated = { mean_ttft_ms: 300.5, median_ttft_ms: 300, p99_ttft_ms: 398 };
    const { latencies, notes } = await readResult({ ...TWO, ...stated });
    expect(latencies.ttft).toMatchObject({ mean: 0.3005, min: 0.2, max: 0.4 });
    expect(latencies.ttft?.quantiles.map(({ p }) => p)).toEqual([0.5, 0.9, 0.95, 0.99]);
    expect(notes.some((note) => note.startsWith('ttft differs'))).toBe(false);
  });

  it('that differ from what the file states by more than 1 % are said to', async () => {
    const { latencies, notes } = await readResult({
      ...TWO,
      mean_ttft_ms: 310,
      median_ttft_ms: 300,
    });
    expect(latencies.ttft?.mean).toBe(0.31);
    expect(notes).toContain(
      'ttft differs from its requests: mean 0.3100 s, of the requests 0.3000 s',
    );
  });

  it('that failed are counted and have no latency', async () => {
    const { perRequest, requests, notes } = await readResult({
      num_prompts: 3,
      completed: 2,
      failed: 1,
      input_lens: [150, 10, 50],
      output_lens: [3, 0, 1],
      total_output_tokens: 4,
      start_times: [1000.5, 999, 1000],
      ttfts: [0.2, 0, 0.4],
      latencies: [0.6, 0, 0.4],
      errors: ['', 'Traceback: connection reset', ''],
    });
    expect(requests).toMatchObject({ total: 3, completed: 2, failed: 1 });
    expect(columns(perRequest?.inputTokens)).toEqual([150, 50]);
    expect(columns(perRequest?.startSeconds)).toEqual([1.5, 1]);
    expect(notes[0]).toBe(
      '1 of 3 requests failed (the first: "Traceback: connection reset"): left out of what is per request',
    );
  });

  it('that failed before they were sent do not move the start', async () => {
    const { perRequest } = await readResult({
      start_times: [0, 1000, 1000.5],
      latencies: [0, 2, 1],
      errors: ['refused', '', ''],
    });
    expect(columns(perRequest?.startSeconds)).toEqual([0, 0.5]);
  });

  it('that ended without output were not completed, though vLLM of 2024 says so', async () => {
    const { requests, latencies, notes } = await readResult({
      completed: 2,
      output_lens: [3, 0],
      total_output_tokens: 3,
      ttfts: [0.2, 0],
      itls: [[0.1, 0.3], []],
    });
    expect(requests).toMatchObject({ total: 2, completed: 1, failed: 1 });
    expect(latencies.ttft).toMatchObject({ mean: 0.2, min: 0.2 });
    expect(notes[0]).toBe(
      '1 of 2 requests ended without any output: counted as failed, left out of what is per request',
    );
  });

  it('whose answers did not stream have no first token', async () => {
    const { perRequest, latencies, notes } = await readResult({
      output_lens: [3, 1],
      total_output_tokens: 4,
      ttfts: [0, 0],
      latencies: [2, 1],
    });
    expect(latencies.ttft).toBeNull();
    expect(latencies.tpot).toBeNull();
    expect(latencies.e2e?.mean).toBe(1.5);
    expect(columns(perRequest?.ttftSeconds)).toEqual([Number.NaN, Number.NaN]);
    expect(notes[0]).toBe('TTFT of 2 answered requests: unknown');
  });

  it('whose answers came as a whole have no time per further token', async () => {
    const { latencies } = await readResult({ ...TWO, ttfts: [0.6, 0.4], latencies: [0.6, 0.4] });
    expect(latencies.tpot).toBeNull();
    expect(latencies.e2e?.mean).toBeCloseTo(0.5, 12);
  });

  it('may state latencies alone', async () => {
    const { perRequest, latencies } = await readResult({ latencies: [2, 1], queue_times: [0, 0] });
    expect(latencies.e2e?.mean).toBe(1.5);
    expect(perRequest).toMatchObject({ startSeconds: null, ttftSeconds: null, inputTokens: null });
  });

  it('that have other lengths than the totals say are said to', async () => {
    const { notes } = await readResult({ ...TWO, total_output_tokens: 5 });
    expect(notes).toContain('total_output_tokens is 5; the requests have 4');
  });

  it('may be twenty thousand: what they generated is not kept', async () => {
    const count = 20_000;
    const { perRequest } = await readResult({
      ttfts: new Array(count).fill(0.25),
      generated_texts: new Array(count).fill('x'.repeat(500)),
    });
    expect(perRequest?.ttftSeconds).toHaveLength(count);
  });
});

describe('requests that contradict each other', () => {
  it.each([
    [
      { ...TWO, ttfts: [0.2] },
      'ttfts: expected one item a request, as in input_lens: 2, got a list (it has 1)',
    ],
    [
      { ...TWO, itls: [[0.1], []], errors: [''] },
      'errors: expected one item a request, as in input_lens: 2, got a list (it has 1)',
    ],
    [{ ...TWO, itls: [[0.1, -0.3], []] }, 'itls.0.1: expected seconds: a number ≥ 0, got -0.3'],
    [{ ...TWO, itls: [[0.1], 0.3] }, 'itls.1: expected a list of seconds, got 0.3'],
    [{ ...TWO, itls: [[0.1, null], []] }, 'itls.0.1: expected seconds: a number ≥ 0, got "null"'],
    [{ ...TWO, output_lens: [3, '1'] }, 'output_lens.1: expected tokens: a number ≥ 0, got "1"'],
    [
      { ...TWO, errors: ['', 5] },
      'errors: expected a list of texts, empty where a request did not fail, got a list',
    ],
    [{ ...TWO, ttfts: 0.2 }, 'ttfts: expected a list of seconds, got 0.2'],
  ])('are refused %#', async (changes, message) => {
    const { messages } = await readText(JSON.stringify({ ...PLAIN, ...changes }));
    expect(messages.map((each) => each.replace(/^a\.json:1:\d+ /, ''))).toEqual([message]);
  });
});
