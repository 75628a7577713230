import type { SweepResults } from '../../experiment/results/types.js';
import type { Metric, SweepColumn } from '../../experiment/sweep/types.js';
import { estimateMean } from '../../metrics/estimate.js';
import { estimateFigure } from '../../metrics/estimate-figure.js';
import { meanOf } from '../../metrics/sample.js';
import { cellsCaption, intervalsPhrase, sentences } from './caption.js';
import { metricOf, refuse } from './cells.js';
import type { FigureDefinition, FigureOptions, FigureSpec, Page } from './figure.js';
import { type Group, type Grouped, groupCells, meanRuns } from './groups.js';
import { intervalRow } from './intervals.js';
import { TEE_LABELS, valueHeading, valueLabel } from './labels.js';
import { loadColumn, type PolicyKind, policyColumn, policyKind } from './policies.js';
import { ShownColumns } from './shown-columns.js';
import { type Entry, twoByTwoPanels } from './two-by-two-panels.js';

const METRIC = 'sla.attainmentReceived';
const KINDS = ['published', 'fixed', 'new'] as const;
const MODES = ['off', 'cc'] as const;
type Mode = (typeof MODES)[number];
const GAIN = 'gained by scheduling';
const COST = 'lost to CC';

export const twoByTwo: FigureDefinition = {
  name: 'two-by-two',
  summary: 'published and good policy, CC off and on: what scheduling gains, what CC costs',
  reads: ['where', 'x', 'series'],
  build: async (results, options, page) => twoByTwoFigure(results, options, page),
};

/** What a policy reaches in each replication at one load, in one mode. */
interface Reached {
  readonly policy: string;
  readonly kind: PolicyKind;
  readonly mode: Mode;
  readonly load: string;
  readonly runs: readonly number[];
}

function twoByTwoFigure(results: SweepResults, options: FigureOptions, page: Page): FigureSpec {
  const metric = metricOf(results, METRIC);
  const shown = new ShownColumns(results, options);
  const policy = policyColumn(shown);
  const load = loadColumn(shown);
  const mode = shown.named('tee.mode');
  if (mode === null || shown.values(mode).length < MODES.length) {
    refuse('--where', 'cells of both TEE modes', 'one');
  }
  const grouped = groupCells(results, shown.cells, [policy, mode, load]);
  const all = reachedIn(results, grouped, metric);
  const good = goodPolicy(all);
  const rows = rowsOf(all, good, policy);
  return {
    spec: twoByTwoPanels(
      {
        page,
        loads: shown.values(load).map((value) => ({ value, heading: valueHeading(load, value) })),
        rows: [...rows.map(({ label }) => label), GAIN],
        columns: [TEE_LABELS.off, TEE_LABELS.cc, COST],
      },
      shown.values(load).flatMap((value) => entriesAt(value, rows, metric)),
    ),
    caption: sentences([
      `On time of received, %, and differences in points: means over ${intervalsPhrase(results, shown.cells)}.`,
      rowsSentence(rows, valueLabel(policy, good)),
      ...cellsCaption(results, shown, grouped),
    ]),
  };
}

function reachedIn(results: SweepResults, { groups }: Grouped, metric: Metric): readonly Reached[] {
  // By policy alone: of a policy that is published in some cells only, the rest is none of it.
  const kinds = new Map<string, PolicyKind>();
  const cellsOf = (name: string): readonly number[] =>
    groups.filter(({ values }) => values[0] === name).flatMap(({ cells }) => cells);
  return groups.map(({ values, cells }: Group): Reached => {
    const [policy = '', mode, load = ''] = values;
    const kind = kinds.get(policy) ?? policyKind(results, cellsOf(policy));
    kinds.set(policy, kind);
    const runs = meanRuns(results, cells, metric.path);
    return { policy, kind, mode: mode === 'cc' ? 'cc' : 'off', load, runs };
  });
}

