import type { DescribedCell, SweepDescription } from '../../experiment/store/types.js';
import type { CsvValue } from '../csv.js';
import type { TableColumn } from './result-table.js';

/**
 * The columns that say which cell a row is of: one for each column of the sweep, then `marks`.
 * @param taken names of the table's other columns: a column of the sweep with such a name (an axis
 * of variants may have any) is called `axis.NAME`.
 */
export function cellColumns(
  { columns }: SweepDescription,
  taken: readonly string[],
): readonly TableColumn[] {
  const others = new Set([...taken, 'marks']);
  return [
    ...columns.map(({ name, numeric }) => ({
      name: others.has(name) ? `axis.${name}` : name,
      type: numeric ? ('number' as const) : ('text' as const),
    })),
    { name: 'marks', type: 'text' },
  ];
}

/** A cell's values of `cellColumns`. */
export function cellValues(
  { columns }: SweepDescription,
  { values, marks }: DescribedCell,
): readonly CsvValue[] {
  const typed = values.map((value, at) => (columns[at]?.numeric === true ? Number(value) : value));
  return [...typed, marks.length === 0 ? null : marks.join(';')];
}
