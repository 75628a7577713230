import type { MetricExplanation } from '../../experiment/explain/explanation.js';
import type { Estimate } from '../../metrics/estimate.js';
import type { Figure } from '../../metrics/figures.js';
import { sentences } from '../figures/caption.js';
import type { FigureSpec, Page } from '../figures/figure.js';
import { roughWidth, shownMetric } from '../figures/labels.js';
import { scaleAround } from '../figures/scales.js';
import { legendBelow } from '../figures/series.js';
import { INK, PAGE_WIDTHS, REFERENCE, SERIES_LOOKS } from '../figures/theme.js';
import { formatChange, formatValue } from '../format.js';
import { type ExplainReport, endName } from './report.js';

/** The height of a row, and between panels, pt. */
const ROW = 13;
const ROW_GAP = 14;
const COLUMN_GAP = 20;
/** Labels at the left take at most this, pt. */
const LABEL_ROOM = 92;
/** From the panel to the numbers at its right, pt. */
const TEXT_GAP = 4;
/** About the length of an axis, pt: how many ticks fit. */
const AXIS_LENGTH = 150;

/** Far apart in lightness, and no colours of TEE modes. */
const COLOURS = {
  better: SERIES_LOOKS[1]?.colour,
  worse: SERIES_LOOKS[2]?.colour,
  'neither as such': SERIES_LOOKS[0]?.colour,
} as const;
type Direction = keyof typeof COLOURS;

/** A row of the waterfall: one end, or a factor. */
interface Step {
  readonly step: string;
  readonly next: string | null;
  readonly kind: 'end' | 'effect';
  readonly direction: Direction | null;
  readonly before: number;
  readonly after: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly text: string;
}

/**
 * A waterfall for each metric, from one end to the other: a point with its interval at each end,
 * and between them a bar for each factor, from where the ones above it have come to, the largest
 * first; the line at its end is its 95 % interval. Axes need not begin at zero: what is compared
 * is lengths of bars.
 * @returns null if no metric is defined.
 */
export function waterfallFigure(report: ExplainReport): FigureSpec | null {
  const shown = report.metrics.filter(({ n }) => n > 0);
  if (shown.length === 0) return null;
  const columns = shown.length === 1 ? 1 : 2;
  const directions = (Object.keys(COLOURS) as Direction[]).filter((direction) =>
    shown.some((each) =>
      each.effects.some(({ effect }) => direction === directionOf(each, effect)),
    ),
  );
  return {
    spec: {
      concat: shown.map((each) => panel(report, each, { directions, columns })),
      columns,
      spacing: { row: ROW_GAP, column: COLUMN_GAP },
    },
    caption: captionOf(report, shown),
  };
}

/** The page that a waterfall of so many metrics needs. */
export function waterfallPage(report: ExplainReport): Page {
  const columns = report.metrics.length === 1 ? 1 : 2;
  return { columns, widthPoints: PAGE_WIDTHS[columns] };
}

interface PanelPlace {
  readonly directions: readonly Direction[];
  readonly columns: 1 | 2;
}

function panel(report: ExplainReport, explanation: MetricExplanation, place: PanelPlace): object {
  const steps = stepsOf(report, explanation);
  const { title } = shownMetric(explanation.metric);
  const { scale, ticks } = scaleAround(endsOf(steps), steps[0]?.after ?? 0, AXIS_LENGTH);
  const x = {
    type: 'quantitative',
    scale,
    axis: {
      ...ticks,
      grid: true,
      title: explanation.isConditional ? [title, 'conditional on survival'] : title,
    },
  };
  const y = {
    field: 'step',
    type: 'nominal',
    title: null,
    scale: { domain: steps.map(({ step }) => step), paddingInner: 0.35, paddingOuter: 0.2 },
    axis: { ticks: false, domain: false, labelPadding: 4 },
  };
  return {
    height: ROW * steps.length,
    data: { values: steps },
    layer: [connectors(x, y), bars(x, y, place), intervals(x, y), ends(x, y), numbers(y)],
  };
}

function connectors(x: object, y: object): object {
  return {
    transform: [{ filter: 'isValid(datum.next)' }],
    mark: { type: 'rule', strokeWidth: 0.6, color: REFERENCE },
    encoding: { x: { ...x, field: 'after' }, y, y2: { field: 'next' } },
  };
}

