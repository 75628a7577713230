import { countArrivals } from '../../experiment/arrivals-preview.js';
import type { SweepResults } from '../../experiment/results/types.js';
import type { Scenario } from '../../scenario/types.js';
import { expectedRate } from '../../workload/rates.js';
import { cellValue, decidingColumns, refuse, scenarioOf, shownCells } from './cells.js';
import type { FigureDefinition, Page } from './figure.js';
import { valueHeading } from './labels.js';
import { headingHeight, panelHeading } from './panel-heading.js';
import { INK } from './theme.js';
import { type Window, windowOf } from './window.js';

/** From this time on, to that of the next row, so many arrive. */
interface ArrivalRow {
  readonly time: number;
  /** requests/s. */
  readonly rate: number;
}

/** A workload of the sweep, and what the sweep calls it. */
interface Pattern {
  readonly heading: string;
  readonly scenario: Scenario;
}

const MOST_PATTERNS = 12;
/** Long enough for a few bursts and ramps, s. */
const MOST_USUAL_SECONDS = 200;
const ROUND_SECONDS = 20;
/** A column of ink that is narrower than this is none, pt. */
const LEAST_BIN_POINTS = 0.6;
const PANEL_HEIGHT = 52;
/** What numbers at an axis take, with some room, pt. */
const BELOW_PANEL = 16;
/** About what axes and gaps take beside a panel. */
const AXIS_POINTS = 28;
/** Light enough for a line over it to be seen. */
const ARRIVED = '#8D99BF';
/** A burst of SINCERE lasts a second or more; shorter bins of a long window show noise alone. */
const LEAST_BIN_SECONDS = 1;
/** … in a window of as many bins of that length, or more. */
const FEWEST_BINS = 20;

export const inputPatterns: FigureDefinition = {
  name: 'input-patterns',
  summary: 'requests that arrive each second, for every arrival process of the sweep',
  reads: ['where', 'from', 'to'],
  build: async (results, options, page) => {
    const patterns = patternsOf(results, shownCells(results, options.where));
    const seconds = Math.max(...patterns.map(({ scenario }) => scenario.durationSeconds));
    const points = panelPoints(patterns, page);
    const window = windowOf(options, usualSeconds(points), seconds);
    const bin = binSeconds(window, points);
    return {
      spec: specOf(patterns, window, bin, page),
      caption: captionOf(patterns, window, bin, seconds),
    };
  },
};

/** @throws UserError if there are too many, or a trace among them. */
function patternsOf(results: SweepResults, cells: readonly number[]): readonly Pattern[] {
  const traced = cells.find((cell) => isTraced(scenarioOf(results, cell)));
  if (traced !== undefined) {
    refuse(
      '--where',
      'cells whose arrivals can be drawn again',
      'a trace, which results do not hold',
    );
  }
  const key = (cell: number): string => {
    const { seed, durationSeconds, workload } = scenarioOf(results, cell);
    return JSON.stringify([seed, durationSeconds, workload.arrivals]);
  };
  const first = new Map<string, number>();
  for (const cell of cells) if (!first.has(key(cell))) first.set(key(cell), cell);
  const columns = decidingColumns(results, cells, key);
  if (first.size > MOST_PATTERNS) {
    const hint = `try ${columns.map(({ name }) => `--where ${name}=…`).join(' ')}`;
    refuse('--where', `at most ${MOST_PATTERNS} patterns of arrivals`, `${first.size}`, hint);
  }
  return [...first.values()].map((cell) => {
    const scenario = scenarioOf(results, cell);
    const values = columns.map((column) =>
      valueHeading(column, cellValue(results, cell, column.name)),
    );
    const heading = values.length === 0 ? scenario.workload.arrivals.process : values.join(', ');
    return { heading, scenario };
  });
}

function isTraced({ workload: { arrivals } }: Scenario): boolean {
  if (arrivals.process !== 'superposition') return arrivals.process === 'trace';
  return arrivals.of.some((member) => member.arrivals.process === 'trace');
}

/** So many that rows are full, if that can be: a column of the sweep often has three values. */
function columnsOf({ length }: readonly Pattern[], page: Page): number {
  const wanted = page.columns === 1 ? [3, 2] : [3, 4];
  return Math.min(length, wanted.find((columns) => length % columns === 0) ?? wanted[1] ?? 1);
}

