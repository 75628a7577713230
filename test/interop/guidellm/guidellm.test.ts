import { describe, expect, it } from 'vitest';
import { identities } from '../../../src/analysis/identities.js';
import type { Measurement } from '../../../src/analysis/measurement.js';
import { guidellmFormat } from '../../../src/interop/guidellm/read.js';
import { readText } from '../document-text.js';
import {
  benchmark02,
  benchmark03,
  benchmark04,
  constant,
  METRICS,
  NONE,
  report,
  type Stated,
} from './guidellm-file.js';

const CONCURRENT = { type_: 'concurrent', streams: 8 };

async function readAll(text: string): Promise<readonly Measurement[]> {
  const read = await readText('benchmarks.json', text, [guidellmFormat]);
  expect(read.issues).toEqual([]);
  return read.measurements;
}

async function readOne(benchmark: object): Promise<Measurement> {
  const [measurement] = await readAll(report([benchmark]));
  if (measurement === undefined) throw new Error('nothing was read');
  return measurement;
}

const LAYOUTS = [
  ['0.2', benchmark02],
  ['0.3', benchmark03],
  ['0.4', benchmark04],
] as const;

describe.each(LAYOUTS)('a benchmark as GuideLLM %s lays it out', (version, benchmark) => {
  it('gives its numbers in seconds and tokens', async () => {
    const measurement = await readOne(benchmark(CONCURRENT));
    expect(measurement).toMatchObject({
      id: 'benchmarks.json',
      source: { format: 'guidellm', tool: 'guidellm 0.5.0' },
      origin: 'measured',
      model: 'some/model',
      durationSeconds: 5,
      requests: { total: 13, completed: 10, failed: 1, incomplete: 2 },
      totalInputTokens: 2560,
      totalOutputTokens: 1010,
      mostConcurrent: 4.4,
      load: { concurrency: 8, requestsPerSecond: null, inputTokens: 256, outputTokens: 101 },
    });
    const { ttft, tpot, itl, e2e } = measurement.latencies;
    expect(ttft?.mean).toBeCloseTo(0.2, 12);
    expect(tpot?.quantiles.find(({ p }) => p === 0.999)?.value).toBeCloseTo(0.02, 12);
    expect(itl).toEqual({ mean: 0.02, sd: null, min: null, max: null, quantiles: [] });
    expect(e2e?.mean).toBe(2.2);
    expect(identities(measurement)).toEqual([]);
  });

  it('has a time per token from the start of the request only if it counts from there', async () => {
    const { latencies, notes } = await readOne(benchmark(CONCURRENT));
    const isLeftOut = notes.some((note) => note.includes('one token too many'));
    expect(isLeftOut).toBe(version === '0.2');
    if (version === '0.2') expect(latencies.normalizedTpot).toBeNull();
    else expect(latencies.normalizedTpot?.mean).toBeCloseTo(2.2 / 101, 12);
  });
});

describe('the load of a strategy', () => {
  it.each([
    [{ type_: 'synchronous' }, 1, null],
    [CONCURRENT, 8, null],
    [{ type_: 'throughput', max_concurrency: 512 }, 512, Number.POSITIVE_INFINITY],
    [{ type_: 'throughput', max_concurrency: null }, null, Number.POSITIVE_INFINITY],
    [{ type_: 'constant', rate: 2.5, max_concurrency: 512 }, null, 2.5],
    [{ type_: 'poisson', rate: 2.5 }, null, 2.5],
  ])('%j', async (strategy, concurrency, requestsPerSecond) => {
    const { load } = await readOne(benchmark04(strategy));
    expect(load).toMatchObject({ concurrency, requestsPerSecond });
  });

  it('that is not known is said', async () => {
    const { load, notes } = await readOne(benchmark04({ type_: 'replay' }));
    expect(load.concurrency).toBeNull();
    expect(notes).toContain('load not known: the strategy is replay');
  });
});

describe('what GuideLLM does not know', () => {
  const without = (metric: string, instead: object): Stated => ({ ...METRICS, [metric]: instead });

  it('is null, though it writes zeros for it', async () => {
    const { latencies } = await readOne(
      benchmark04(CONCURRENT, without('inter_token_latency_ms', NONE)),
    );
    expect(latencies.tpot).toBeNull();
    expect(latencies.itl).toBeNull();
  });

  it('without streaming is the first token, of which it writes 0', async () => {
    const { latencies, notes } = await readOne(
      benchmark04(CONCURRENT, without('time_to_first_token_ms', constant(0))),
    );
    expect(latencies.ttft).toBeNull();
    expect(notes.join()).toContain('without streaming');
  });
});

it('of several benchmarks each is a measurement, wherever a document begins', async () => {
  const two = report([benchmark04(CONCURRENT), benchmark04({ type_: 'synchronous' })]);
  const ids = (await readAll(`${two}\n${two}`)).map(({ id }) => id);
  expect(ids).toEqual([
    'benchmarks.json',
    'benchmarks.json#1',
    'benchmarks.json#2',
    'benchmarks.json#3',
  ]);
});

it('every problem of a report is said with its place', async () => {
  const text = `{"benchmarks": [
 {"metrics": {"time_to_first_token_ms": {"successful": {"count": 1, "mean": "12 ms"}},
  "request_latency": {"successful": {"count": 1, "mean": -1}}},
  "config": {"strategy": {"type_": "concurrent"}}}]}`;
  const { issues } = await readText('b.json', text, [guidellmFormat]);
  expect([...issues].sort()).toEqual([
    'b.json:2:77 benchmarks.0.metrics.time_to_first_token_ms.successful.mean: expected milliseconds: a number ≥ 0, got "12 ms"',
    'b.json:3:58 benchmarks.0.metrics.request_latency.successful.mean: expected seconds: a number ≥ 0, got -1',
    'b.json:4:26 benchmarks.0.config.strategy.streams: expected requests: a whole number > 0, got nothing',
  ]);
});
