import type { SweepResults } from '../../experiment/results/types.js';
import { Resamples } from '../../experiment/statistics/pooled-quantile.js';
import type { CsvValue } from '../csv.js';
import { cellColumns, cellValues } from './axis-columns.js';
import { type CellEstimate, estimateCell, pooledEstimates } from './cell-estimates.js';
import type { ResultTable, TableColumn } from './result-table.js';
import { stoppingOf } from './stopping.js';

const COLUMNS: readonly TableColumn[] = [
  { name: 'metric', type: 'text' },
  { name: 'estimand', type: 'text' },
  { name: 'unit', type: 'text' },
  { name: 'mean', type: 'number' },
  { name: 'sd', type: 'number' },
  { name: 'n', type: 'count' },
  { name: 'ci95_low', type: 'number' },
  { name: 'ci95_high', type: 'number' },
  { name: 'method', type: 'text' },
  { name: 'stopping', type: 'text' },
];

/** `summary`: a row per cell and metric, with its interval; then those of the pooled latencies. */
export function summaryTable(results: SweepResults): ResultTable {
  const { description } = results;
  const taken = COLUMNS.map(({ name }) => name);
  return {
    name: 'summary',
    columns: [...cellColumns(description, taken), ...COLUMNS],
    rows: () => rowsOf(results),
  };
}

function* rowsOf(results: SweepResults): Generator<readonly CsvValue[]> {
  const { description } = results;
  const stopping = stoppingOf(results);
  const resamples = new Resamples();
  for (const [at, cell] of description.cells.entries()) {
    const fixed = cellValues(description, cell);
    const last = stopping[at] ?? null;
    for (const metric of description.metrics) {
      const values = valuesOf(estimateCell(results, at, metric));
      yield [...fixed, metric.column, 'mean of runs', metric.unit, ...values, last];
    }
    for (const { column, estimate } of pooledEstimates(results, at, resamples)) {
      yield [...fixed, column, 'pooled requests', 's', ...valuesOf(estimate), last];
    }
  }
}

function valuesOf({ mean, sd, n, ci95, method }: CellEstimate): readonly CsvValue[] {
  return [mean, sd, n, ci95?.[0] ?? null, ci95?.[1] ?? null, method];
}
