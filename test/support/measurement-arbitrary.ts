import fc from 'fast-check';
import type {
  MeasuredRequestColumns,
  Measurement,
  OfferedLoad,
  Parallelism,
  PowerSamples,
  Quantile,
  ServingGroup,
  Statistic,
} from '../../src/analysis/measurement.js';

/*
 * Measurements of any kind: every field may be unknown, names are awkward, numbers have all their
 * digits. What a measurement promises holds: quantiles ascend, mean and quantiles lie between
 * minimum and maximum, groups differ, columns have one length.
 */

/** Above 0, with all digits. */
const positive = fc.double({ min: 1e-6, max: 1e7, noNaN: true });
/** From 0. */
const amount = fc.oneof(
  { arbitrary: fc.constant(0), weight: 1 },
  { arbitrary: positive, weight: 9 },
);
const count = fc.nat(1_000_000);
const size = fc.integer({ min: 1, max: 16 });
const name = fc.oneof(
  fc.constantFrom('meta-llama/Llama-3.1-70B', 'H100', 'no', '1e3', '~', ': #', '"quoted"'),
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
);

/** Quantiles that benchmarks write, and some that hardly any does. */
const PROBABILITIES = [
  0.001, 0.01, 0.05, 0.1, 0.123, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 0.9999,
] as const;

/** A measurement; tests of a form narrow it with `map` to what the form can say. */
export function measurementArbitrary(): fc.Arbitrary<Measurement> {
  return fc
    .record({
      head: head(),
      load: load(),
      totals: totals(),
      statistics: statistics(),
      throughput: fc.record({
        requestsPerSecond: maybe(amount),
        inputTokensPerSecond: maybe(amount),
        outputTokensPerSecond: maybe(amount),
        totalTokensPerSecond: maybe(amount),
      }),
      perRequest: maybe(requestColumns()),
      power: maybe(powerSamples()),
      notes: fc.array(name, { maxLength: 3 }),
    })
    .map(({ head: { file, item, format, tool, ...head }, totals, statistics, ...rest }) => ({
      id: item === 0 ? file : `${file}#${item}`,
      source: { format, file, item, tool },
      ...head,
      ...totals,
      ...statistics,
      ...rest,
      simulation: null,
    }));
}

function head() {
  return fc.record({
    file: fc.constantFrom('a.json', 'some folder/b.yaml', 'ä.jsonl'),
    item: fc.nat(3),
    format: fc.constantFrom('vllm', 'llm-d-report', 'measurements'),
    tool: maybe(name),
    origin: fc.constantFrom('measured' as const, 'simulated' as const),
    experiment: maybe(name),
    condition: maybe(name),
    teeMode: maybe(fc.constantFrom('off' as const, 'cc' as const)),
    repetition: maybe(fc.nat(30)),
    model: maybe(name),
    modelSizeB: maybe(positive),
    gpu: maybe(name),
    serving: serving(),
  });
}

function load(): fc.Arbitrary<OfferedLoad> {
  return fc.record({
    concurrency: maybe(fc.oneof(size, fc.double({ min: 1, max: 512, noNaN: true }))),
    requestsPerSecond: maybe(fc.oneof(positive, fc.constant(Number.POSITIVE_INFINITY))),
    inputTokens: maybe(positive),
    outputTokens: maybe(positive),
  });
}

function totals() {
  return fc.record({
    durationSeconds: maybe(positive),
    requests: fc.record({
      total: maybe(count),
      completed: maybe(count),
      failed: maybe(count),
      incomplete: maybe(count),
    }),
    totalInputTokens: maybe(count),
    totalOutputTokens: maybe(count),
    mostConcurrent: maybe(count),
    goodputRequestsPerSecond: maybe(amount),
    onTime: maybe(fc.record({ slaSeconds: positive, requests: count })),
  });
}

function statistics() {
  return fc.record({
    inputTokens: maybe(statistic()),
    outputTokens: maybe(statistic()),
    latencies: fc.record({
      ttft: maybe(statistic()),
      tpot: maybe(statistic()),
      itl: maybe(statistic()),
      e2e: maybe(statistic()),
      normalizedTpot: maybe(statistic()),
    }),
  });
}

