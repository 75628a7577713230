import type { Quantile, Statistic } from '../../analysis/measurement.js';
import type { Fields } from '../document/fields.js';

/** `p001` is the 0.1st percentile, `p999` the 99.9th (GuideLLM, `Percentiles`). */
const PERCENTILES: readonly (readonly [string, number])[] = [
  ['p001', 0.001],
  ['p01', 0.01],
  ['p05', 0.05],
  ['p10', 0.1],
  ['p25', 0.25],
  ['p50', 0.5],
  ['p75', 0.75],
  ['p90', 0.9],
  ['p95', 0.95],
  ['p99', 0.99],
  ['p999', 0.999],
];

/** A distribution of GuideLLM, in the house's unit. */
export interface Distribution extends Statistic {
  /** Of values, by weight; GuideLLM writes 0 for everything if it is 0. */
  readonly count: number;
  readonly sum: number | null;
}

/**
 * What is known of the requests that succeeded.
 * @param factor what one of the source's unit is in the house's.
 * @returns null where there is nothing: no such metric, or none of its values.
 */
export function distributionIn(
  metrics: Fields,
  metric: string,
  what: string,
  factor = 1,
): Distribution | null {
  const fields = metrics.mapping(metric)?.mapping('successful') ?? null;
  if (fields === null) return null;
  const count = fields.number('count', { what: 'a count', least: 0 }) ?? 0;
  const number = (from: Fields, key: string): number | null => {
    const value = from.number(key, { what, least: 0 });
    return value === null ? null : value * factor;
  };
  const found = {
    count,
    mean: number(fields, 'mean'),
    sd: number(fields, 'std_dev'),
    min: number(fields, 'min'),
    max: number(fields, 'max'),
    sum: number(fields, 'total_sum'),
    quantiles: quantilesIn(fields, number),
  };
  return count === 0 ? null : found;
}

function quantilesIn(
  fields: Fields,
  number: (from: Fields, key: string) => number | null,
): readonly Quantile[] {
  const percentiles = fields.mapping('percentiles');
  return PERCENTILES.flatMap(([key, p]) => {
    const value = percentiles === null ? null : number(percentiles, key);
    if (value !== null) return [{ p, value }];
    const median = p === 0.5 ? number(fields, 'median') : null;
    return median === null ? [] : [{ p, value: median }];
  });
}

/** A distribution without what the neutral form has no place for. */
export function statistic(distribution: Distribution | null): Statistic | null {
  if (distribution === null) return null;
  const { mean, sd, min, max, quantiles } = distribution;
  return { mean, sd, min, max, quantiles };
}