/** About the width of a panel. */
function panelPoints(patterns: readonly Pattern[], page: Page): number {
  return page.widthPoints / columnsOf(patterns, page) - AXIS_POINTS;
}

function specOf(patterns: readonly Pattern[], window: Window, bin: number, page: Page): object {
  const columns = columnsOf(patterns, page);
  const width = panelPoints(patterns, page);
  const headings = patterns.map(({ heading }) => headingHeight(heading, width));
  return {
    columns,
    align: 'all',
    bounds: 'flush',
    spacing: { row: BELOW_PANEL + Math.max(...headings), column: 22 },
    concat: patterns.map((pattern, at) => {
      const place = { left: at % columns === 0, bottom: at + columns >= patterns.length };
      return panelOf(pattern, { window, bin, width }, place);
    }),
  };
}

/** Which edges of the figure a panel is at: there its axes have titles. */
interface Place {
  readonly left: boolean;
  readonly bottom: boolean;
}

/** What all panels have in common. */
interface Panels {
  readonly window: Window;
  /** s. */
  readonly bin: number;
  /** About, pt. */
  readonly width: number;
}

function panelOf(
  pattern: Pattern,
  { window, bin, width }: Panels,
  { left, bottom }: Place,
): object {
  const { arrivals } = pattern.scenario.workload;
  const mean = expectedRate(arrivals, pattern.scenario.durationSeconds);
  const x = {
    type: 'quantitative',
    title: bottom ? 'time, s' : null,
    scale: { domain: window, nice: false },
    axis: { tickCount: 4, grid: false },
  };
  const y = {
    type: 'quantitative',
    title: left ? 'requests/s' : null,
    axis: { tickCount: 3 },
  };
  return {
    height: PANEL_HEIGHT,
    layer: [
      panelHeading(pattern.heading, width),
      {
        data: { values: rowsOf(pattern, window, bin) },
        mark: { type: 'area', interpolate: 'step-after', color: ARRIVED },
        encoding: { x: { ...x, field: 'time' }, y: { ...y, field: 'rate' } },
      },
      {
        data: { values: [{ mean }] },
        mark: { type: 'rule', color: INK, strokeDash: [3, 2], strokeWidth: 1 },
        encoding: { y: { ...y, field: 'mean' } },
      },
    ],
  };
}

function rowsOf({ scenario }: Pattern, window: Window, bin: number): readonly ArrivalRow[] {
  const [start, end] = window;
  const rows = countArrivals(scenario, 0, window, bin).map((count, at) => {
    const time = start + at * bin;
    return { time, rate: count / (Math.min(end, time + bin) - time) };
  });
  return [...rows, { time: end, rate: rows.at(-1)?.rate ?? 0 }];
}

/** So long that bins are as short as they may be: longer ones flatten bursts. */
function usualSeconds(panelPoints: number): number {
  const seen = (panelPoints / LEAST_BIN_POINTS) * LEAST_BIN_SECONDS;
  const round = Math.max(1, Math.floor(seen / ROUND_SECONDS)) * ROUND_SECONDS;
  return Math.min(MOST_USUAL_SECONDS, round);
}

/** The shortest round time of which as many fit into the window as can be seen. */
function binSeconds([from, to]: Window, panelPoints: number): number {
  const seconds = to - from;
  const seen = (seconds * LEAST_BIN_POINTS) / panelPoints;
  const least =
    seconds < FEWEST_BINS * LEAST_BIN_SECONDS ? seen : Math.max(seen, LEAST_BIN_SECONDS);
  const decade = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((digit) => digit * decade >= least) ?? 10) * decade;
}

function captionOf(
  patterns: readonly Pattern[],
  [from, to]: Window,
  bin: number,
  runSeconds: number,
): string {
  const part =
    from === 0 && to === runSeconds ? '' : `, from ${from} to ${to} s of ${runSeconds} s`;
  const several = new Set(patterns.map(({ scenario }) => scenario.seed)).size > 1;
  return `Requests that arrive, counted in bins of ${bin} s${part} (replication 0${
    several ? ', each with its own seed' : ''
  }). Dashed: the expected rate over the whole run.`;
}
