import type { Estimate } from '../metrics/estimate.js';
import type { Figure } from '../metrics/figures.js';

type Unit = Figure['unit'];

/** What is written where there is no number. */
export const NOTHING = '–';

/** Digits after the point: enough to tell runs apart, no more than a reader can use. */
const DECIMALS: Readonly<Record<Unit, number>> = {
  s: 2,
  'requests/s': 2,
  fraction: 1,
  requests: 1,
  count: 1,
};

const COUNTED: ReadonlySet<Unit> = new Set(['requests', 'count']);

/**
 * A number in the unit's usual form, without its unit: fractions in percent, `–` for NaN.
 * @param n replications it is the mean of: what was counted in one run is written whole.
 */
export function formatValue(value: number, unit: Unit, n = 2): string {
  if (Number.isNaN(value)) return NOTHING;
  const shown = unit === 'fraction' ? value * 100 : value;
  if (!Number.isFinite(shown)) return shown > 0 ? '∞' : '−∞';
  const whole = n === 1 && COUNTED.has(unit) && Number.isInteger(shown);
  return withMinus(whole ? String(shown) : shown.toFixed(DECIMALS[unit]));
}

/** As `formatValue`, with a sign always but where zero is shown. */
export function formatChange(value: number, unit: Unit, n: number): string {
  const text = formatValue(value, unit, n);
  return value > 0 && /[1-9∞]/.test(text) ? `+${text}` : text;
}

/**
 * `[low, high]`; nothing for a single replication; `no variation` where several agree, which is
 * less than certainty.
 */
export function formatInterval({ mean, ci95, n }: Estimate, unit: Unit): string {
  if (ci95 !== null) return `[${formatValue(ci95[0], unit)}, ${formatValue(ci95[1], unit)}]`;
  return n > 1 && Number.isFinite(mean) ? 'no variation' : '';
}

/** A figure's name with the unit in which `formatValue` writes it. */
export function titleOf({ label, unit }: Pick<Figure, 'label' | 'unit'>): string {
  if (unit === 'fraction') return `${label}, %`;
  return unit === 's' || unit === 'requests/s' ? `${label}, ${unit}` : label;
}

/** Beyond this a ratio says only that one side is next to nothing. */
const LARGEST_RATIO = 1e6;

/** A ratio, with three decimals unless said otherwise; `> 1e6` beyond a million. */
export function formatRatio(value: number, decimals = 3): string {
  if (Number.isNaN(value)) return NOTHING;
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (Math.abs(value) > LARGEST_RATIO) return value > 0 ? '> 1e6' : '< −1e6';
  return withMinus(value.toFixed(decimals));
}

/** Text as a terminal may show it: control characters, which could move its cursor, are replaced. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '\u{FFFD}');
}

/** A true minus sign, and no minus before a number that is shown as zero. */
function withMinus(digits: string): string {
  if (!digits.startsWith('-')) return digits;
  return /[1-9]/.test(digits) ? `−${digits.slice(1)}` : digits.slice(1);
}
