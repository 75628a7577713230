import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blankMeasurement,
  gpuCount,
  type Measurement,
  type ServingGroup,
  type Statistic,
} from '../../../src/analysis/measurement.js';
import { modelSizeB } from '../../../src/analysis/model-size.js';
import { writeVllm } from '../../../src/interop/vllm/write.js';
import { measurementArbitrary } from '../../support/measurement-arbitrary.js';
import { lawSeed } from '../../support/property.js';
import { PLAIN, readResult, readText } from './read-vllm.js';

const RUNS = 200;
const SOURCE = { format: 'measurements', file: 'a.json', item: 0, tool: 'sealsim 0.1.0' };

/** Reads a result back that was written: it must be sound. */
async function readBack(measurement: Measurement): Promise<Measurement> {
  const { measurements, messages } = await readText(writeVllm(measurement));
  expect(messages).toEqual([]);
  const [found] = measurements;
  if (found === undefined) throw new Error('nothing was read back');
  return found;
}

/** Where two values differ in more than the twelfth digit of a number; null: nowhere. */
function difference(a: unknown, b: unknown, path = 'it'): string | null {
  if (typeof a === 'number' && typeof b === 'number') {
    const isSame = Object.is(a, b) || Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
    return isSame ? null : `${path}: ${a}, ${b}`;
  }
  if (!isObject(a) || !isObject(b)) return a === b ? null : `${path}: ${a}, ${b}`;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  const found = [...keys].map((key) => difference(a[key], b[key], `${path}.${key}`));
  return found.find((each) => each !== null) ?? null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

describe('a run written as a result of vLLM', () => {
  it('reads back with the same numbers, null apart from 0', () =>
    fc.assert(
      fc.asyncProperty(measurementArbitrary().map(sayable), async (measurement) => {
        const { notes: _, ...found } = await readBack(measurement);
        const { notes: __, ...expected } = carried(measurement);
        expect(difference(found, expected)).toBeNull();
      }),
      { numRuns: RUNS, seed: lawSeed() },
    ));

  it('reads back with the same requests, those that failed apart', () =>
    fc.assert(
      fc.asyncProperty(requestsArbitrary(), fc.nat(3), async (perRequest, failed) => {
        const answered = perRequest.e2eSeconds.length;
        const counts = { total: answered + failed, completed: answered, failed, incomplete: null };
        const run = { ...blankMeasurement('a.json', SOURCE), perRequest, requests: counts };
        const found = await readBack(run);
        expect(found.requests).toEqual(counts);
        expect(difference(found.perRequest, perRequest)).toBeNull();
      }),
      { numRuns: RUNS, seed: lawSeed() },
    ));

  it('lists no requests that were under way when the run ended', async () => {
    const perRequest = {
      startSeconds: Float64Array.of(0, 1, 2),
      inputTokens: Float64Array.of(8, 8, 8),
      outputTokens: Float64Array.of(4, 4, 4),
      ttftSeconds: Float64Array.of(0.5, Number.NaN, 0.5),
      e2eSeconds: Float64Array.of(2, Number.NaN, 3),
    };
    const requests = { total: 4, completed: 2, failed: 1, incomplete: 1 };
    const run = { ...blankMeasurement('x', SOURCE), perRequest, requests, totalOutputTokens: 8 };
    expect(JSON.parse(writeVllm(run))).toMatchObject({
      start_times: [0, 2, null],
      latencies: [2, 3, 0],
      errors: ['', '', 'failed'],
      incomplete: '1',
    });
    const found = await readBack(run);
    expect(found.requests).toEqual(requests);
    expect(found.outputTokens?.mean).toBe(4);
  });

  it('has the GPUs that it had, however they are cut', () =>
    fc.assert(
      fc.asyncProperty(measurementArbitrary(), async (measurement) => {
        const run = { ...measurement, gpu: 'H100', perRequest: null };
        expect(gpuCount(await readBack(run))).toBe(gpuCount(run));
      }),
      { numRuns: RUNS, seed: lawSeed() },
    ));

  it('is one line, so that several make a file', async () => {
    const line = writeVllm(blankMeasurement('x', SOURCE));
    expect(line.indexOf('\n')).toBe(line.length - 1);
    const { measurements } = await readText(line + line, 'a.jsonl');
    expect(measurements).toHaveLength(2);
  });

  it('has all keys that vLLM always writes; what is not known is null', () => {
    const result = JSON.parse(writeVllm(blankMeasurement('x', SOURCE), '20260101-120000'));
    const always = [
      ...Object.keys(PLAIN),
      ...['endpoint_type', 'label', 'tokenizer_id', 'failed', 'request_goodput'],
      ...['max_output_tokens_per_s', 'max_concurrent_requests'],
      ...['ttft', 'tpot', 'itl'].flatMap((name) =>
        ['mean', 'median', 'std', 'p99'].map((statistic) => `${statistic}_${name}_ms`),
      ),
    ];
    expect(Object.keys(result)).toEqual(expect.arrayContaining(always));
    expect(result.duration).toBeNull();
    expect(result.mean_ttft_ms).toBeNull();
    expect(result.date).toBe('20260101-120000');
  });

  it('reads where a run belongs from what it wrote itself alone', async () => {
    const place = { experiment: 'e', condition: 'c', repetition: 0 };
    const line = writeVllm({ ...blankMeasurement('x', SOURCE), ...place });
    const { measurements } = await readText(line, 'a.json');
    expect(measurements[0]).toMatchObject(place);
    const { origin: _, ...others } = JSON.parse(line);
    const { measurements: ofOthers } = await readText(JSON.stringify(others), 'a.json');
    expect(ofOthers[0]).toMatchObject({ experiment: null, condition: null, repetition: null });
  });

  it('serves notebooks that read metadata and look for errors', () => {
    const run: Measurement = {
      ...blankMeasurement('x', SOURCE),
      origin: 'simulated',
      model: 'llama3-8b',
      teeMode: 'cc',
      load: { concurrency: 32, requestsPerSecond: Infinity, inputTokens: 128, outputTokens: 64 },
      requests: { total: 1, completed: 1, failed: 0, incomplete: 0 },
    };
    expect(JSON.parse(writeVllm(run))).toMatchObject({
      backend: 'sealsim',
      tool: 'sealsim 0.1.0',
      origin: 'simulated',
      tee_mode: 'cc',
      model: 'llama3-8b',
      input_length: '128',
      output_length: '64',
      concurrency: '32',
      request_rate: 'inf',
      errors: [],
    });
  });

  it('is written again as it was read', async () => {
    const once = await readResult({ gpu: '2xH100', replicas: '2', mean_itl_ms: 12.5, failed: 0 });
    expect(difference({ ...(await readBack(once)), notes: [] }, once)).toBeNull();
  });
});

/** A run as far as the form can say it: names that metadata can hold, one group of each role. */
function sayable(measurement: Measurement): Measurement {
  return {
    ...measurement,
    source: { ...measurement.source, tool: name(measurement.source.tool) },
    model: name(measurement.model),
    gpu: name(measurement.gpu),
    serving: oneOfEach(measurement.serving),
    perRequest: null,
  };
}

function name(text: string | null): string | null {
  return text === null || text.trim() === '' || /^\d/.test(text) ? null : text;
}

function oneOfEach(serving: readonly ServingGroup[]): readonly ServingGroup[] {
  const first = (role: ServingGroup['role']) => serving.filter((each) => each.role === role)[0];
  const [replica, prefill, decode] = [first('replica'), first('prefill'), first('decode')];
  if (replica !== undefined) return [replica];
  return prefill === undefined || decode === undefined ? [] : [prefill, decode];
}

/** What of a run the form has a place for, and what follows from it. */
function carried(run: Measurement): Measurement {
  const { throughput, totalInputTokens: inputs, durationSeconds: duration, latencies } = run;
  const divided = inputs === null || duration === null ? null : inputs / duration;
  const input = throughput.inputTokensPerSecond ?? divided;
  const { outputTokensPerSecond: output, totalTokensPerSecond: total } = throughput;
  const mean = (tokens: number | null): Statistic | null =>
    tokens === null || !run.requests.completed
      ? null
      : { mean: tokens / run.requests.completed, sd: null, min: null, max: null, quantiles: [] };
  return {
    ...run,
    id: 'a.json',
    source: { format: 'vllm', file: 'a.json', item: 0, tool: run.source.tool ?? 'vllm' },
    experiment: named(run.experiment),
    condition: named(run.condition),
    modelSizeB: run.modelSizeB ?? modelSizeB(run.model ?? ''),
    inputTokens: mean(inputs),
    outputTokens: mean(run.totalOutputTokens),
    throughput: {
      ...throughput,
      inputTokensPerSecond: input,
      totalTokensPerSecond: total ?? (input === null || output === null ? null : input + output),
    },
    latencies: {
      ttft: known(latencies.ttft),
      tpot: known(latencies.tpot),
      itl: known(latencies.itl),
      e2e: known(latencies.e2e),
      normalizedTpot: null,
    },
    power: null,
  };
}

/** A blank name is none. */
function named(name: string | null): string | null {
  return name === null || name.trim() === '' ? null : name;
}

/** vLLM means by nothing but zeros that there were no values. */
function known(statistic: Statistic | null): Statistic | null {
  if (statistic === null) return null;
  const { mean, sd, min, max, quantiles } = statistic;
  const all = [mean, sd, min, max, ...quantiles.map(({ value }) => value)];
  const numbers = all.filter((value) => value !== null);
  const isZero = mean === 0 && numbers.every((value) => value === 0);
  return numbers.length === 0 || isZero ? null : statistic;
}

/** Requests that were answered: all of them have output, and take time. */
function requestsArbitrary() {
  const seconds = fc.double({ min: 1e-4, max: 1e4, noNaN: true });
  const request = fc.record({
    start: seconds,
    input: fc.integer({ min: 1, max: 10_000 }),
    output: fc.integer({ min: 1, max: 10_000 }),
    ttft: fc.option(seconds, { nil: Number.NaN, freq: 5 }),
    rest: seconds,
  });
  return fc.array(request, { minLength: 1, maxLength: 6 }).map((requests) => {
    const column = (of: (each: (typeof requests)[number]) => number) =>
      Float64Array.from(requests, of);
    const first = Math.min(...requests.map(({ start }) => start));
    return {
      startSeconds: column(({ start }) => start - first),
      inputTokens: column(({ input }) => input),
      outputTokens: column(({ output }) => output),
      ttftSeconds: column(({ ttft }) => ttft),
      e2eSeconds: column(({ ttft, rest }) => (Number.isNaN(ttft) ? rest : ttft + rest)),
    };
  });
}
