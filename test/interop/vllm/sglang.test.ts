import { describe, expect, it } from 'vitest';
import { readText } from './read-vllm.js';

/** A line as SGLang's `bench_serving` writes it: Python's `Infinity`, and no model. */
function line(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    backend: 'sglang',
    dataset_name: 'random',
    request_rate: 4,
    max_concurrency: 16,
    sharegpt_output_len: null,
    random_input_len: 1024,
    random_output_len: 128,
    random_range_ratio: 1,
    duration: 100,
    completed: 160,
    total_input_tokens: 163_840,
    total_output_tokens: 20_480,
    total_output_tokens_retokenized: 20_470,
    request_throughput: 1.6,
    input_throughput: 1638.4,
    output_throughput: 204.8,
    mean_e2e_latency_ms: 9800,
    median_e2e_latency_ms: 9700,
    mean_ttft_ms: 150,
    p99_ttft_ms: 300,
    concurrency: 15.68,
    accept_length: null,
    ...changes,
  });
}
const asSoonAsPossible = (text: string): string =>
  text.replace('"request_rate":4', '"request_rate": Infinity');

describe('a result of SGLang', () => {
  it('may ask for everything at once, as Python spells it', async () => {
    const { measurements, messages } = await readText(
      `${asSoonAsPossible(line())}\n${line({ max_concurrency: null })}\n`,
      'a.jsonl',
    );
    expect(messages).toEqual([]);
    expect(measurements.map(({ load }) => load)).toEqual([
      { concurrency: 16, requestsPerSecond: Infinity, inputTokens: 1024, outputTokens: 128 },
      // What it calls concurrency was measured.
      { concurrency: null, requestsPerSecond: 4, inputTokens: 1024, outputTokens: 128 },
    ]);
    expect(measurements[0]).toMatchObject({
      source: { tool: 'sglang' },
      model: null,
      latencies: { e2e: { mean: 9.8 }, ttft: { mean: 0.15 } },
      throughput: { inputTokensPerSecond: 1638.4, outputTokensPerSecond: 204.8 },
      notes: ['total token rate: computed, input + output'],
    });
  });

  it('names the model where it tells of the server', async () => {
    const { measurements } = await readText(line({ server_info: { model_path: 'a/b-7B' } }));
    expect(measurements[0]).toMatchObject({ model: 'a/b-7B', modelSizeB: 7 });
  });

  it('of which another number has no end is refused, at its place', async () => {
    const text = asSoonAsPossible(line()).replace('"mean_ttft_ms":150', '"mean_ttft_ms": NaN');
    const column = text.indexOf('NaN') + 1;
    expect((await readText(text)).messages).toEqual([
      `a.json:1:${column}: expected a number that JSON has, or null, got "NaN"`,
    ]);
    const wrong = asSoonAsPossible(line({ duration: -1 }));
    expect((await readText(wrong)).messages).toEqual([
      `a.json:1:${wrong.indexOf('-1') + 1} duration: expected seconds: a number > 0, got -1`,
    ]);
    const endless = line().replace('"mean_ttft_ms":150', '"mean_ttft_ms": Infinity');
    expect((await readText(endless)).messages).toHaveLength(1);
  });

  it('keeps what is only the text of an answer', async () => {
    const text = line({ tag: '"request_rate": Infinity,' });
    expect((await readText(asSoonAsPossible(text))).messages).toEqual([]);
  });
});
