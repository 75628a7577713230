import type { SweepResults } from '../../experiment/results/types.js';
import type { Metric, Pairing, SweepColumn } from '../../experiment/sweep/types.js';
import { cellsCaption, gapsSentence, intervalsPhrase, sentences, subjectBy } from './caption.js';
import { metricOf, refuse } from './cells.js';
import { type EffectRoles, effectPanels } from './effect-panels.js';
import type { FigureDefinition, FigureOptions, FigureSpec, Page } from './figure.js';
import { groupCells } from './groups.js';
import { valueHeading } from './labels.js';
import { isDifference, pairedEffects } from './paired-effects.js';
import { ShownColumns } from './shown-columns.js';

const DEFAULT_METRIC = 'sla.attainmentReceived';
/** What is still read row by row. */
const MOST_ROWS = 24;

export const ccPenalty: FigureDefinition = {
  name: 'cc-penalty',
  summary: 'what the compared setting (CC) costs: paired effects with intervals, sorted',
  reads: ['where', 'metric', 'x'],
  build: async (results, options, page) => penaltyFigure(results, options, page),
};

function penaltyFigure(results: SweepResults, options: FigureOptions, page: Page): FigureSpec {
  const { pairing } = results.description;
  if (pairing === null) {
    const hint = 'add "compare: { axis: tee.mode, baseline: off }" to the sweep file';
    return refuse('cc-penalty', 'a sweep that compares two settings', 'none', hint);
  }
  const metric = metricOf(results, options.metric ?? DEFAULT_METRIC);
  const shown = new ShownColumns(results, options);
  const roles = rolesOf(shown, pairing);
  const by = [roles.side, ...roles.labels, roles.column];
  const grouped = groupCells(results, shown.cells, by);
  const effects = pairedEffects(results, grouped.groups, metric, pairing);
  const title = titleOf(metric, roles.side, shown.values(roles.side), pairing);
  const replications = intervalsPhrase(results, shown.cells);
  return {
    spec: effectPanels({ shown, roles, effects, title, none: isDifference(metric) ? 0 : 1, page }),
    caption: sentences([
      `${subjectBy(title.join(' '), by.slice(1))}: paired over ${replications}.`,
      directionSentence(metric),
      ...cellsCaption(results, shown, grouped),
      gapsSentence(effects.filter(({ value }) => value === null).length, effects.length),
    ]),
  };
}

function rolesOf(shown: ShownColumns, pairing: Pairing): EffectRoles {
  const side = shown.named(pairing.column);
  if (side === null || !shown.values(side).includes(pairing.baseline)) {
    const expected = `cells with ${pairing.column} ${pairing.baseline} and with another`;
    return refuse('--where', expected, 'one side');
  }
  const words = shown.asked('x') ?? shown.named('strategy.name') ?? shown.words();
  const second = shown.named('arrivals.process') ?? shown.words();
  const column = shown.words();
  const labels = [words, second].flatMap((each) => each ?? []);
  const numbers = labels.length < 2 ? numbersThatFit(shown, labels) : [];
  return { side, labels: [...labels, ...numbers], column };
}

/** A column of numbers, if its effects can stand one by one: a mean over loads hides a lot. */
function numbersThatFit(
  shown: ShownColumns,
  labels: readonly SweepColumn[],
): readonly SweepColumn[] {
  const next = shown.rest.find(({ numeric }) => numeric);
  if (next === undefined) return [];
  const rows = [...labels, next].reduce((all, each) => all * shown.values(each).length, 1);
  return labels.length === 0 || rows <= MOST_ROWS ? [shown.numbers() ?? next] : [];
}

/** What is compared with what, on which metric. */
function titleOf(
  metric: Metric,
  side: SweepColumn,
  values: readonly string[],
  { baseline }: Pairing,
): readonly string[] {
  const others = values.filter((value) => value !== baseline);
  const above = others.length === 1 ? valueHeading(side, others[0] as string) : 'each';
  const below = valueHeading(side, baseline);
  return isDifference(metric)
    ? [`${metric.label}, points:`, `${above} − ${below}`]
    : [`${metric.label}:`, `${above} / ${below}`];
}

function directionSentence(metric: Metric): string {
  const line = isDifference(metric) ? 'The line at 0' : 'The line at 1';
  if (metric.better === null) return `${line}: no effect.`;
  return `${line}: no effect; ${metric.better === 'higher' ? 'left' : 'right'} of it is worse.`;
}