function bars(x: object, y: object, { directions, columns }: PanelPlace): object {
  return {
    transform: [{ filter: "datum.kind === 'effect'" }],
    mark: { type: 'bar' },
    encoding: {
      x: { ...x, field: 'before' },
      x2: { field: 'after' },
      y,
      color: {
        field: 'direction',
        type: 'nominal',
        title: null,
        scale: { domain: directions, range: directions.map((each) => COLOURS[each]) },
        legend: { ...legendBelow(directions, PAGE_WIDTHS[columns]), symbolType: 'square' },
      },
    },
  };
}

function intervals(x: object, y: object): object {
  return {
    transform: [{ filter: 'isValid(datum.low)' }],
    mark: { type: 'rule', strokeWidth: 1.1, color: INK },
    encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y },
  };
}

function ends(x: object, y: object): object {
  return {
    transform: [{ filter: "datum.kind === 'end'" }],
    mark: { type: 'point', filled: true, color: INK },
    encoding: { x: { ...x, field: 'after' }, y },
  };
}

function numbers(y: object): object {
  return {
    mark: { type: 'text', align: 'left', baseline: 'middle', dx: TEXT_GAP },
    encoding: { x: { value: 'width' }, y, text: { field: 'text' } },
  };
}

function stepsOf(report: ExplainReport, explanation: MetricExplanation): readonly Step[] {
  const { metric, n, from, to, effects } = explanation;
  const { factor } = shownMetric(metric);
  const unit = metric.unit as Figure['unit'];
  const end = (step: string, { mean, ci95 }: Estimate): Omit<Step, 'next'> => ({
    step,
    kind: 'end',
    direction: null,
    before: mean * factor,
    after: mean * factor,
    low: ci95 === null ? null : ci95[0] * factor,
    high: ci95 === null ? null : ci95[1] * factor,
    text: formatValue(mean, unit, n),
  });
  let reached = from.mean;
  const steps = effects.map(({ factor: { label }, effect }): Omit<Step, 'next'> => {
    const before = reached;
    reached += effect.mean;
    return {
      step: label,
      kind: 'effect',
      direction: directionOf(explanation, effect),
      before: before * factor,
      after: reached * factor,
      low: effect.ci95 === null ? null : (before + effect.ci95[0]) * factor,
      high: effect.ci95 === null ? null : (before + effect.ci95[1]) * factor,
      text: formatChange(effect.mean, unit, n),
    };
  });
  const rows = [
    end(endLabel('from', report.from), from),
    ...steps,
    end(endLabel('to', report.to), to),
  ];
  return rows.map((row, at) => ({ ...row, next: rows[at + 1]?.step ?? null }));
}

/** The end's settings where there is room for them. */
function endLabel(end: 'from' | 'to', settings: readonly string[]): string {
  const label = `${end} ${settings.join(', ')}`.trim();
  return roughWidth(label) <= LABEL_ROOM ? label : end;
}

/** Null where nothing changes: there is no bar. */
function directionOf({ metric }: MetricExplanation, { mean }: Estimate): Direction | null {
  if (mean === 0) return null;
  if (metric.better === null) return 'neither as such';
  return mean > 0 === (metric.better === 'higher') ? 'better' : 'worse';
}

/** Everything that has to be in sight. */
function endsOf(steps: readonly Step[]): readonly number[] {
  return steps.flatMap(({ before, after, low, high }) => [
    before,
    after,
    low ?? after,
    high ?? after,
  ]);
}

function captionOf(report: ExplainReport, shown: readonly MetricExplanation[]): string {
  const { name, from, to, factors, replications, notes } = report;
  const labels = shown
    .map(({ metric, n }) => (n < replications ? `${metric.label} (n = ${n})` : metric.label))
    .join('; ');
  const conditional = shown.filter(({ isConditional }) => isConditional);
  const runs = `${replications} ${replications === 1 ? 'replication' : 'replications'}`;
  return sentences([
    `${name}: where the difference in ${labels} comes from, from ${endName(from)} to ${endName(to)}.`,
    `Bars: Shapley values of ${factors.length} factors over ${2 ** factors.length} combinations;`,
    `points: the two ends; ${runs}${replications > 1 ? ', with 95 % intervals' : ''}.`,
    'Where bars meet is a sum, not a setting that was simulated: it may lie beyond what a metric can be.',
    conditional.length === 0
      ? ''
      : 'Conditional on survival: figures of processed requests, which losing old ones improves.',
    ...notes,
  ]);
}