/** A statistic of numbers that are not negative. */
function statistic(): fc.Arbitrary<Statistic> {
  return fc
    .record({
      values: fc.array(amount, { minLength: 16, maxLength: 16 }),
      kept: fc.subarray([...PROBABILITIES]),
      sd: maybe(amount),
      has: fc.record({ mean: fc.boolean(), min: fc.boolean(), max: fc.boolean() }),
    })
    .map(({ values, kept, sd, has }) => {
      const [min = 0, mean = 0, ...rest] = values.toSorted((a, b) => a - b);
      return {
        mean: has.mean ? mean : null,
        sd,
        min: has.min ? min : null,
        max: has.max ? (rest.at(-1) ?? mean) : null,
        quantiles: kept.map((p, at): Quantile => ({ p, value: rest[at] ?? mean })),
      };
    });
}

/** Replicas, or prefill and decode; no two groups alike. */
function serving(): fc.Arbitrary<readonly ServingGroup[]> {
  const groups = (roles: readonly ServingGroup['role'][]) =>
    fc.uniqueArray(group(roles), { minLength: 1, maxLength: 3, selector: kindOf });
  return fc.oneof(fc.constant([]), groups(['replica']), groups(['prefill', 'decode']));
}

function group(roles: readonly ServingGroup['role'][]): fc.Arbitrary<ServingGroup> {
  return fc
    .record({
      role: fc.constantFrom(...roles),
      replicas: fc.integer({ min: 1, max: 6 }),
      parallelism: parallelism(),
      counted: fc.option(size, { nil: undefined, freq: 4 }),
    })
    .map(({ counted, ...rest }) => {
      const { tensor, data, pipeline } = rest.parallelism;
      return { ...rest, gpusPerReplica: counted ?? tensor * data * pipeline };
    });
}

function parallelism(): fc.Arbitrary<Parallelism> {
  return fc.record({ tensor: size, data: size, pipeline: size, expert: size });
}

function kindOf({ role, parallelism, gpusPerReplica }: ServingGroup): string {
  return JSON.stringify([role, parallelism, gpusPerReplica]);
}

function requestColumns(): fc.Arbitrary<MeasuredRequestColumns> {
  const cell = fc.oneof(
    { arbitrary: amount, weight: 9 },
    { arbitrary: fc.constant(Number.NaN), weight: 1 },
  );
  const kinds = [
    'startSeconds',
    'inputTokens',
    'outputTokens',
    'ttftSeconds',
    'e2eSeconds',
  ] as const;
  return fc.nat(5).chain((length) => {
    const column = maybe(
      fc
        .array(cell, { minLength: length, maxLength: length })
        .map((cells) => Float64Array.from(cells)),
    );
    return fc.record(
      Object.fromEntries(kinds.map((kind) => [kind, column])) as Record<
        (typeof kinds)[number],
        typeof column
      >,
    );
  });
}

function powerSamples(): fc.Arbitrary<PowerSamples> {
  const sample = fc.record({
    step: fc.double({ min: 0.01, max: 5, noNaN: true }),
    watts: amount,
    utilization: fc.double({ min: 0, max: 1, noNaN: true }).map((share) => share + 0),
  });
  return fc
    .record({
      samples: fc.array(sample, { minLength: 1, maxLength: 6 }),
      hasUtilization: fc.boolean(),
      gpus: size,
    })
    .map(({ samples, hasUtilization, gpus }) => {
      let seconds = 0;
      return {
        file: 'power.csv',
        seconds: Float64Array.from(samples, ({ step }, at) => {
          if (at > 0) seconds += step;
          return seconds;
        }),
        watts: Float64Array.from(samples, ({ watts }) => watts),
        utilization: hasUtilization
          ? Float64Array.from(samples, ({ utilization }) => utilization)
          : null,
        gpus,
      };
    });
}

function maybe<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(value, { freq: 4 });
}
