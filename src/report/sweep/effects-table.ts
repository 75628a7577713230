import type { SweepResults } from '../../experiment/results/types.js';
import { type Effect, effectsOf } from '../../experiment/statistics/effects.js';
import { type CsvValue, withEnds } from '../csv.js';
import { cellColumns, cellValues } from './axis-columns.js';
import type { ResultTable, TableColumn } from './result-table.js';

const COLUMNS: readonly TableColumn[] = [
  { name: 'baseline', type: 'text' },
  { name: 'metric', type: 'text' },
  { name: 'unit', type: 'text' },
  { name: 'mean', type: 'number' },
  { name: 'baseline_mean', type: 'number' },
  { name: 'difference', type: 'number' },
  { name: 'difference_ci95_low', type: 'number' },
  { name: 'difference_ci95_high', type: 'number' },
  { name: 'ratio', type: 'number' },
  { name: 'ratio_ci95_low', type: 'number' },
  { name: 'ratio_ci95_high', type: 'number' },
  { name: 'n', type: 'count' },
  { name: 'variance_ratio', type: 'number' },
  { name: 'p', type: 'number' },
  { name: 'q', type: 'number' },
  { name: 'margin', type: 'number' },
  { name: 'verdict', type: 'text' },
  { name: 'note', type: 'text' },
];

/** `effects`: a row per metric and pair, the cell against its baseline. */
export function effectsTable(results: SweepResults): ResultTable {
  const taken = COLUMNS.map(({ name }) => name);
  return {
    name: 'effects',
    columns: [...cellColumns(results.description, taken), ...COLUMNS],
    rows: () => rowsOf(results),
  };
}

function* rowsOf(results: SweepResults): Generator<readonly CsvValue[]> {
  const { cells, pairing } = results.description;
  for (const effect of effectsOf(results)) {
    const cell = cells[effect.cell];
    if (cell === undefined || pairing === null) continue;
    const { metric, comparison } = effect;
    yield [
      ...cellValues(results.description, cell),
      pairing.baseline,
      metric.column,
      metric.unit,
      comparison.meanA,
      comparison.meanB,
      ...withEnds(comparison.difference),
      ...withEnds(comparison.ratio),
      comparison.n,
      comparison.varianceRatio,
      effect.pValue,
      effect.qValue,
      pairing.margins[metric.path] ?? null,
      effect.verdict,
      noteOn(effect),
    ];
  }
}

/** What a reader of the row has to know beside it. */
function noteOn({ noVariation, pairingHurt }: Effect): string | null {
  if (noVariation) return 'no variation';
  return pairingHurt ? 'pairing hurt' : null;
}
