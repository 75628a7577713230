import type { Cell, CellKey } from '../../analysis/tee/cells.js';
import type { CsvValue } from '../csv.js';

/** What tells a cell from others, in every CSV file of an analysis. */
export const KEY_COLUMNS: readonly string[] = [
  'origin',
  'experiment',
  'condition',
  'model',
  'model_size_b',
  'gpu',
  'gpus',
  'layout',
  'nominal_input_tokens',
  'nominal_output_tokens',
  'concurrency',
  'offered_requests_per_second',
];

export function keyCells({ key, modelSizeB, gpus }: Omit<Cell, 'runs'>): readonly CsvValue[] {
  return [
    ...[key.origin, key.experiment, key.condition, key.model, modelSizeB, key.gpu, gpus],
    ...[key.layout, key.inputTokens, key.outputTokens, key.concurrency],
    rateCell(key.requestsPerSecond),
  ];
}

/** The same for JSON. */
export function keyJson({ key, modelSizeB, gpus }: Omit<Cell, 'runs'>): object {
  return { ...key, requestsPerSecond: rateCell(key.requestsPerSecond), modelSizeB, gpus };
}

/** As fast as possible is `inf`, which is not the same as not known. */
function rateCell(rate: CellKey['requestsPerSecond']): number | string | null {
  return rate === Number.POSITIVE_INFINITY ? 'inf' : rate;
}
