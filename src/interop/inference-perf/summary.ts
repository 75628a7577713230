import type { Quantile, Statistic } from '../../analysis/measurement.js';
import type { Fields } from '../document/fields.js';

const PERCENTILE = /^p(\d+(?:\.\d+)?)$/;

/**
 * What `summarize` of inference-perf says of a list of numbers: `mean`, `min`, `max`, and one key a
 * percentile that was asked for (`p0.1`, `p99.9`; the 50th is `median`).
 * @returns null where there is none: null in the file, or no number in it.
 */
export function summaryIn(parent: Fields | null, key: string, what: string): Statistic | null {
  const fields = parent?.mapping(key) ?? null;
  if (fields === null) return null;
  const number = (name: string) => fields.number(name, { what, least: 0 });
  const quantiles = fields.keys.flatMap((name): readonly Quantile[] => {
    const p = percentileOf(name);
    const value = p === null ? null : number(name);
    return p === null || value === null ? [] : [{ p, value }];
  });
  const mean = number('mean');
  if (mean === null && quantiles.length === 0) return null;
  return {
    mean,
    sd: null,
    min: number('min'),
    max: number('max'),
    quantiles: quantiles.sort((a, b) => a.p - b.p),
  };
}

function percentileOf(key: string): number | null {
  if (key === 'median') return 0.5;
  const percent = Number(PERCENTILE.exec(key)?.[1] ?? Number.NaN);
  // 99.9 / 100 is not the number 0.999.
  return percent > 0 && percent < 100 ? Number((percent / 100).toPrecision(12)) : null;
}
