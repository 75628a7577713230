import type { TeeAnalysis } from '../../analysis/tee/analyze.js';
import { type CellMode, MODES } from '../../analysis/tee/cells.js';
import { type ComparedCell, comparisonOf } from '../../analysis/tee/compare.js';
import { NOTHING } from '../format.js';
import { renderTable } from '../text-table.js';
import { intervalText, numberText } from './number-text.js';
import { effectTable, MODE_TEXT, notesOf } from './sections.js';

type Column = readonly [head: string, quantity: string];

const ENERGY: readonly Column[] = [
  ['J/request', 'joules_per_request'],
  ['output tokens/J', 'output_tokens_per_joule'],
  ['mean W', 'mean_watts'],
  ['idle, %', 'idle_share'],
  ['idle, kJ', 'idle_energy_j'],
];
const ENERGY_EFFECTS: readonly Column[] = [
  ['J/request, %', 'joules_per_request'],
  ['output tokens/J, %', 'output_tokens_per_joule'],
  ['mean W, %', 'mean_watts'],
];

export function energySection(analysis: TeeAnalysis): readonly string[] {
  const { energy, warnings, options } = analysis;
  if (energy.length === 0) return ['No run has samples of power.', ...notesOf(warnings.energy)];
  const { idleWatts } = options;
  const idle = idleWatts === null ? 'utilisation 0' : `at most ${idleWatts} W`;
  return [
    `Means over repetitions with 95 % intervals. Idle: samples with ${idle}.`,
    meanTable(analysis, energy, ENERGY),
    ...effectTable(analysis, energy, ENERGY_EFFECTS),
    ...notesOf(warnings.energy),
  ];
}

const PRICES: readonly Column[] = [
  ['1M output tokens', 'cost_per_million_output_tokens'],
  ['1M tokens', 'cost_per_million_tokens'],
  ['1,000 requests', 'cost_per_1000_requests'],
  ['1,000 on time', 'cost_per_1000_on_time'],
];

export function operationsSection(analysis: TeeAnalysis): readonly string[] {
  const { operations, options, warnings } = analysis;
  const { off, cc, currency } = options.prices;
  const price =
    off === cc ? `${off} ${currency} an hour` : `${off} (off) and ${cc} (on) ${currency} an hour`;
  if (operations.length === 0) return [`No run says what it did in how long, at ${price}.`];
  const sla = options.slaSeconds === null ? '' : ` On time: below ${options.slaSeconds} s.`;
  return [
    `${currency}, at ${price}. Means over repetitions with 95 % intervals.${sla}`,
    meanTable(analysis, operations, PRICES),
    ...effectTable(
      analysis,
      operations,
      PRICES.map(([head, name]) => [`${head}, %`, name] as const),
    ),
    differenceTable(analysis, operations, currency),
    ...notesOf(warnings.operations),
  ].filter((text) => text !== '');
}

function meanTable(
  { labelOf }: TeeAnalysis,
  cells: readonly ComparedCell[],
  columns: readonly Column[],
): string {
  return renderTable({
    head: ['condition', 'TEE', ...columns.map(([head]) => head)],
    rows: cells.flatMap((each) =>
      MODES.filter((mode) => each.comparisons.some(({ [mode]: spread }) => spread !== null)).map(
        (mode) => [
          ...[labelOf(each.cell), MODE_TEXT[mode]],
          ...columns.map(([, name]) => meanText(each, name, mode)),
        ],
      ),
    ),
    textColumns: 2,
  });
}

function meanText(each: ComparedCell, name: string, mode: CellMode): string {
  const comparison = comparisonOf(each, { name });
  const spread = comparison?.[mode] ?? null;
  if (comparison === null || spread === null) return NOTHING;
  const { factor } = comparison.quantity;
  const { mean, ci95 } = spread.mean;
  const text = (value: number): string => numberText(value * factor);
  return `${text(mean)}${intervalText(ci95, text)}`;
}

/** What the TEE adds to a price; empty where no condition has both modes. */
function differenceTable(
  { labelOf }: TeeAnalysis,
  cells: readonly ComparedCell[],
  currency: string,
): string {
  const both = cells.filter(({ comparisons }) => comparisons.some(({ effect }) => effect !== null));
  if (both.length === 0) return '';
  return renderTable({
    head: [`on − off, ${currency}`, ...PRICES.map(([head]) => head)],
    rows: both.map((each) => [
      labelOf(each.cell),
      ...PRICES.map(([, name]) => {
        const effect = comparisonOf(each, { name })?.effect ?? null;
        if (effect === null) return NOTHING;
        return `${numberText(effect.difference)}${intervalText(effect.difference95)}`;
      }),
    ]),
    textColumns: 1,
  });
}
