import {
  type ComparedScenario,
  type ParetoPoint,
  pointsOf,
} from '../../analysis/pareto/compare.js';
import type { ParetoMetric } from '../../analysis/pareto/metrics.js';
import { sentences } from '../figures/caption.js';
import type { FigureSpec } from '../figures/figure.js';
import { headingHeight, panelHeading } from '../figures/panel-heading.js';
import { legendBelow } from '../figures/series.js';
import { PAGE_WIDTHS, REFERENCE } from '../figures/theme.js';
import { axisOf, leftOf, type ParetoAxis } from './axes.js';
import { looksOf, looksSentence, type ParetoLooks } from './looks.js';
import { panelLayers } from './panel-layers.js';
import {
  counted,
  leftOutLines,
  type ParetoReport,
  shownScenarios,
  titledScenario,
} from './report.js';

/** Of a page of two columns, pt. */
export const PARETO_WIDTH = PAGE_WIDTHS[2];
/** Of panels: one scenario, or several in two columns, pt. */
const HEIGHTS = { 1: 300, 2: 190 } as const;
/** What the last number of an axis reaches beyond it, and what rounding may take, pt. */
const OVERHANG = 12;
const COLUMN_GAP = 14;
/** Axis titles and numbers below a panel, pt. */
const BELOW = 28;
/** More are no figure any more but a book. */
const MOST_PANELS = 12;
/** Rows that a legend may have more so that families begin a row. */
const MORE_ROWS = 2;
const FRONT = 'Pareto front';
/** A piece of its line, as an SVG path, and as large as can be seen, pt². */
const FRONT_SHAPE = 'M-1.3,-.3H1.3V.3H-1.3Z';
const FRONT_SIZE = 36;

/**
 * One metric against the other, a panel for each scenario that is shown and a line for each
 * configuration. @returns null if no run has a place on both axes.
 */
export function paretoFigure(report: ParetoReport): FigureSpec | null {
  const all = shownScenarios(report).filter((each) => pointsOf(each).some(hasPlace));
  const scenarios = all.slice(0, MOST_PANELS);
  if (scenarios.length === 0) return null;
  const columns = scenarios.length === 1 ? 1 : 2;
  const looks = looksOf(scenarios);
  const panels = scenarios.map((each) => panelOf(each, report, looks, columns));
  const spec = {
    concat: panels.map(({ spec: panel }) => panel),
    columns,
    spacing: {
      row: BELOW + Math.max(...panels.map(({ heading }) => heading)),
      column: COLUMN_GAP + Math.max(...panels.map(({ left }) => left)),
    },
    bounds: 'flush',
  };
  const unlabelled = panels.reduce((sum, panel) => sum + panel.unlabelled, 0);
  return { spec, caption: captionOf(report, { all, scenarios, looks, unlabelled }) };
}

function hasPlace({ x, y }: ParetoPoint): boolean {
  return x !== null && y !== null;
}

function panelOf(
  scenario: ComparedScenario,
  { options }: ParetoReport,
  looks: ParetoLooks,
  columns: 1 | 2,
) {
  const points = pointsOf(scenario).filter(hasPlace);
  const x = axisFor(options.x, points, (point) => point.x);
  const y = axisFor(options.y, points, (point) => point.y);
  const left = leftOf(y.axis);
  const width = Math.floor(
    (PARETO_WIDTH - OVERHANG - columns * left - (columns - 1) * COLUMN_GAP) / columns,
  );
  const size = { width, height: HEIGHTS[columns] };
  const style = { x, y, looks, legend: legendOf(looks), size };
  const { layer, unlabelled } = panelLayers(scenario, style);
  const heading = `${columns === 1 ? '' : `${scenario.number}: `}${titledScenario(scenario)}`;
  return {
    // As wide as the page allows, which is a little more than what numbers were placed for.
    spec: { height: size.height, layer: [...layer, panelHeading(heading, width)] },
    heading: headingHeight(heading, width),
    left,
    unlabelled,
  };
}

