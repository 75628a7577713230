import type { Metric, SweepColumn } from '../../experiment/sweep/types.js';
import { TEXT } from './theme.js';

const RATE = 'arrivals.rate';

/** Columns whose paths say less than these words, where the sweep file gives none of its own. */
const KNOWN: Readonly<Record<string, readonly [label: string, unit: string | null]>> = {
  'tee.mode': ['TEE mode', null],
  'strategy.name': ['strategy', null],
  'arrivals.process': ['arrivals', null],
  [RATE]: ['arrival rate', 'requests/s'],
  'sla.seconds': ['SLA', 's'],
  'server.semantics': ['semantics', null],
};

/** What the values of `tee.mode` are called, in every figure. */
export const TEE_LABELS = { off: 'CC off', cc: 'CC on' } as const;

/** A column's name with its unit, for an axis or a legend: `arrival rate, requests/s`. */
export function columnTitle(column: SweepColumn): string {
  const unit = unitOf(column);
  return unit === null ? columnName(column) : `${columnName(column)}, ${unit}`;
}

/** A value of a column, where the title says what it is: `CC on`, `best-batch`, `4`. */
export function valueLabel({ name }: SweepColumn, value: string): string {
  if (name === 'tee.mode' && (value === 'off' || value === 'cc')) return TEE_LABELS[value];
  return value;
}

/** A value of a column that stands for itself, as over a panel: `gamma`, `SLA 60 s`, `rate 4`. */
export function valueHeading(column: SweepColumn, value: string): string {
  if (!column.numeric) return valueLabel(column, value);
  // Of some processes the rate is the name of a setting, not what arrives: so without its unit.
  if (column.name === RATE) return `${column.label === RATE ? 'rate' : column.label} ${value}`;
  const unit = unitOf(column);
  return unit === null
    ? `${columnName(column)} ${value}`
    : `${columnName(column)} ${value} ${unit}`;
}

/** A column's name where no unit is wanted: `arrival rate`. */
export function columnName({ name, label }: SweepColumn): string {
  return label === name ? (KNOWN[name]?.[0] ?? name) : label;
}

/** Null: a column without one. */
export function unitOf({ name, unit }: SweepColumn): string | null {
  return unit ?? KNOWN[name]?.[1] ?? null;
}

/** How a metric's values are shown. */
export interface Shown {
  /** With the unit, for an axis: `mean latency, s`, `on time / received, %`. */
  readonly title: string;
  /** What the metric is multiplied with: fractions are shown in percent. */
  readonly factor: number;
  /** `%`, `s`, `requests/s`; empty for what is counted. */
  readonly unit: string;
}

export function shownMetric({ label, unit }: Pick<Metric, 'label' | 'unit'>): Shown {
  if (unit === 'fraction') return { title: `${label}, %`, factor: 100, unit: '%' };
  if (unit === 'count' || unit === 'requests') return { title: label, factor: 1, unit: '' };
  return { title: `${label}, ${unit}`, factor: 1, unit };
}

/** Joins words as a sentence does: `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** The mean width of a character of Source Sans 3, in its size; with some room for wide words. */
const CHARACTER = 0.54;

/** About the width of a text, pt: what is drawn is measured exactly, and checked, later. */
export function roughWidth(text: string, size: number = TEXT.label): number {
  return text.length * CHARACTER * size;
}

/** Where a text may be broken: rather at the first kind than at the second, and so on. */
const BREAKS = [/(?<=,)(?= )|(?=\+)|(?<=\/)/, /(?= )/, /(?<=[-_:])/];

/**
 * Lines of about at most `width` points, joined by `\n`: broken after `, ` and `/` and before `+`;
 * pieces that are wider by themselves at blanks; those that still are after `-`, `_` and `:`. For
 * the axis, legend or heading that shows them see `WRAPPED`.
 */
export function wrapped(text: string, width: number, size: number = TEXT.label): string {
  const fits = (line: string): boolean => roughWidth(line.trimStart(), size) <= width;
  const pieces = BREAKS.reduce<readonly string[]>(
    (parts, at) => parts.flatMap((part) => (fits(part) ? [part] : part.split(at))),
    [text],
  );
  const lines: string[] = [];
  for (const piece of pieces) {
    const joined = `${lines.at(-1) ?? ''}${piece}`;
    if (lines.length > 0 && fits(joined)) lines[lines.length - 1] = joined;
    else lines.push(piece.trimStart());
  }
  return lines.join('\n');
}

/** The `labelExpr` of an axis, legend or header whose labels come from `wrapped`. */
export const WRAPPED = "split(datum.label, '\\n')";
