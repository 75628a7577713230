import type { Measurement, PowerSamples, Statistic } from '../../analysis/measurement.js';
import { withoutNulls } from './own-facts.js';
import { STATISTIC_NAMES, type Statistics, statisticsOf } from './statistic-places.js';
import { REPORT_QUANTILES } from './statistics.js';

type Mapping = Record<string, unknown>;

/** What reports call the statistics, and in which unit they are written: that of vLLM's reports. */
const WRITTEN: Readonly<
  Record<keyof Statistics, { readonly key: string; readonly units: string; readonly per: number }>
> = {
  inputTokens: { key: 'input_length', units: 'count', per: 1 },
  outputTokens: { key: 'output_length', units: 'count', per: 1 },
  ttft: { key: 'time_to_first_token', units: 'ms', per: 1000 },
  tpot: { key: 'time_per_output_token', units: 'ms/token', per: 1000 },
  itl: { key: 'inter_token_latency', units: 'ms/token', per: 1000 },
  e2e: { key: 'request_latency', units: 'ms', per: 1000 },
  normalizedTpot: { key: 'normalized_time_per_output_token', units: 'ms/token', per: 1000 },
};

/** The statistics that a report has a place for: a mean is required there. */
export function placedStatistics(measurement: Measurement): readonly (keyof Statistics)[] {
  const statistics = statisticsOf(measurement);
  return STATISTIC_NAMES.filter((name) => (statistics[name]?.mean ?? null) !== null);
}

/** `requests` of a report, in all versions; null where nobody counted them. */
export function writtenRequests(measurement: Measurement): Mapping | null {
  const { total, completed, failed, incomplete } = measurement.requests;
  const count = total ?? completed;
  if (count === null) return null;
  return withoutNulls({
    total: count,
    failures: failed,
    incomplete,
    ...writtenStatistics(measurement, ['inputTokens', 'outputTokens']),
  });
}

/** `latency` of a report, in all versions. */
export function writtenLatencies(measurement: Measurement): Mapping {
  return writtenStatistics(measurement, ['ttft', 'tpot', 'itl', 'e2e', 'normalizedTpot']);
}

function writtenStatistics(
  measurement: Measurement,
  names: readonly (keyof Statistics)[],
): Mapping {
  const statistics = statisticsOf(measurement);
  const entries = names.flatMap((name) => {
    const statistic = statistics[name];
    const { key, units, per } = WRITTEN[name];
    return statistic === null || statistic.mean === null
      ? []
      : [[key, writtenStatistic(statistic, units, per)] as const];
  });
  return Object.fromEntries(entries);
}

/** @param per how many of the unit are one of the house's. */
function writtenStatistic(statistic: Statistic, units: string, per: number): Mapping {
  const { mean, sd, min, max, quantiles } = statistic;
  const scaled = (value: number | null): number | null => (value === null ? null : value * per);
  const value = (p: number) => quantiles.find((quantile) => quantile.p === p)?.value ?? null;
  return withoutNulls({
    units,
    mean: scaled(mean),
    stddev: scaled(sd),
    min: scaled(min),
    ...Object.fromEntries(REPORT_QUANTILES.map(([key, p]) => [key, scaled(value(p))])),
    max: scaled(max),
  });
}

/** The load in the arguments of `vllm bench serve`, which analyses of reports look for. */
export function writtenArguments({ load, requests }: Measurement): Mapping {
  const { concurrency, requestsPerSecond } = load;
  return {
    ...(requests.total !== null && { num_prompts: requests.total }),
    ...(requestsPerSecond !== null && {
      request_rate: requestsPerSecond === Number.POSITIVE_INFINITY ? 'inf' : requestsPerSecond,
    }),
    max_concurrency: concurrency,
  };
}

/** What was run, in a sentence. */
export function description({ origin, source, condition, teeMode }: Measurement): string {
  const parts = [
    `${origin} by ${source.tool ?? 'a tool that is not named'}`,
    ...(condition === null ? [] : [condition]),
    ...(teeMode === null ? [] : [teeMode === 'cc' ? 'with confidential computing' : 'without TEE']),
  ];
  return parts.join(', ');
}

/** Power of all GPUs together; the mean is that over time, linear between samples. */
export function writtenPower({ seconds, watts }: PowerSamples): Mapping {
  const duration = (seconds.at(-1) ?? 0) - (seconds[0] ?? 0);
  let joules = 0;
  for (let at = 1; at < watts.length; at++) {
    const step = (seconds[at] ?? 0) - (seconds[at - 1] ?? 0);
    joules += (step * ((watts[at] ?? 0) + (watts[at - 1] ?? 0))) / 2;
  }
  return {
    units: 'Watts',
    mean: duration > 0 ? joules / duration : (watts[0] ?? 0),
    min: watts.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY),
    max: watts.reduce((most, each) => Math.max(most, each), 0),
  };
}

/** Whether one host has all GPUs: the one place that power of all of them has. */
export function isOneHost({ serving }: Measurement): boolean {
  return serving.length === 1 && serving[0]?.replicas === 1;
}
