import type { SweepResults } from '../../experiment/results/types.js';
import type { Metric } from '../../experiment/sweep/types.js';
import { estimateFigure } from '../../metrics/estimate-figure.js';
import { cellsCaption, gapsSentence, intervalsPhrase, sentences, subjectBy } from './caption.js';
import { metricOf } from './cells.js';
import type { FigureOptions, FigureSpec, Page } from './figure.js';
import { meanRuns } from './groups.js';
import { type IntervalRow, intervalLayers, intervalRow } from './intervals.js';
import { shownMetric, valueHeading } from './labels.js';
import {
  drawMultiples,
  type Multiples,
  multiplesGrid,
  multiplesOf,
  type Place,
  placeOf,
} from './multiples.js';
import { bottomAxis, panelWidth } from './panels.js';
import { valueScale } from './scales.js';
import { legendBelow, SINGLE_SERIES, seriesColour, seriesOf, seriesShape } from './series.js';

/** The height that one series takes in a category, and the gap between two categories, pt. */
const LANE = 7;
const GROUP_GAP = 4;

/** A figure of means with intervals as points, in small multiples: the published set. */
export interface DotFigure {
  readonly results: SweepResults;
  readonly options: FigureOptions;
  readonly page: Page;
  /** One metric, or two of the same unit: the points of the second are hollow. */
  readonly metrics: readonly [Metric, Metric?];
  /** Of the axis of values, a line each. */
  readonly title: readonly string[];
  /** How the caption begins: what is shown, and what has to be known to read it. */
  readonly subject: string;
  readonly note: string;
}

/** A point. */
interface Dot extends IntervalRow {
  readonly at: Place;
  readonly hollow: boolean;
}

/**
 * A dot figure of the metric that is asked for.
 * @param usual path of the one that is shown if none is.
 * @param noteOn what has to be known to read a metric.
 * @throws UserError as `dotFigure`, or if the sweep did not record the metric.
 */
export function metricFigure(
  { results, options, page }: Pick<DotFigure, 'results' | 'options' | 'page'>,
  usual: string,
  noteOn: (metric: Metric) => string = () => '',
): FigureSpec {
  const metric = metricOf(results, options.metric ?? usual);
  const title = [shownMetric(metric).title];
  const note = noteOn(metric);
  return dotFigure({
    results,
    options,
    page,
    metrics: [metric],
    title,
    subject: metric.label,
    note,
  });
}

/** @throws UserError if the options name no cells, or more than can be read. */
export function dotFigure(figure: DotFigure): FigureSpec {
  const { results, options, metrics } = figure;
  const multiples = multiplesOf(results, options);
  const { shown, roles, grouped } = multiples;
  const dots = grouped.groups.flatMap(({ values, cells }) =>
    metrics.flatMap((metric, at) =>
      metric === undefined
        ? []
        : dotOf(results, cells, metric, { at: placeOf(values), hollow: at > 0 }),
    ),
  );
  const gaps = dots.filter(({ value }) => value === null).length;
  const replications = intervalsPhrase(results, shown.cells);
  return {
    spec: draw(figure, multiples, dots),
    caption: sentences([
      `${subjectBy(figure.subject, Object.values(roles))}: means over ${replications}.`,
      figure.note,
      ...cellsCaption(results, shown, grouped),
      gapsSentence(gaps, dots.length),
    ]),
  };
}

function dotOf(
  results: SweepResults,
  cells: readonly number[],
  metric: Metric,
  dot: Pick<Dot, 'at' | 'hollow'>,
): Dot {
  const estimate = estimateFigure(metric.path, meanRuns(results, cells, metric.path));
  return { ...dot, ...intervalRow(estimate, shownMetric(metric).factor) };
}

function draw(
  { page, metrics, title }: DotFigure,
  multiples: Multiples,
  dots: readonly Dot[],
): object {
  const { shown, roles } = multiples;
  const made = multiplesGrid(multiples, page, { lane: LANE, gap: GROUP_GAP, left: 0, title });
  const ends = dots.flatMap(({ value, low, high }) => [value ?? [], low ?? [], high ?? []].flat());
  const { scale, ticks } = valueScale(ends, shownMetric(metrics[0]).unit, panelWidth(made.grid));
  const series =
    roles.series === null ? SINGLE_SERIES : seriesOf(roles.series, shown.values(roles.series));
  const legend =
    series === SINGLE_SERIES ? null : legendBelow(series.labels, page.widthPoints - made.grid.left);
  return drawMultiples(multiples, made, dots, (here, panel) => {
    const rows = here.map(({ at, ...dot }) => ({
      ...dot,
      category: made.categories.label(at.category),
      series: roles.series === null ? '' : valueHeading(roles.series, at.series),
    }));
    const layersOf = (hollow: boolean): readonly object[] =>
      intervalLayers({
        along: 'x',
        value: { scale, axis: bottomAxis(made.grid, panel, ticks) },
        both: {
          y: made.categories.position('category', panel.isLeft),
          yOffset: { field: 'series', scale: { domain: series.labels } },
          color: seriesColour(series, legend),
        },
        point: { shape: seriesShape(series, legend) },
        hollow,
      }).map((layer) => ({
        data: { values: rows.filter((row) => row.hollow === hollow) },
        ...layer,
      }));
    return metrics.length > 1 ? [...layersOf(true), ...layersOf(false)] : layersOf(false);
  });
}
