import type { SweepResults } from '../../../experiment/results/types.js';
import { type Effect, effectsOf, type Verdict } from '../../../experiment/statistics/effects.js';
import type { Pairing } from '../../../experiment/sweep/types.js';
import { meanOf } from '../../../metrics/sample.js';
import { formatChange, formatInterval, formatRatio, formatValue, printable } from '../../format.js';
import { renderTable } from '../../text-table.js';
import { type ShownMetric, shownMetrics } from './shown-metrics.js';

/** Values of the pairing column that get a table: a screen holds no more. */
const MOST_TABLES = 2;

/** In the head of a table. */
const COUNTED: readonly (readonly [head: string, verdict: Verdict])[] = [
  ['higher', 'higher'],
  ['lower', 'lower'],
  ['equivalent', 'equivalent'],
  ['unclear', 'not distinguishable'],
];

/** Tables, and what has to be said below them. */
export interface EffectsText {
  readonly tables: readonly string[];
  readonly notes: readonly string[];
}

/**
 * The paired effects on the metrics that a reader looks at first: a table for each value beside
 * the baseline.
 */
export function effectsText(results: SweepResults, pairing: Pairing): EffectsText {
  const { description } = results;
  const axis = description.columns.findIndex(({ name }) => name === pairing.column);
  const metrics = shownMetrics(description);
  const effects = effectsOf(
    results,
    metrics.map(({ metric }) => metric),
  );
  const valueIn = ({ cell }: Effect): string => description.cells[cell]?.values[axis] ?? '';
  const values = [...new Set(effects.map(valueIn))];
  const hidden = values.slice(MOST_TABLES);
  const tables = values.slice(0, MOST_TABLES).map((value, at) => {
    const found = effects.filter((effect) => valueIn(effect) === value);
    const more = at === MOST_TABLES - 1 ? hidden : [];
    return `${titleOf(value, pairing, found, more)}\n${tableOf(value, pairing, found, metrics)}`;
  });
  return { tables, notes: [...pairingNote(effects), LEGEND] };
}

const LEGEND =
  'Verdicts at a false discovery rate of 5 % per metric; not distinguishable (unclear) is not equal.';

/** What pairing gained, over all pairs and metrics that are looked at and vary. */
function pairingNote(effects: readonly Effect[]): readonly string[] {
  const ratios = effects
    .map(({ comparison }) => comparison.varianceRatio)
    .filter((ratio) => !Number.isNaN(ratio))
    .sort((a, b) => a - b);
  const median = ratios[ratios.length >> 1];
  if (median === undefined) return [];
  const hurt = effects.filter(({ pairingHurt }) => pairingHurt).length;
  return [
    `Pairing: variance ratio ${formatRatio(median)} (median); below 1, it hurt, in ${hurt} of ${ratios.length} effects.`,
  ];
}

function titleOf(
  value: string,
  { column, baseline }: Pairing,
  effects: readonly Effect[],
  notShown: readonly string[],
): string {
  const pairs = pairsOf(effects);
  // A metric may not be defined in all of them.
  const most = effects.some(({ comparison }) => comparison.n === 0) ? 'up to ' : '';
  const size = pairs === 1 ? 'one pair' : `means over ${most}${pairs} pairs`;
  const rest = notShown.length === 0 ? '' : `; not shown: ${notShown.join(', ')}`;
  return printable(`${column}: ${value} against ${baseline}, ${size}${rest}`);
}

function pairsOf(effects: readonly Effect[]): number {
  return new Set(effects.map(({ cell }) => cell)).size;
}

function tableOf(
  value: string,
  { baseline, margins }: Pairing,
  effects: readonly Effect[],
  metrics: readonly ShownMetric[],
): string {
  if (pairsOf(effects) === 1) return tableOfOne(value, baseline, effects, metrics);
  const counted = COUNTED.filter(
    ([, verdict]) => verdict !== 'equivalent' || Object.keys(margins).length > 0,
  );
  const rows = metrics.map((shown) => {
    const found = effects.filter(({ metric }) => metric.path === shown.metric.path);
    return [...rangeOf(shown, found), ...counted.map(([, verdict]) => countOf(verdict, found))];
  });
  const heads = counted.map(([head]) => head);
  const head = ['', baseline, value, 'difference', 'least … most', ...heads];
  return renderTable({ head, rows, textColumns: 1 });
}

function tableOfOne(
  value: string,
  baseline: string,
  effects: readonly Effect[],
  metrics: readonly ShownMetric[],
): string {
  const rows = metrics.flatMap(({ head, metric, unit }) =>
    effects
      .filter((effect) => effect.metric.path === metric.path)
      .map(({ comparison: { meanA, meanB, difference, n }, verdict }) => [
        `  ${head}`,
        formatValue(meanB, unit, n),
        formatValue(meanA, unit, n),
        formatChange(difference.mean, unit, n),
        formatInterval(difference, unit),
        verdict ?? '',
      ]),
  );
  const head = ['', baseline, value, 'difference', '95 %', 'verdict'];
  return renderTable({ head, rows, textColumns: 1 });
}

/** Over the pairs in which the metric is defined, each counting the same. */
function rangeOf({ head, unit }: ShownMetric, effects: readonly Effect[]): readonly string[] {
  const defined = effects.map(({ comparison }) => comparison).filter(({ n }) => n > 0);
  const differences = defined.map(({ difference }) => difference.mean);
  const ends = [Math.min, Math.max].map((end) => formatChange(reduced(differences, end), unit, 2));
  return [
    `  ${head}`,
    formatValue(meanOf(defined.map(({ meanB }) => meanB)), unit),
    formatValue(meanOf(defined.map(({ meanA }) => meanA)), unit),
    formatChange(meanOf(differences), unit, 2),
    defined.length === 0 ? '' : ends.join(' … '),
  ];
}

function countOf(verdict: Verdict, effects: readonly Effect[]): string {
  return String(effects.filter((effect) => effect.verdict === verdict).length);
}

/** `Math.min(...)` of many numbers would need as many arguments. */
function reduced(values: readonly number[], end: (a: number, b: number) => number): number {
  return values.reduce((found, value) => end(found, value), values[0] ?? Number.NaN);
}
