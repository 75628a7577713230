import type { CheckedQuantity } from '../../experiment/claims/check.js';
import type { ClaimGroup, Statement } from '../../experiment/claims/types.js';
import type { Metric } from '../../experiment/sweep/types.js';
import type { Figure } from '../../metrics/figures.js';
import { formatChange, formatRatio, formatValue } from '../format.js';

/** How numbers of a claim are written. */
export interface NumberStyle {
  text(value: number): string;
  /** With a blank in front; nothing for ratios and counts. */
  readonly unit: string;
}

/** Metrics are figures, of the run or of a model: they have a figure's unit. */
export function styleOf(statement: Statement, metric: Metric): NumberStyle {
  const unit = metric.unit as Figure['unit'];
  if (statement.kind === 'comparison' && statement.as === 'ratio') {
    return { text: (value) => formatRatio(value), unit: '' };
  }
  const isValue = statement.kind === 'value';
  const percent = isValue ? ' %' : ' points';
  const suffix = unit === 's' || unit === 'requests/s' ? ` ${unit}` : '';
  return {
    text: (value) => (isValue ? formatValue(value, unit) : formatChange(value, unit, 2)),
    unit: unit === 'fraction' ? percent : suffix,
  };
}

/** `0.752 [0.747, 0.757]`; the value alone where there is no interval. */
export function quantityText({ estimate }: CheckedQuantity, { text, unit }: NumberStyle): string {
  const { mean, ci95, n } = estimate;
  const value = `${text(mean)}${unit}`;
  if (ci95 !== null) return `${value} [${ci95.map(text).join(', ')}]`;
  return `${value} (${n < 2 ? `n = ${n}` : `no variation in ${n}`})`;
}

/** `tee.mode=cc · sla.seconds=60`; nothing for all cells. */
export function placeText(at: ClaimGroup['at']): string {
  return Object.entries(at)
    .map(([column, value]) => `${column}=${value}`)
    .join(' · ');
}
