import type { SweepResults } from '../../experiment/results/types.js';
import type { Metric } from '../../experiment/sweep/types.js';
import type { CsvValue } from '../csv.js';
import { cellColumns, cellValues } from './axis-columns.js';
import type { ColumnType, ResultTable } from './result-table.js';

/** `cells`: a row per cell and finished replication, a column per metric. */
export function cellsTable(results: SweepResults): ResultTable {
  const { description } = results;
  const { metrics } = description;
  const names = ['replication', ...metrics.map(({ column }) => column)];
  return {
    name: 'cells',
    columns: [
      ...cellColumns(description, names),
      { name: 'replication', type: 'count' },
      ...metrics.map(({ column }) => ({ name: column, type: 'number' as ColumnType })),
    ],
    rows: () => rowsOf(results, metrics),
  };
}

function* rowsOf(
  results: SweepResults,
  metrics: readonly Metric[],
): Generator<readonly CsvValue[]> {
  const { description } = results;
  for (const [at, cell] of description.cells.entries()) {
    const fixed = cellValues(description, cell);
    const values = metrics.map(({ path }) => results.values(at, path));
    const finished = results.replications(at);
    for (let replication = 0; replication < finished; replication++) {
      yield [...fixed, replication, ...values.map((each) => each[replication] ?? null)];
    }
  }
}
