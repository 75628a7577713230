import type { SweepResults } from '../../experiment/results/types.js';
import { meanOf } from '../../metrics/sample.js';
import { cellsCaption, gapsSentence, replicationsPhrase, sentences, subjectBy } from './caption.js';
import type { CategoryAxis } from './category-axis.js';
import { metricOf } from './cells.js';
import type { FigureDefinition, FigureOptions, FigureSpec, Page } from './figure.js';
import { type Group, meanRuns } from './groups.js';
import { roughWidth, valueHeading } from './labels.js';
import {
  drawMultiples,
  type Multiples,
  multiplesGrid,
  multiplesOf,
  type Place,
  placeOf,
} from './multiples.js';
import { bottomAxis, type Panel, panelWidth } from './panels.js';
import { valueScale } from './scales.js';
import { legendBelow } from './series.js';

/** What a GPU spends its time on, in the order of the stack: what is wanted first. */
const PHASES = [
  { path: 'gpu.inferenceShare', label: 'inferring', colour: '#332288' },
  { path: 'gpu.writeShare', label: 'writing', colour: '#77C4A0' },
  { path: 'gpu.loadShare', label: 'loading', colour: '#CC6677' },
  { path: 'gpu.unloadShare', label: 'unloading', colour: '#80502F' },
  { path: 'gpu.idleShare', label: 'idle', colour: '#E6E6E6' },
] as const;

const SUBJECT = 'share of GPU time';
const TITLE = `${SUBJECT}, %`;

/** The height that a bar takes, and between the bars of two categories, pt. */
const LANE = 8.5;
const GROUP_GAP = 4;
/** From the label of a bar to the bar, pt. */
const LABEL_GAP = 4;

/** A bar: in percent where each phase begins and ends. */
interface Bar {
  readonly at: Place;
  readonly parts: readonly { readonly phase: string; readonly from: number; readonly to: number }[];
}

export const gpuUse: FigureDefinition = {
  name: 'gpu-use',
  summary: 'what the GPU spends its time on: inferring, loading, idle; CC beside No-CC',
  reads: ['where', 'x', 'series'],
  build: async (results, options, page) => gpuUseFigure(results, options, page),
};

function gpuUseFigure(results: SweepResults, options: FigureOptions, page: Page): FigureSpec {
  for (const { path } of PHASES) metricOf(results, path);
  const multiples = multiplesOf(results, options);
  const { shown, roles, grouped } = multiples;
  const bars = grouped.groups.map((group) => barOf(results, group));
  return {
    spec: draw(multiples, bars, page),
    caption: sentences([
      `${subjectBy(SUBJECT, Object.values(roles))}: means over ${replicationsPhrase(results, shown.cells)}.`,
      ...cellsCaption(results, shown, grouped),
      gapsSentence(bars.filter(({ parts }) => parts.length === 0).length, bars.length),
    ]),
  };
}

/** Without parts where a share is not defined. */
function barOf(results: SweepResults, { values, cells }: Group): Bar {
  const shares = PHASES.map(({ path }) => 100 * meanOf(meanRuns(results, cells, path)));
  let end = 0;
  const parts = PHASES.map(({ label }, at) => {
    const from = end;
    end += shares[at] as number;
    return { phase: label, from, to: end };
  });
  return { at: placeOf(values), parts: Number.isFinite(end) ? parts : [] };
}

function draw(multiples: Multiples, bars: readonly Bar[], page: Page): object {
  const { shown, roles } = multiples;
  const { series } = roles;
  const label = (value: string): string => (series === null ? '' : valueHeading(series, value));
  const sides = shown.values(series).map(label);
  const widest = Math.max(...sides.map((side) => roughWidth(side)));
  const left = series === null ? 0 : widest + LABEL_GAP;
  const size = { lane: LANE, gap: GROUP_GAP, left, title: [TITLE] };
  const made = multiplesGrid(multiples, page, size);
  const { scale, ticks } = valueScale([], '%', panelWidth(made.grid));
  return drawMultiples(multiples, made, bars, (here, panel) => {
    const rows = here.map(({ at, parts }) => ({
      category: made.categories.label(at.category),
      side: label(at.series),
      parts,
    }));
    const x = { type: 'quantitative', scale, axis: bottomAxis(made.grid, panel, ticks) };
    const position = positionOf(made.categories, sides, panel);
    const data = { values: rows };
    return [
      { data, ...stackLayer(x, position, page.widthPoints - made.grid.left) },
      ...(panel.isLeft && series !== null ? [{ data, ...sideLabels(position) }] : []),
    ];
  });
}

function positionOf(categories: CategoryAxis, sides: readonly string[], panel: Panel): object {
  return {
    y: categories.position('category', panel.isLeft),
    yOffset: { field: 'side', scale: { domain: sides, paddingInner: 0.15 } },
  };
}

/** @param room for the legend, pt. */
function stackLayer(x: object, position: object, room: number): object {
  const labels = PHASES.map((phase) => phase.label);
  return {
    transform: [{ flatten: ['parts'] }],
    mark: 'bar',
    encoding: {
      ...position,
      x: { ...x, field: 'parts.from' },
      x2: { field: 'parts.to' },
      color: {
        field: 'parts.phase',
        type: 'nominal',
        title: null,
        scale: { domain: labels, range: PHASES.map(({ colour }) => colour) },
        legend: { ...legendBelow(labels, room), symbolType: 'square' },
      },
    },
  };
}

/** What each bar is of, between it and the label of its category. */
function sideLabels(position: object): object {
  return {
    mark: { type: 'text', align: 'right', baseline: 'middle', xOffset: -LABEL_GAP + 1 },
    encoding: { ...position, x: { value: 0 }, text: { field: 'side' } },
  };
}
