import type { TableRow } from '../csv/table-row.js';
import { type Quantity, unitFactor, unitsOf } from '../units.js';

/** `[N/A]`, `[Not Supported]`, `[Unknown Error]`, `N/A`: what a driver says that it cannot tell. */
const UNKNOWN = /^(\[.*\]|n\/a|nan|)$/i;
const VALUE = /^(-?(?:\d+\.?\d*|\.\d+))\s*([^\d\s].*)?$/;

/** What the cells of a column hold. */
export interface CellRule {
  readonly column: string;
  readonly quantity: Quantity;
  /** The header's. */
  readonly headerUnit: string | null;
  /** Where neither the header nor the cell states one: as nvidia-smi has it. */
  readonly defaultUnit: string;
  /** In the house's unit. */
  readonly most: number;
}

/**
 * A cell such as `310.12 W` or `97 %` in the house's unit; NaN when it says that it does not know,
 * or, with an issue, when it is wrong.
 */
export function readCell(row: TableRow, rule: CellRule): number {
  const text = row.text(rule.column).trim();
  if (UNKNOWN.test(text)) return Number.NaN;
  const [, digits, ownUnit] = VALUE.exec(text) ?? [];
  const unit = ownUnit ?? rule.headerUnit ?? rule.defaultUnit;
  const factor = unitFactor(unit, rule.quantity);
  const isTwoUnits = ownUnit !== undefined && ownUnit !== (rule.headerUnit ?? ownUnit);
  const value = Number(digits ?? Number.NaN) * (factor ?? Number.NaN);
  if (value >= 0 && value <= rule.most && !isTwoUnits) return value;
  const expected = isTwoUnits
    ? `${rule.headerUnit}, as in the header`
    : factor === null
      ? `a unit of ${rule.quantity}: ${unitsOf(rule.quantity).join(', ')}`
      : `a ${rule.quantity} ≥ 0${rule.most < Infinity ? `, ≤ ${rule.most / factor} ${unit}` : ''}`;
  row.reject(rule.column, expected);
  return Number.NaN;
}
