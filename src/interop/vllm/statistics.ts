import type { MeasuredLatencies, Quantile, Statistic } from '../../analysis/measurement.js';
import type { Fields } from '../document/fields.js';
import { MILLISECONDS } from '../units.js';
import { METRIC_KEYS, METRICS, type MetricName } from './keys.js';

const TIME = { what: 'milliseconds', least: 0 } as const;
/** Further apart than this, a file's own statistic and that of its requests are said to differ. */
const TOLERANCE = 0.01;
const PERCENTILE = /^p(\d+(?:\.\d+)?(?:e-\d+)?)_(.+)_ms$/;

/** The statistics that a file states, in seconds; null where it states none. */
export function statedLatencies(fields: Fields, notes: string[]): MeasuredLatencies {
  const stated = (name: MetricName): Statistic | null => {
    const key = METRIC_KEYS[name].find((each) => states(fields, each));
    return key === undefined ? null : statistic(fields, key, notes);
  };
  return {
    ttft: stated('ttft'),
    tpot: stated('tpot'),
    itl: stated('itl'),
    e2e: stated('e2e'),
    normalizedTpot: null,
  };
}

function states(fields: Fields, key: string): boolean {
  return fields.keys.some((each) => each.endsWith(`_${key}_ms`) && isStatistic(each, key));
}

function isStatistic(key: string, metric: string): boolean {
  const before = key.slice(0, -`_${metric}_ms`.length);
  return ['mean', 'median', 'std'].includes(before) || PERCENTILE.exec(key)?.[2] === metric;
}

function statistic(fields: Fields, metric: string, notes: string[]): Statistic | null {
  const seconds = (key: string): number | null => {
    const milliseconds = fields.number(key, TIME);
    return milliseconds === null ? null : milliseconds * MILLISECONDS;
  };
  const percentiles = percentilesOf(fields, metric, seconds);
  const at = (p: number): number | null => percentiles.find((each) => each.p === p)?.value ?? null;
  const median = seconds(`median_${metric}_ms`) ?? at(0.5);
  const inner = percentiles.filter(({ p }) => p > 0 && p < 1 && p !== 0.5);
  const quantiles = median === null ? inner : [...inner, { p: 0.5, value: median }];
  const found: Statistic = {
    mean: seconds(`mean_${metric}_ms`),
    sd: seconds(`std_${metric}_ms`),
    min: at(0),
    max: at(1),
    quantiles: quantiles.sort((a, b) => a.p - b.p),
  };
  if (!isAllZero(found)) return isEmpty(found) ? null : found;
  notes.push(`${metric}: unknown, as vLLM writes 0 everywhere where it has no values`);
  return null;
}

function percentilesOf(
  fields: Fields,
  metric: string,
  seconds: (key: string) => number | null,
): readonly Quantile[] {
  return fields.keys.flatMap((key) => {
    const [, percent, name] = PERCENTILE.exec(key) ?? [];
    if (percent === undefined || name !== metric) return [];
    const p = fractionOf(percent);
    if (p > 1) fields.reject(key, 'a percentile up to 100');
    const value = p > 1 ? null : seconds(key);
    return value === null ? [] : [{ p, value }];
  });
}

/** Not `percent / 100`, by which 99.9 would miss 0.999. */
function fractionOf(percent: string): number {
  const [digits, exponent = '0'] = percent.split('e');
  return Number(`${digits}e${Number(exponent) - 2}`);
}

function numbersOf({ mean, sd, min, max, quantiles }: Statistic): readonly number[] {
  const all = [mean, sd, min, max, ...quantiles.map(({ value }) => value)];
  return all.filter((value) => value !== null);
}

function isEmpty(statistic: Statistic): boolean {
  return numbersOf(statistic).length === 0;
}

function isAllZero(statistic: Statistic): boolean {
  return statistic.mean === 0 && numbersOf(statistic).every((value) => value === 0);
}

/**
 * What a file states, completed by what its requests give: the file's own numbers stand.
 * @param notes takes what was computed, and where the two differ.
 */
export function completedLatencies(
  stated: MeasuredLatencies,
  computed: MeasuredLatencies,
  notes: string[],
): MeasuredLatencies {
  const all = [...METRICS, 'normalizedTpot'] as const;
  const missing = all.filter((name) => stated[name] === null && computed[name] !== null);
  if (missing.length > 0) {
    notes.push(`${missing.join(', ')}: computed from the requests, as the file states none`);
  }
  for (const name of METRICS) noteDifference(name, stated[name], computed[name], notes);
  const of = (name: keyof MeasuredLatencies): Statistic | null =>
    completed(stated[name], computed[name]);
  return {
    ttft: of('ttft'),
    tpot: of('tpot'),
    itl: of('itl'),
    e2e: of('e2e'),
    normalizedTpot: of('normalizedTpot'),
  };
}

function completed(stated: Statistic | null, computed: Statistic | null): Statistic | null {
  if (stated === null || computed === null) return stated ?? computed;
  const more = computed.quantiles.filter(({ p }) => stated.quantiles.every((each) => each.p !== p));
  return {
    mean: stated.mean ?? computed.mean,
    sd: stated.sd ?? computed.sd,
    min: stated.min ?? computed.min,
    max: stated.max ?? computed.max,
    quantiles: [...stated.quantiles, ...more].sort((a, b) => a.p - b.p),
  };
}

function noteDifference(
  name: string,
  stated: Statistic | null,
  computed: Statistic | null,
  notes: string[],
): void {
  if (stated === null || computed === null) return;
  const pairs: [string, number | null, number | null][] = [
    ['mean', stated.mean, computed.mean],
    ...stated.quantiles.map(({ p, value }): [string, number, number | null] => [
      `quantile ${p}`,
      value,
      computed.quantiles.find((each) => each.p === p)?.value ?? null,
    ]),
  ];
  const differing = pairs.flatMap(([what, said, own]) =>
    said === null || own === null || isNear(said, own)
      ? []
      : [`${what} ${said.toPrecision(4)} s, of the requests ${own.toPrecision(4)} s`],
  );
  if (differing.length > 0)
    notes.push(`${name} differs from its requests: ${differing.join('; ')}`);
}

export function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
}
