import type { Measurement, Quantile, Statistic } from '../../analysis/measurement.js';

/** The statistics of a measurement, by the names that sealsim's own part of a report uses. */
export type Statistics = Pick<Measurement, 'inputTokens' | 'outputTokens'> &
  Measurement['latencies'];

export const STATISTIC_NAMES = [
  'inputTokens',
  'outputTokens',
  'ttft',
  'tpot',
  'itl',
  'e2e',
  'normalizedTpot',
] as const satisfies readonly (keyof Statistics)[];

export function statisticsOf({ inputTokens, outputTokens, latencies }: Measurement): Statistics {
  return { inputTokens, outputTokens, ...latencies };
}

/** A measurement with other statistics. */
export function withStatistics(measurement: Measurement, statistics: Statistics): Measurement {
  const { inputTokens, outputTokens, ...latencies } = statistics;
  return { ...measurement, inputTokens, outputTokens, latencies };
}

/** One statistic of two that hold parts of it. */
export function joinedStatistics(one: Statistic | null, other: Statistic | null): Statistic | null {
  if (one === null || other === null) return one ?? other;
  const quantiles: readonly Quantile[] = [...one.quantiles, ...other.quantiles];
  return {
    mean: one.mean ?? other.mean,
    sd: one.sd ?? other.sd,
    min: one.min ?? other.min,
    max: one.max ?? other.max,
    quantiles: quantiles.toSorted((a, b) => a.p - b.p),
  };
}
