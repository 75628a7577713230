import {
  gpuCount,
  type MeasuredLatencies,
  type Measurement,
  type Statistic,
} from '../measurement.js';

/** In what a metric is counted; times of requests are in milliseconds, as others print them. */
export type ParetoUnit = 'ms' | 'requests/s' | 'tokens/s' | 'requests' | 'GPUs' | 'fraction';

/** A figure of a measurement that can be an axis, or be asked for by an SLO. */
export interface ParetoMetric {
  /** As options name it: `ttft.p95`. */
  readonly name: string;
  /** In words, without the unit. */
  readonly label: string;
  /** How it is computed, where the label leaves that open. */
  readonly how?: string;
  readonly unit: ParetoUnit;
  readonly better: 'higher' | 'lower';
  /** The name of one that says much the same and is known of more measurements. */
  readonly instead?: string;
  /** Finite, in `unit`; null where the measurement does not say. */
  of(measurement: Measurement): number | null;
}

/** Requests under way at once, on average. */
export interface UnderWay {
  readonly requests: number;
  /** Little's law: completed requests per second × mean E2E. */
  readonly from: 'source' | "Little's law";
}

/**
 * What the source calls its concurrency. Where it names none, clients did not wait for answers, and
 * what was under way on average follows from Little's law (Little, 1961: L = λ·W).
 */
export function underWay({ load, throughput, latencies }: Measurement): UnderWay | null {
  if (load.concurrency !== null) return { requests: load.concurrency, from: 'source' };
  const requests = product(throughput.requestsPerSecond, latencies.e2e?.mean ?? null);
  return requests === null ? null : { requests, from: "Little's law" };
}

/** The metric that needs to know what was under way. */
export const PER_CONCURRENCY = 'outputTokensPerSecondPerConcurrency';
export const DEFAULT_X = 'outputTokensPerSecondPerUser';
export const DEFAULT_Y = 'outputTokensPerSecondPerGpu';

const RATES: readonly ParetoMetric[] = [
  {
    name: DEFAULT_X,
    label: 'output tokens/s per user',
    how: '1 / mean TPOT: while tokens come, without the wait for the first',
    unit: 'tokens/s',
    better: 'higher',
    instead: PER_CONCURRENCY,
    of: ({ latencies }) => quotient(1, latencies.tpot?.mean ?? null),
  },
  {
    name: PER_CONCURRENCY,
    label: 'output tokens/s per concurrent request',
    how: 'output tokens/s ÷ concurrency (where none is said: requests/s × mean E2E latency)',
    unit: 'tokens/s',
    better: 'higher',
    of: (each) => quotient(each.throughput.outputTokensPerSecond, underWay(each)?.requests ?? null),
  },
  ...perGpu('outputTokensPerSecond', 'output tokens/s', 'tokens/s'),
  ...perGpu('inputTokensPerSecond', 'input tokens/s', 'tokens/s'),
  ...perGpu('totalTokensPerSecond', 'input and output tokens/s', 'tokens/s'),
  ...perGpu('requestsPerSecond', 'requests/s', 'requests/s'),
];

const OTHERS: readonly ParetoMetric[] = [
  {
    name: 'goodputRequestsPerSecond',
    label: 'goodput',
    how: 'requests/s that met what the benchmark calls its goals',
    unit: 'requests/s',
    better: 'higher',
    of: ({ goodputRequestsPerSecond }) => finite(goodputRequestsPerSecond),
  },
  {
    name: 'failedShare',
    label: 'failed requests / all',
    unit: 'fraction',
    better: 'lower',
    of: ({ requests }) => quotient(requests.failed, requests.total),
  },
  {
    name: 'concurrency',
    label: 'concurrency',
    unit: 'requests',
    better: 'higher',
    of: ({ load }) => finite(load.concurrency),
  },
  { name: 'gpus', label: 'GPUs', unit: 'GPUs', better: 'lower', of: (each) => gpuCount(each) },
];

const TIMES: readonly (readonly [keyof MeasuredLatencies, label: string])[] = [
  ['ttft', 'TTFT'],
  ['tpot', 'TPOT'],
  ['itl', 'ITL'],
  ['e2e', 'E2E latency'],
  ['normalizedTpot', 'E2E latency per output token'],
];

const QUANTILES = [50, 75, 90, 95, 99, 99.9] as const;
/** A quantile may have been 99.9 / 100 or 0.999 once. */
const SAME_P = 1e-9;
const MILLISECONDS = 1e3;

/** Every metric, in the order in which they are listed. */
export const PARETO_METRICS: readonly ParetoMetric[] = [
  ...RATES,
  ...OTHERS,
  ...TIMES.flatMap(([key, label]) => timesOf(key, label)),
];

/** Undefined: there is none of that name. */
export function paretoMetric(name: string): ParetoMetric | undefined {
  return PARETO_METRICS.find((metric) => metric.name === name);
}

/** A rate, and the same divided by all GPUs. */
function perGpu(
  name: keyof Measurement['throughput'],
  label: string,
  unit: ParetoUnit,
): readonly ParetoMetric[] {
  const of = ({ throughput }: Measurement): number | null => finite(throughput[name]);
  return [
    { name, label, unit, better: 'higher', of },
    {
      name: `${name}PerGpu`,
      label: `${label} per GPU`,
      unit,
      better: 'higher',
      instead: name,
      of: (each) => quotient(of(each), gpuCount(each)),
    },
  ];
}

function timesOf(key: keyof MeasuredLatencies, label: string): readonly ParetoMetric[] {
  const metric = (name: string, of: (statistic: Statistic) => number | null): ParetoMetric => ({
    name: `${key}.${name}`,
    label: `${name} ${label}`,
    unit: 'ms',
    better: 'lower',
    of: ({ latencies }) => {
      const statistic = latencies[key];
      return statistic === null ? null : product(of(statistic), MILLISECONDS);
    },
  });
  const quantile = (percent: number): ParetoMetric =>
    metric(`p${percent}`, ({ quantiles }) => {
      const found = quantiles.find(({ p }) => Math.abs(p - percent / 100) < SAME_P);
      return found?.value ?? null;
    });
  return [
    metric('mean', ({ mean }) => mean),
    ...QUANTILES.map(quantile),
    metric('max', ({ max }) => max),
  ];
}

function quotient(part: number | null, whole: number | null): number | null {
  return part === null || whole === null ? null : finite(part / whole);
}

function product(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : finite(a * b);
}

/** What is divided by nothing is not known either. */
function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
