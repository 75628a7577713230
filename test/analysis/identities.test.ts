import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identities } from '../../src/analysis/identities.js';
import {
  blankMeasurement,
  type Measurement,
  type Statistic,
} from '../../src/analysis/measurement.js';
import { holds } from '../support/property.js';

const blank = blankMeasurement('a.json', { format: 'vllm', file: 'a.json', item: 0, tool: null });

/** One request: when it was sent, what it took, how long it was. */
interface Served {
  readonly start: number;
  readonly ttft: number;
  readonly tpot: number;
  readonly input: number;
  readonly output: number;
}

const seconds = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const served: fc.Arbitrary<Served> = fc.record({
  start: seconds(0, 100),
  ttft: seconds(0.01, 20),
  tpot: seconds(0.001, 1),
  input: fc.integer({ min: 1, max: 10_000 }),
  output: fc.integer({ min: 2, max: 1000 }),
});

function statistic(values: readonly number[]): Statistic {
  const sorted = values.toSorted((a, b) => a - b);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const at = (p: number) => sorted[Math.ceil(p * sorted.length) - 1] ?? mean;
  return {
    mean,
    sd: Math.sqrt(squares / values.length),
    min: at(0.0001),
    max: at(1),
    quantiles: [0.1, 0.5, 0.99].map((p) => ({ p, value: at(p) })),
  };
}

/** What somebody would have measured who saw these requests. */
function measured(requests: readonly Served[]): Measurement {
  const e2e = requests.map(({ ttft, tpot, output }) => ttft + (output - 1) * tpot);
  const ends = requests.map(({ start }, at) => start + (e2e[at] ?? 0));
  const duration = Math.max(...ends) - Math.min(...requests.map(({ start }) => start));
  const total = (of: (request: Served) => number) =>
    requests.reduce((sum, request) => sum + of(request), 0);
  const [input, output] = [total((each) => each.input), total((each) => each.output)];
  return {
    ...blank,
    durationSeconds: duration,
    requests: { ...blank.requests, completed: requests.length },
    inputTokens: statistic(requests.map((each) => each.input)),
    outputTokens: statistic(requests.map((each) => each.output)),
    throughput: {
      requestsPerSecond: requests.length / duration,
      inputTokensPerSecond: input / duration,
      outputTokensPerSecond: output / duration,
      totalTokensPerSecond: (input + output) / duration,
    },
    latencies: {
      ...blank.latencies,
      ttft: statistic(requests.map((each) => each.ttft)),
      tpot: statistic(requests.map((each) => each.tpot)),
      e2e: statistic(e2e),
    },
  };
}

const RUN = measured(
  Array.from({ length: 40 }, (_, at) => ({
    start: at,
    ttft: 0.2 + at / 390,
    tpot: 0.02,
    input: 1000,
    output: 101,
  })),
);

/** A closed loop of so many clients, each sending its next request at once, for so many rounds. */
function closedLoop(clients: number, rounds: number): Measurement {
  const each = { ttft: 1, tpot: 0.01, input: 10, output: 101 };
  const requests = Array.from({ length: clients * rounds }, (_, at) => ({
    ...each,
    start: 2 * Math.floor(at / clients),
  }));
  const run = measured(requests);
  return { ...run, load: { ...run.load, concurrency: clients } };
}

describe('identities', () => {
  it('hold for whatever was measured of any requests, lengths and times mixed', () => {
    holds(fc.array(served, { minLength: 1, maxLength: 30 }), (requests) => {
      expect(identities(measured(requests))).toEqual([]);
    });
  });

  it('hold for a measurement of which nothing is known', () => {
    expect(identities(blank)).toEqual([]);
  });

  it('are told with the file, one sentence each, in the units of the numbers', () => {
    const broken = {
      ...RUN,
      latencies: { ...RUN.latencies, e2e: { ...statistic([1]), mean: 0.0022 } },
    };
    expect(identities({ ...broken, id: 'x.yaml#3' })).toEqual([
      'x.yaml#3: mean E2E is 0.0022 s, but TTFT + (output tokens − 1) · TPOT is 2.25 s',
      'x.yaml#3: E2E: minimum 1 is above mean 0.0022',
    ]);
  });

  it.each([
    ['total rate', 'totalTokensPerSecond', 2],
    ['total rate', 'inputTokensPerSecond', 10],
    ['request rate', 'requestsPerSecond', 1.02],
  ] as const)('of the %s: off in %s', (name, key, factor) => {
    const value = (RUN.throughput[key] ?? 0) * factor;
    const throughput = { ...RUN.throughput, [key]: value };
    const found = identities({ ...RUN, throughput });
    expect(found.length).toBeGreaterThan(0);
    expect(found.join()).toContain(`${name} is`);
  });

  it('of E2E are looser where nobody knows how lengths spread', () => {
    const tokens = { ...statistic([101]), sd: null, min: null, max: null };
    const e2e = (mean: number) => ({ ...statistic([mean]), sd: null });
    const run = (mean: number, outputTokens: Statistic) =>
      identities({ ...RUN, outputTokens, latencies: { ...RUN.latencies, e2e: e2e(mean) } });
    const exact = 2.25;
    expect(run(exact * 1.05, tokens)).toEqual([]);
    expect(run(exact * 1.05, statistic([101, 101]))).toHaveLength(1);
    expect(run(exact * 1.15, tokens)).toHaveLength(1);
  });
});

describe("Little's law", () => {
  it('holds in a closed loop, whose clients are always busy', () => {
    expect(identities(closedLoop(8, 20))).toEqual([]);
  });

  it('is broken by a concurrency that is not the one there was', () => {
    const run = closedLoop(8, 20);
    for (const concurrency of [6, 12]) {
      expect(identities({ ...run, load: { ...run.load, concurrency } })).toEqual([
        expect.stringContaining("(Little's law)"),
      ]);
    }
  });

  it('says nothing of a rate that was offered, or of a run that hardly fills', () => {
    const run = closedLoop(8, 20);
    const load = { ...run.load, concurrency: 12 };
    expect(identities({ ...run, load: { ...load, requestsPerSecond: 4 } })).toEqual([]);
    expect(identities({ ...run, load: { ...load, requestsPerSecond: Infinity } })).toHaveLength(1);
    const short = closedLoop(8, 2);
    expect(identities({ ...short, load: { ...short.load, concurrency: 12 } })).toEqual([]);
  });
});

describe('the order of quantiles', () => {
  const withTtft = (ttft: Partial<Statistic>) =>
    identities({ ...blank, latencies: { ...blank.latencies, ttft: { ...empty, ...ttft } } });
  const empty = { mean: null, sd: null, min: null, max: null, quantiles: [] };

  it.each([
    [
      {
        quantiles: [
          { p: 0.5, value: 2 },
          { p: 0.99, value: 1 },
        ],
      },
      'p50 2 is above p99 1',
    ],
    [{ min: 3, quantiles: [{ p: 0.5, value: 2 }] }, 'minimum 3 is above p50 2'],
    [{ max: 1, quantiles: [{ p: 0.999, value: 2 }] }, 'p99.9 2 is above maximum 1'],
    [{ mean: 5, max: 4 }, 'mean 5 is above maximum 4'],
    [{ mean: 1, min: 2 }, 'minimum 2 is above mean 1'],
  ])('%j', (ttft, said) => {
    expect(withTtft(ttft)).toEqual([`a.json: TTFT: ${said}`]);
  });

  it('may have equals', () => {
    expect(withTtft({ mean: 2, min: 2, max: 2, quantiles: [{ p: 0.5, value: 2 }] })).toEqual([]);
  });
});