/** Of the new policies the one with the highest mean with CC on, every load counting the same. */
function goodPolicy(all: readonly Reached[]): string {
  const heights = new Map<string, number[]>();
  for (const { policy, kind, mode, runs } of all) {
    if (kind !== 'new' || mode !== 'cc') continue;
    heights.set(policy, [...(heights.get(policy) ?? []), meanOf(runs)]);
  }
  const ranked = [...heights]
    .map(([policy, means]) => ({ policy, mean: meanOf(means) }))
    .filter(({ mean }) => Number.isFinite(mean))
    .sort((a, b) => b.mean - a.mean);
  return (
    ranked[0]?.policy ??
    refuse('--where', 'a policy that is not one of the published, simulated in all cells', 'none')
  );
}

/** A row of the table: of each mode and load the best of some policies. */
interface Row {
  readonly kind: PolicyKind;
  readonly label: string;
  readonly count: number;
  readonly reached: readonly Reached[];
}

/** @throws UserError if no published strategy is among the cells. */
function rowsOf(all: readonly Reached[], good: string, policy: SweepColumn): readonly Row[] {
  const rows = KINDS.flatMap((kind): Row[] => {
    const reached = all.filter((each) =>
      kind === 'new' ? each.policy === good : each.kind === kind,
    );
    const count = new Set(reached.map((each) => each.policy)).size;
    return count === 0 ? [] : [{ kind, label: labelOf(kind, count, good, policy), count, reached }];
  });
  if (rows[0]?.kind !== 'published') {
    refuse('--where', 'cells of a published strategy, as published', 'none');
  }
  return rows;
}

function labelOf(kind: PolicyKind, count: number, good: string, policy: SweepColumn): string {
  if (kind === 'new') return valueLabel(policy, good);
  const best = count > 1 ? `, best of ${count}` : '';
  return kind === 'published' ? `published${best}` : `overwriting fixed${best}`;
}

function rowsSentence(rows: readonly Row[], good: string): string {
  const best = rows.some(({ count }) => count > 1)
    ? 'Best of several: the highest mean in each tile, chosen on the runs shown, which favours it. '
    : '';
  const fixed = rows.some(({ kind }) => kind === 'fixed')
    ? 'Overwriting fixed: the published strategies on a server that loses no batch. '
    : '';
  return `${best}${fixed}Gained by scheduling: ${good} less published, in the same mode. Lost to CC: CC off less CC on, same row.`;
}

/** The tiles of one load: what is reached, what scheduling gains, what CC costs. */
function entriesAt(load: string, rows: readonly Row[], metric: Metric): readonly Entry[] {
  const best = rows.map((row) => MODES.map((mode) => bestOf(row, mode, load)));
  const [published = []] = best;
  const good = best.at(-1) ?? [];
  const label = (row: number): string => rows[row]?.label ?? '';
  const entry = (row: string, column: string, runs: readonly number[], isGain: boolean): Entry => ({
    load,
    row,
    column,
    isDifference: isGain,
    ...intervalRow(isGain ? estimateMean(runs) : estimateFigure(metric.path, runs), 100),
  });
  const gains = MODES.map((_, mode) => minus(good[mode] ?? [], published[mode] ?? []));
  return [
    ...best.flatMap((modes, row) => [
      ...modes.map((runs, mode) =>
        entry(label(row), TEE_LABELS[MODES[mode] ?? 'off'], runs, false),
      ),
      entry(label(row), COST, minus(modes[0] ?? [], modes[1] ?? []), true),
    ]),
    ...gains.map((runs, mode) => entry(GAIN, TEE_LABELS[MODES[mode] ?? 'off'], runs, true)),
  ];
}

function bestOf({ reached }: Row, mode: Mode, load: string): readonly number[] {
  const ranked = reached
    .filter((each) => each.mode === mode && each.load === load)
    .filter(({ runs }) => Number.isFinite(meanOf(runs)))
    .sort((a, b) => meanOf(b.runs) - meanOf(a.runs));
  return ranked[0]?.runs ?? [];
}

/** Replication by replication: all see the same arrivals. */
function minus(a: readonly number[], b: readonly number[]): readonly number[] {
  return a.slice(0, b.length).map((value, at) => value - (b[at] as number));
}
