import type { TeeAnalysis } from '../../analysis/tee/analyze.js';
import { MODES } from '../../analysis/tee/cells.js';
import type { ComparedCell } from '../../analysis/tee/compare.js';
import type { Effect } from '../../analysis/tee/spread.js';
import { type CsvValue, toCsv, withEnds } from '../csv.js';
import { KEY_COLUMNS, keyCells } from './key-columns.js';
import { shifted } from './number-text.js';
import { saturationCsv } from './saturation-csv.js';
import { sequenceLengthCsv } from './sequence-length-csv.js';

const SPREAD_COLUMNS = [
  ...['tee_mode', 'quantity', 'runs', 'median', 'population_sd'],
  ...['mean', 'mean_low', 'mean_high'],
];
const EFFECT_COLUMNS = [
  ...['overhead', 'overhead_low', 'overhead_high'],
  ...['difference', 'difference_low', 'difference_high', 'runs_off', 'runs_cc'],
  'paired',
];

/** The files of an analysis that have data, by name: one row for each thing that is said. */
export function analysisCsv(analysis: TeeAnalysis): readonly (readonly [CsvName, string])[] {
  const { performance, energy, operations, saturation, sequenceLength, options } = analysis;
  const { currency } = options.prices;
  const sections: readonly (readonly [string, readonly ComparedCell[]])[] = [
    ['throughput-latency', performance],
    ['energy', energy],
    ['operations', operations],
  ];
  const files: readonly (readonly [CsvName, string, boolean])[] = [
    ['runs.csv', runsCsv(analysis), analysis.summary.runs.length > 0],
    ['conditions.csv', spreadCsv(performance), performance.length > 0],
    ['overheads.csv', effectsCsv(sections), sections.some(([, cells]) => hasEffect(cells))],
    ['saturation.csv', saturationCsv(saturation), saturation.length > 0],
    ['sequence-length.csv', sequenceLengthCsv(sequenceLength), sequenceLength.length > 0],
    ['energy.csv', spreadCsv(energy), energy.length > 0],
    ['operations.csv', spreadCsv(operations, currency), operations.length > 0],
  ];
  return files.flatMap(([name, content, hasData]) => (hasData ? [[name, content] as const] : []));
}

export type CsvName =
  | 'runs.csv'
  | 'conditions.csv'
  | 'overheads.csv'
  | 'saturation.csv'
  | 'sequence-length.csv'
  | 'energy.csv'
  | 'operations.csv';

function runsCsv({ summary, options }: TeeAnalysis): string {
  const columns = [
    ...['run', 'origin', 'experiment', 'condition', 'tee_mode', 'repetition', 'duration_s'],
    ...['output_tokens_per_second', 'total_tokens_per_second', 'completed', 'failed'],
    ...['cost', 'currency'],
  ];
  const { currency } = options.prices;
  const rows = summary.runs.map(({ run, cost }) => {
    const { throughput, requests } = run;
    return [
      ...[run.id, run.origin, run.experiment, run.condition, run.teeMode, run.repetition],
      ...[run.durationSeconds, throughput.outputTokensPerSecond, throughput.totalTokensPerSecond],
      ...[requests.completed, requests.failed, cost, currency],
    ];
  });
  return toCsv(columns, rows);
}

/** @param currency of prices, in a column of its own. */
function spreadCsv(cells: readonly ComparedCell[], currency?: string): string {
  const own = currency === undefined ? [] : ['currency'];
  const rows = cells.flatMap(({ cell, comparisons }) =>
    MODES.flatMap((mode) =>
      comparisons.flatMap(({ quantity, [mode]: spread }): CsvValue[][] => {
        if (spread === null) return [];
        const { n, median, populationSd, mean } = spread;
        return [
          [
            ...[
              ...keyCells(cell),
              mode === 'unknown' ? null : mode,
              quantity.name,
              n,
              median,
              populationSd,
            ],
            ...withEnds(mean),
            ...(currency === undefined ? [] : [currency]),
          ],
        ];
      }),
    ),
  );
  return toCsv([...KEY_COLUMNS, ...SPREAD_COLUMNS, ...own], rows);
}

function hasEffect(cells: readonly ComparedCell[]): boolean {
  return cells.some(({ comparisons }) => comparisons.some(({ effect }) => effect !== null));
}

function effectsCsv(
  sections: readonly (readonly [section: string, cells: readonly ComparedCell[]])[],
): string {
  const rows = sections.flatMap(([section, cells]) =>
    cells.flatMap(({ cell, comparisons }) =>
      comparisons.flatMap(({ quantity, effect }) =>
        effect === null
          ? []
          : [[...keyCells(cell), section, quantity.name, ...effectCells(effect)]],
      ),
    ),
  );
  return toCsv([...KEY_COLUMNS, 'section', 'quantity', ...EFFECT_COLUMNS], rows);
}

function effectCells(effect: Effect): readonly CsvValue[] {
  const { ratio, difference, difference95 } = effect;
  return [
    ...[ratio === null ? null : ratio - 1, ...(shifted(effect.ratio95) ?? [null, null])],
    ...[difference, ...(difference95 ?? [null, null])],
    ...[effect.repetitionsOff, effect.repetitionsCc, effect.isPaired],
  ];
}