function axisFor(
  metric: ParetoMetric,
  points: readonly ParetoPoint[],
  coordinate: (point: ParetoPoint) => number | null,
): { readonly metric: ParetoMetric; readonly axis: ParetoAxis } {
  return {
    metric,
    axis: axisOf(
      metric,
      points.flatMap((point) => coordinate(point) ?? []),
    ),
  };
}

/** The encodings that together make one legend, with the front as its last entry. */
function legendOf({ all, familyStarts }: ParetoLooks): object {
  const labels = [...all.map(({ label }) => label), FRONT];
  const below = legendBelow(labels, PARETO_WIDTH);
  const columns = alignedColumns(below.columns, labels.length, familyStarts);
  // Vega leaves out what is beyond 30, unless it is told that there is no limit.
  const legend = { ...below, columns, symbolLimit: 0 };
  const channel = (range: readonly (string | number)[]): object => ({
    field: 'series',
    type: 'nominal',
    title: null,
    // Vega-Lite warns of sizes without an order.
    sort: labels,
    // Sizes would otherwise be spread evenly between the first and the last.
    scale: { type: 'ordinal', domain: labels, range },
    legend,
  });
  return {
    fill: channel([...all.map(({ fill }) => fill), REFERENCE]),
    stroke: channel([...all.map(({ colour }) => colour), REFERENCE]),
    shape: channel([...all.map(({ shape }) => shape), FRONT_SHAPE]),
    size: channel([...all.map(({ size }) => size), FRONT_SIZE]),
  };
}

/**
 * Columns of the legend, of at most `most`, with which most families begin a row; for that it may
 * have some rows more.
 */
function alignedColumns(most: number, count: number, starts: readonly number[]): number {
  const rows = Math.ceil(count / most) + MORE_ROWS;
  const possible = Array.from({ length: most }, (_, at) => most - at).filter(
    (columns) => Math.ceil(count / columns) <= rows,
  );
  const aligned = possible.map((columns) => starts.filter((at) => at % columns === 0).length);
  return possible[aligned.indexOf(Math.max(...aligned))] ?? most;
}

interface Drawn {
  readonly all: readonly ComparedScenario[];
  readonly scenarios: readonly ComparedScenario[];
  readonly looks: ParetoLooks;
  readonly unlabelled: number;
}

function captionOf(
  { options }: ParetoReport,
  { all, scenarios, looks, unlabelled }: Drawn,
): string {
  const { x, y, slos } = options;
  const points = scenarios.flatMap(pointsOf).filter(hasPlace);
  const front = points.filter(({ standing }) => standing === 'front').length;
  const names = scenarios.map((each) => `${each.number} ${titledScenario(each)}`).join('; ');
  const subject = scenarios.length === 1 ? 'Scenario' : 'Scenarios';
  const better = [x, y].map((metric) => `${metric.better} ${metric.label}`).join(' and ');
  const kept = slos.length === 0 ? '' : ` that keep ${slos.map(({ text }) => text).join(', ')}`;
  return sentences([
    `${y.label} against ${x.label} of ${counted(points.length, 'run')}${kept}. ${subject}: ${names}.`,
    'A line for each configuration; the numbers are concurrencies, or rates of offered requests.',
    `Better: ${better}. Ringed: the ${counted(front, 'run')} on the Pareto front, where no other is`,
    'strictly better in both; grey: the edge of what is reached.',
    looks.distinctions.modes ? 'Grey lines are of one TEE mode each, dashed for CC on.' : '',
    looksSentence(looks),
    ...scenarios.flatMap((each) => leftOutLines(each, options)).map((line) => `${line}.`),
    unlabelled > 0 ? `${unlabelled} numbers had no room beside their points.` : '',
    all.length > scenarios.length
      ? `${all.length - scenarios.length} scenarios more are not drawn: choose one by --scenario.`
      : '',
  ]);
}
