import {
  PARETO_METRICS,
  type ParetoMetric,
  type ParetoUnit,
  paretoMetric,
} from '../../analysis/pareto/metrics.js';
import type { Comparison, Slo } from '../../analysis/pareto/slo.js';
import type { Issue } from '../../errors.js';
import { unitFactor, unitsOf } from '../../interop/units.js';
import { didYouMean } from '../../suggest.js';
import { optionIssue } from '../invocation.js';

const FORM = /^\s*([\w.]+)\s*(<=|>=|<|>)\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*(\D.*)?$/i;
const METRIC_NAMES = PARETO_METRICS.map(({ name }) => name);
/** What a second is in the unit of the metrics that are times. */
const MILLISECONDS_PER_SECOND = 1e3;

/** What may stand after the number, and what it multiplies it with; '' is no unit at all. */
const OTHER_UNITS: Readonly<Record<Exclude<ParetoUnit, 'ms'>, Readonly<Record<string, number>>>> = {
  'requests/s': { '': 1, 'requests/s': 1, 'req/s': 1, 'queries/s': 1 },
  'tokens/s': { '': 1, 'tokens/s': 1, 'tok/s': 1 },
  requests: { '': 1, requests: 1 },
  GPUs: { '': 1, GPUs: 1 },
  fraction: { '': 1, fraction: 1, '%': 1e-2, percent: 1e-2 },
};

/** Reads `--slo metric<=n unit`. Adds to `issues` what is wrong with it. @returns null then. */
export function readSlo(text: string, issues: Issue[]): Slo | null {
  const [, name = '', comparison = '', number = '', suffix = ''] = FORM.exec(text) ?? [];
  if (name === '') {
    const expected = 'metric<=n unit, with <, <=, > or >=, e.g. ttft.p95<=500ms';
    issues.push(optionIssue('--slo', expected, JSON.stringify(text)));
    return null;
  }
  const metric = readMetricName('--slo', name, issues);
  const amount = Number(number);
  if (!(amount >= 0 && Number.isFinite(amount))) {
    issues.push(optionIssue(`--slo ${name}`, 'a number ≥ 0', number));
  }
  if (metric === null) return null;
  const factor = factorOf(metric, suffix.trim());
  if (factor === null) {
    const got = suffix.trim() === '' ? 'no unit' : JSON.stringify(suffix.trim());
    const hint = didYouMean(suffix.trim(), unitsFor(metric));
    issues.push(optionIssue(`--slo ${name}`, expectedUnit(metric), got, hint));
  }
  if (factor === null || !(amount >= 0 && Number.isFinite(amount))) return null;
  const limit = amount * factor;
  return { metric, comparison: comparison as Comparison, limit, text: text.trim() };
}

/** Reads the name of a metric. Adds an issue if there is none of that name. @returns null then. */
export function readMetricName(option: string, name: string, issues: Issue[]): ParetoMetric | null {
  const metric = paretoMetric(name);
  if (metric !== undefined) return metric;
  const hint = didYouMean(name, METRIC_NAMES) ?? 'see sealsim pareto --list-metrics';
  issues.push(optionIssue(option, 'a metric', JSON.stringify(name), hint));
  return null;
}

/** What a number of this unit is multiplied with to be in the metric's; null: another quantity. */
function factorOf({ name, unit }: ParetoMetric, suffix: string): number | null {
  if (unit !== 'ms') {
    const units = OTHER_UNITS[unit];
    return Object.hasOwn(units, suffix) ? (units[suffix] ?? null) : null;
  }
  const seconds =
    unitFactor(suffix, 'time') ?? (isPerToken(name) ? unitFactor(suffix, 'time per token') : null);
  return seconds === null ? null : seconds * MILLISECONDS_PER_SECOND;
}

function isPerToken(name: string): boolean {
  return /^(tpot|itl|normalizedTpot)\./.test(name);
}

function unitsFor({ name, unit }: ParetoMetric): readonly string[] {
  if (unit !== 'ms') return Object.keys(OTHER_UNITS[unit]).filter((each) => each !== '');
  return [...unitsOf('time'), ...(isPerToken(name) ? unitsOf('time per token') : [])];
}

/** Of a time there are seconds and milliseconds about: it has to be said which. */
function expectedUnit(metric: ParetoMetric): string {
  const units = unitsFor(metric).join(', ');
  return metric.unit === 'ms' ? `a unit of time: ${units}` : `no unit, or one of ${units}`;
}
