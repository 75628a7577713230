import type { SweepResults } from '../../experiment/results/types.js';
import {
  type RankedGroup,
  type RankedValue,
  rankingsOf,
} from '../../experiment/statistics/ranking.js';
import { type CsvValue, withEnds } from '../csv.js';
import { cellColumns, cellValues } from './axis-columns.js';
import type { ResultTable, TableColumn } from './result-table.js';

const COLUMNS: readonly TableColumn[] = [
  { name: 'metric', type: 'text' },
  { name: 'unit', type: 'text' },
  { name: 'rank', type: 'count' },
  { name: 'mean', type: 'number' },
  { name: 'ci95_low', type: 'number' },
  { name: 'ci95_high', type: 'number' },
  { name: 'n', type: 'count' },
  { name: 'from_best', type: 'number' },
  { name: 'from_best_ci95_low', type: 'number' },
  { name: 'from_best_ci95_high', type: 'number' },
  { name: 'may_be_best', type: 'flag' },
  { name: 'chosen', type: 'flag' },
  { name: 'chosen_mean', type: 'number' },
  { name: 'chosen_ci95_low', type: 'number' },
  { name: 'chosen_ci95_high', type: 'number' },
];

/** `rankings`: the values of the ranking column for each combination of the others, best first. */
export function rankingsTable(results: SweepResults): ResultTable {
  const taken = COLUMNS.map(({ name }) => name);
  return {
    name: 'rankings',
    columns: [...cellColumns(results.description, taken), ...COLUMNS],
    rows: () => rowsOf(results),
  };
}

function* rowsOf(results: SweepResults): Generator<readonly CsvValue[]> {
  const { cells } = results.description;
  for (const group of rankingsOf(results)) {
    for (const [at, value] of group.ranked.entries()) {
      const cell = cells[value.cell];
      if (cell === undefined) continue;
      yield [...cellValues(results.description, cell), ...valuesOf(group, value, at + 1)];
    }
  }
}

function valuesOf(
  { metric, chosen }: RankedGroup,
  { cell, estimate, fromBest, fromBestCi95, mayBeBest }: RankedValue,
  rank: number,
): readonly CsvValue[] {
  const isChosen = chosen?.cell === cell;
  return [
    metric.column,
    metric.unit,
    rank,
    ...withEnds(estimate),
    estimate.n,
    ...withEnds({ mean: fromBest, ci95: fromBestCi95 }),
    mayBeBest,
    isChosen,
    ...(isChosen ? withEnds(chosen.estimate) : [null, null, null]),
  ];
}
