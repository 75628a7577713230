import type { Measurement, Statistic } from '../measurement.js';
import { quantileOf } from '../measurement.js';

/** One number of a run. */
export interface Quantity {
  /** In snake case with its unit: in CSV and JSON. */
  readonly name: string;
  /** For tables and figures, without a unit. */
  readonly label: string;
  /** In which it is shown to people. */
  readonly unit: string;
  /** What the number is multiplied with to be in that unit. */
  readonly factor: number;
  /** Null where the run does not say. */
  read(run: Measurement): number | null;
}

function quantity(
  name: string,
  label: string,
  unit: string,
  read: Quantity['read'],
  factor = 1,
): Quantity {
  return { name, label, unit, factor, read };
}

export const OUTPUT_RATE = quantity(
  'output_tokens_per_second',
  'output throughput',
  'tokens/s',
  ({ throughput }) => throughput.outputTokensPerSecond,
);
export const TOTAL_RATE = quantity(
  'total_tokens_per_second',
  'total throughput',
  'tokens/s',
  ({ throughput }) => throughput.totalTokensPerSecond,
);
export const REQUEST_RATE = quantity(
  'requests_per_second',
  'throughput',
  'requests/s',
  ({ throughput }) => throughput.requestsPerSecond,
);

type Times = keyof Measurement['latencies'];

/** Mean, median and 99th percentile of a time of requests. */
function times(key: Times, label: string, unit: 's' | 'ms'): readonly Quantity[] {
  const of = (part: string, read: (statistic: Statistic) => number | null): Quantity =>
    quantity(
      `${key}_${part}_s`,
      part === 'mean' ? `mean ${label}` : `${part} ${label}`,
      unit,
      ({ latencies }) => {
        const statistic = latencies[key];
        return statistic === null ? null : read(statistic);
      },
      unit === 'ms' ? 1000 : 1,
    );
  return [
    of('mean', ({ mean }) => mean),
    of('p50', (statistic) => quantileOf(statistic, 0.5)),
    of('p99', (statistic) => quantileOf(statistic, 0.99)),
  ];
}

/** What a run does per second, and how long its requests take. */
export const PERFORMANCE: readonly Quantity[] = [
  OUTPUT_RATE,
  TOTAL_RATE,
  REQUEST_RATE,
  ...times('ttft', 'TTFT', 'ms'),
  ...times('tpot', 'TPOT', 'ms'),
  ...times('itl', 'ITL', 'ms'),
  ...times('e2e', 'E2E', 's'),
];
