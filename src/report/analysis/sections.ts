import type { TeeAnalysis } from '../../analysis/tee/analyze.js';
import { type CellMode, MODES } from '../../analysis/tee/cells.js';
import { type ComparedCell, comparisonOf } from '../../analysis/tee/compare.js';
import type { Total } from '../../analysis/tee/summary.js';
import { NOTHING } from '../format.js';
import { renderTable } from '../text-table.js';
import { changeText, medianText, numberText } from './number-text.js';

/** With more runs than this the table of all runs is left to `runs.csv`. */
const FEW_RUNS = 40;

/** What the modes are called in tables. */
export const MODE_TEXT: Readonly<Record<CellMode, string>> = {
  off: 'off',
  cc: 'on',
  unknown: '?',
};

export function summarySection({ summary, options }: TeeAnalysis): readonly string[] {
  const { currency } = options.prices;
  const rowOf = (total: Total): readonly string[] => [
    String(total.runs),
    durationText(total.seconds),
    total.withoutCost === total.runs ? NOTHING : total.cost.toFixed(3),
  ];
  const table = renderTable({
    head: ['experiment', 'condition', 'TEE', 'runs', 'time', `cost, ${currency}`],
    rows: [
      ...summary.conditions.map(({ origin, experiment, condition, teeMode, ...total }) => [
        ...[experiment ?? NOTHING, conditionText(condition, origin)],
        ...[MODE_TEXT[teeMode ?? 'unknown'], ...rowOf(total)],
      ]),
      ['all', '', '', ...rowOf(summary.total)],
    ],
    textColumns: 3,
  });
  return [table, ...runTable({ summary, options })];
}

function conditionText(condition: string | null, origin: string): string {
  const name = condition ?? NOTHING;
  return origin === 'simulated' ? `${name} (simulated)` : name;
}

function durationText(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 2) return `${seconds.toFixed(1)} s`;
  return minutes < 120 ? `${minutes} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function runTable({
  summary,
  options,
}: Pick<TeeAnalysis, 'summary' | 'options'>): readonly string[] {
  if (summary.runs.length > FEW_RUNS) {
    return [`Each of the ${summary.runs.length} runs: runs.csv (--out) or --json.`];
  }
  return [
    renderTable({
      head: [
        ...['run', 'TEE', 'repetition', 'duration, s', 'output tok/s', 'total tok/s'],
        `cost, ${options.prices.currency}`,
      ],
      rows: summary.runs.map(({ run, cost }) => [
        ...[run.id, MODE_TEXT[run.teeMode ?? 'unknown']],
        ...[run.repetition === null ? NOTHING : String(run.repetition)],
        ...[numberText(run.durationSeconds), numberText(run.throughput.outputTokensPerSecond)],
        ...[numberText(run.throughput.totalTokensPerSecond), cost?.toFixed(3) ?? NOTHING],
      ]),
      textColumns: 2,
    }),
  ];
}

/** Heads of columns, and the quantities that they show. */
const SHOWN: readonly (readonly [head: string, quantity: string])[] = [
  ['output tok/s', 'output_tokens_per_second'],
  ['total tok/s', 'total_tokens_per_second'],
  ['req/s', 'requests_per_second'],
  ['TTFT, ms', 'ttft_mean_s'],
  ['TPOT, ms', 'tpot_mean_s'],
  ['ITL, ms', 'itl_mean_s'],
  ['E2E, s', 'e2e_mean_s'],
];
const COMPARED: readonly (readonly [head: string, quantity: string])[] = [
  ['output tok/s, %', 'output_tokens_per_second'],
  ['req/s, %', 'requests_per_second'],
  ['TTFT, %', 'ttft_mean_s'],
  ['TPOT, %', 'tpot_mean_s'],
  ['E2E, %', 'e2e_mean_s'],
];

export function performanceSection(analysis: TeeAnalysis): readonly string[] {
  const { performance } = analysis;
  if (performance.length === 0) return ['No run says a throughput or a latency.'];
  const head = SHOWN.flatMap(([name], at) => (at === 0 ? [name, '± sd'] : [name]));
  const table = renderTable({
    head: ['condition', 'TEE', 'n', ...head],
    rows: performance.flatMap((each) =>
      MODES.filter((mode) => each.cell.runs[mode].length > 0).map((mode) => [
        ...[analysis.labelOf(each.cell), MODE_TEXT[mode], String(each.cell.runs[mode].length)],
        ...SHOWN.flatMap(([, name], at) => shownCells(each, name, mode, at === 0)),
      ]),
    ),
    textColumns: 2,
  });
  return [
    'Medians over repetitions of the runs’ figures (latencies: their means over requests), population sd.',
    table,
    ...effectTable(analysis, performance, COMPARED),
  ];
}

function shownCells(
  each: ComparedCell,
  name: string,
  mode: CellMode,
  withSd: boolean,
): readonly string[] {
  const comparison = comparisonOf(each, { name });
  const median = medianText(comparison, mode);
  return withSd ? [median, numberText(comparison?.[mode]?.populationSd, 3)] : [median];
}

/** The TEE on against off; nothing where no condition has both. */
export function effectTable(
  { labelOf }: Pick<TeeAnalysis, 'labelOf'>,
  cells: readonly ComparedCell[],
  columns: readonly (readonly [head: string, quantity: string])[],
): readonly string[] {
  const both = cells.filter(({ comparisons }) => comparisons.some(({ effect }) => effect !== null));
  if (both.length === 0) return ['No condition has runs with the TEE on and off.'];
  const table = renderTable({
    head: ['on against off', ...columns.map(([head]) => head)],
    rows: both.map((each) => [
      labelOf(each.cell),
      ...columns.map(([, name]) => changeText(comparisonOf(each, { name })?.effect ?? null)),
    ]),
    textColumns: 1,
  });
  return [table];
}

export function notesOf(notes: readonly string[]): readonly string[] {
  return notes.length === 0 ? [] : [notes.map((note) => `Note: ${note}`).join('\n')];
}
