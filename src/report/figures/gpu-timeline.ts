import type { SweepResults } from '../../experiment/results/types.js';
import { chosenSentence, marksSentence, sentences } from './caption.js';
import { cellValue, refuse, scenarioOf, shownCells, varyingColumns } from './cells.js';
import type { FigureDefinition, Page } from './figure.js';
import { valueHeading, wrapped } from './labels.js';
import { legendBelow, plainLooks } from './series.js';
import { INK, TEXT } from './theme.js';
import { type TimelineRow, timelineRows } from './timeline-rows.js';
import { type Window, windowOf } from './window.js';

/** The timeline of one cell, or of one of its GPUs, and what its lane is called. */
interface Lane {
  readonly heading: string;
  /** Its number, where there are several. */
  readonly gpu: number | null;
  readonly rows: readonly TimelineRow[];
}

const MOST_LANES = 12;
/** A few swaps of a model that takes some ten seconds to load, s. */
const USUAL_SECONDS = 200;
const LANE_HEIGHT = 24;
/** Of a line of a label, with what parts it from the next lane's. */
const LINE_HEIGHT = 10;
/** Of a page, what the names of lanes may take. */
const LABEL_SHARE = 0.28;

/** How a state is drawn: of a lane's height, from and to; how full its colour is; the key's grey. */
const STATES = [
  { state: 'infer', label: 'inferring', from: 0.06, to: 0.94, fill: 1, key: '#4d4d4d' },
  { state: 'load', label: 'loading', from: 0.28, to: 0.72, fill: 0.25, key: '#d2d2d2' },
  { state: 'unload', label: 'unloading', from: 0.28, to: 0.72, fill: 0.7, key: '#828282' },
  { state: 'write', label: 'writing', from: 0.06, to: 0.94, fill: 0, key: '#ffffff' },
] as const;

export const gpuTimeline: FigureDefinition = {
  name: 'gpu-timeline',
  summary:
    'what the GPU does in a window of time, a lane for each cell and GPU: loads, inference, idling',
  reads: ['where', 'from', 'to'],
  build: async (results, options, page) => {
    const cells = keptCells(results, shownCells(results, options.where));
    const seconds = Math.max(
      ...cells.map((cell) => {
        const { durationSeconds, drainSeconds } = scenarioOf(results, cell);
        return durationSeconds + (Number.isFinite(drainSeconds) ? drainSeconds : 0);
      }),
    );
    const window = windowOf(options, USUAL_SECONDS, seconds);
    const lanes = (
      await Promise.all(cells.map((cell) => lanesOf(results, cells, cell, window)))
    ).flat();
    const models = modelsOf(results, cells);
    return {
      spec: specOf(lanes, models, window, page),
      caption: sentences([
        captionOf(lanes, window),
        chosenSentence(results, cells),
        marksSentence(results, cells),
      ]),
    };
  },
};

/** @throws UserError if no timeline was kept of the cells, or of too many, or none is there yet. */
function keptCells(results: SweepResults, cells: readonly number[]): readonly number[] {
  const { description } = results;
  const kept = cells.filter((cell) => description.cells[cell]?.keeps.timeline === true);
  if (kept.length === 0) {
    const hint =
      'add "keep: { timeline: true }" to the sweep file, or a list of the cells that are wanted';
    refuse('gpu-timeline', 'a sweep that keeps timelines of these cells', 'none', hint);
  }
  // An empty lane would say that the GPU idles.
  const there = kept.filter((cell) => results.replications(cell) > 0);
  if (there.length === 0) {
    refuse('gpu-timeline', 'a cell with a timeline that is simulated', 'none of these yet');
  }
  const lanes = there.reduce((sum, cell) => sum + scenarioOf(results, cell).server.gpus, 0);
  if (lanes > MOST_LANES) {
    const names = varyingColumns(results, there).map(({ name }) => name);
    const hint = `try --where ${names.at(-1) ?? 'column'}=…`;
    const what = lanes === there.length ? 'cells' : 'GPUs of cells';
    refuse('--where', `at most ${MOST_LANES} ${what} with a timeline`, `${lanes}`, hint);
  }
  return there;
}

async function lanesOf(
  results: SweepResults,
  cells: readonly number[],
  cell: number,
  window: Window,
): Promise<readonly Lane[]> {
  const values = varyingColumns(results, cells).map((column) =>
    valueHeading(column, cellValue(results, cell, column.name)),
  );
  const csv = await results.timelineCsv(cell);
  const heading = values.length === 0 ? results.description.name : values.join(', ');
  const rows = timelineRows(csv ?? '', window);
  const { gpus } = scenarioOf(results, cell).server;
  if (gpus === 1) return [{ heading, gpu: null, rows }];
  return Array.from({ length: gpus }, (_, gpu) => ({
    heading: `${heading}, GPU ${gpu}`,
    gpu,
    rows: rows.filter((row) => row.gpu === String(gpu)),
  }));
}

