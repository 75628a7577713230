import type { Measurement } from '../measurement.js';
import type { ParetoMetric } from './metrics.js';

export type Comparison = '<' | '<=' | '>' | '>=';

/** What a configuration has to keep: `ttft.p95 <= 500 ms`. */
export interface Slo {
  readonly metric: ParetoMetric;
  readonly comparison: Comparison;
  /** In the metric's unit. */
  readonly limit: number;
  /** As the user wrote it. */
  readonly text: string;
}

const HOLDS: Readonly<Record<Comparison, (value: number, limit: number) => boolean>> = {
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

/** Whether a measurement meets an SLO; null when it does not say, which does not count as met. */
export function meets(
  { metric, comparison, limit }: Slo,
  measurement: Measurement,
): boolean | null {
  const value = metric.of(measurement);
  return value === null ? null : HOLDS[comparison](value, limit);
}