/** In the order of the scenarios, so that a model has one colour whichever cells are shown. */
function modelsOf(results: SweepResults, cells: readonly number[]): readonly string[] {
  return [...new Set(cells.flatMap((cell) => scenarioOf(results, cell).models))];
}

function specOf(
  lanes: readonly Lane[],
  models: readonly string[],
  window: Window,
  page: Page,
): object {
  const looks = plainLooks(models.length, '--where');
  const legend = { ...legendBelow(models, legendWidth(page)), symbolType: 'square' };
  const colour = {
    field: 'model',
    type: 'nominal',
    title: null,
    scale: { domain: models, range: looks.map((look) => look.colour) },
    legend,
  };
  const layerOf = ({ state, from, to, fill }: (typeof STATES)[number]): object => ({
    data: {
      values: lanes.flatMap(({ rows }, lane) =>
        rows
          .filter((row) => row.state === state)
          .map(({ start, end, model }) => {
            return { start, end, model, low: lane + from, high: lane + to };
          }),
      ),
    },
    mark: { type: 'rect', strokeWidth: 0.5, clip: true, fillOpacity: fill },
    encoding: { ...placesOf(lanes, window, page), color: colour, stroke: colour },
  });
  const lines = lanes.map(({ heading }) => labelOf(heading, page).split('\n').length);
  return {
    height: lanes.length * Math.max(LANE_HEIGHT, Math.max(...lines) * LINE_HEIGHT),
    // Two scales of colour: one for the models, and one for the key.
    layer: [{ layer: STATES.map(layerOf) }, keyOfStates(page)],
    resolve: { scale: { color: 'independent', stroke: 'independent' } },
  };
}

/** Legends begin where the lanes do. */
function legendWidth(page: Page): number {
  return page.widthPoints * (1 - LABEL_SHARE);
}

function labelOf(heading: string, page: Page): string {
  return wrapped(heading, page.widthPoints * LABEL_SHARE);
}

function placesOf(lanes: readonly Lane[], window: Window, page: Page): object {
  const labels = lanes.map(({ heading }) => labelOf(heading, page));
  const lines = `split(${JSON.stringify(labels)}[floor(datum.value)], '\\n')`;
  return {
    x: {
      field: 'start',
      type: 'quantitative',
      title: 'time, s',
      scale: { domain: window, nice: false },
    },
    x2: { field: 'end' },
    y: {
      field: 'low',
      type: 'quantitative',
      title: null,
      scale: { domain: [0, lanes.length], reverse: true, nice: false },
      axis: {
        values: lanes.map((_, lane) => lane + 0.5),
        labelExpr: lines,
        // Lines are set from the middle downwards.
        labelOffset: { expr: `-${TEXT.label / 2} * (length(${lines}) - 1)` },
        ticks: false,
        grid: false,
        domain: false,
        labelPadding: 4,
        // Vega would leave out labels of several lines.
        labelOverlap: false,
      },
    },
    y2: { field: 'high' },
  };
}

/** A layer that draws nothing, for its legend: Vega-Lite has none for marks of fixed fullness. */
function keyOfStates(page: Page): object {
  const labels = STATES.map(({ label }) => label);
  return {
    data: { values: labels.map((state) => ({ state })) },
    mark: { type: 'rect', opacity: 0 },
    encoding: {
      color: {
        field: 'state',
        type: 'nominal',
        title: null,
        scale: { domain: labels, range: STATES.map(({ key }) => key) },
        legend: {
          ...legendBelow(labels, legendWidth(page)),
          symbolType: 'square',
          symbolOpacity: 1,
          symbolStrokeColor: INK,
          symbolStrokeWidth: 0.5,
        },
      },
    },
  };
}

function captionOf(lanes: readonly Lane[], [from, to]: Window): string {
  return `What the GPU does from ${from} to ${to} s of replication 0${
    lanes.length > 1
      ? `, a lane for each ${lanes.some(({ gpu }) => gpu !== null) ? 'GPU of each ' : ''}cell`
      : ''
  }. Colour: the model. High and full: inference; low and pale: loading. Unloading and writing are too short to be seen in most windows. Where nothing is drawn the GPU idles.`;
}
