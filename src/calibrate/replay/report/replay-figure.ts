import { REPLAY_FIGURES, type ReplayFigure } from '../figures.js';
import type { ReplayRow } from './replay-csv.js';

/** Okabe and Ito's blue and orange: told apart by every kind of colour vision, and in grey. */
const COLOURS = { off: '#0072B2', cc: '#E69F00' } as const;
const SHAPES = { off: 'circle', cc: 'triangle-up' } as const;
const LABELS = { off: 'CC off', cc: 'CC on' } as const;
const GREY = '#767676';
const PANEL_SIZE = 200;
const COLUMNS = 3;
const TICKS = 5;
/** Leading digits of the ticks of a logarithmic axis. */
const LOG_TICKS = [1, 2, 3, 5, 7];
/** Room at the ends of an axis, as a share of its length. */
const PADDING = 0.04;

/**
 * A Vega-Lite specification (v6) of predicted against measured: a panel per figure, a point per
 * run with its 95 % prediction interval, and the line on which prediction is right. Latencies are
 * on logarithmic axes: a few runs are far above the others. Plain data.
 * @param title what was predicted from what.
 */
export function replayFigure(rows: readonly ReplayRow[], title: string): object {
  const runs = new Set(rows.map(({ run }) => run)).size;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: 'Predicted against measured figures of every replayed run, with intervals.',
    background: 'white',
    padding: 12,
    title: {
      text: title,
      subtitle: `${runs} runs; bars: 95 % prediction interval of one run; dashed: predicted = measured`,
      anchor: 'start',
      offset: 16,
    },
    columns: COLUMNS,
    align: 'all',
    bounds: 'flush',
    spacing: { row: 84, column: 72 },
    concat: REPLAY_FIGURES.map((figure) =>
      panel(
        figure,
        rows.filter((row) => row.figure === figure.name),
      ),
    ),
    resolve: { scale: { color: 'shared', shape: 'shared' } },
    config: {
      title: { fontSize: 13, subtitleFontSize: 11, subtitlePadding: 4 },
      axis: { gridColor: '#e8e8e8', labelColor: '#333333', labelFontSize: 10, titleFontSize: 11 },
      legend: { orient: 'bottom', labelFontSize: 12, symbolSize: 80, symbolOpacity: 1 },
    },
  };
}

function panel(figure: ReplayFigure, rows: readonly ReplayRow[]): object {
  const factor = figure.unit === 'fraction' ? 100 : 1;
  // A run in which nothing was served has no latency.
  const shown = rows.filter(({ measured, low, high }) => Number.isFinite(measured + low + high));
  const values = shown.map((row) => ({
    run: row.run,
    mode: LABELS[row.teeMode === 'cc' ? 'cc' : 'off'],
    measured: row.measured * factor,
    predicted: row.predicted * factor,
    low: row.low * factor,
    high: row.high * factor,
  }));
  const least = Math.min(...values.map(({ measured, low }) => Math.min(measured, low)));
  const most = Math.max(...values.map(({ measured, high }) => Math.max(measured, high)));
  const scale = scaleOf(figure, least, most);
  const unit = unitOf(figure);
  const axes = { x: axis('measured', unit, scale), y: axis('predicted', unit, scale) };
  return {
    title: { text: figure.label, fontSize: 12 },
    width: PANEL_SIZE,
    height: PANEL_SIZE,
    data: { values },
    layer: [identityLine(scale.domain, axes), intervals(axes), points(axes)],
  };
}

interface Scale {
  readonly type: 'linear' | 'log';
  readonly domain: readonly [number, number];
  /** Where the ticks are; undefined: at round numbers. */
  readonly values?: readonly number[];
}

/** The same for both axes of a panel, with some room at the ends. */
function scaleOf({ unit }: ReplayFigure, least: number, most: number): Scale {
  if (!(least < most))
    return { type: 'linear', domain: Number.isFinite(least) ? [least - 1, least + 1] : [0, 1] };
  if (unit === 's' && least > 0) {
    const room = (most / least) ** PADDING;
    const domain = [least / room, most * room] as const;
    return { type: 'log', domain, values: logTicks(domain) };
  }
  const room = (most - least) * PADDING;
  return { type: 'linear', domain: [least - room, most + room] };
}

function logTicks([low, high]: readonly [number, number]): number[] {
  const decades = Math.ceil(Math.log10(high / low)) + 1;
  const first = Math.floor(Math.log10(low));
  return Array.from({ length: decades }, (_, at) => 10 ** (first + at))
    .flatMap((decade) => LOG_TICKS.map((digit) => digit * decade))
    .filter((value) => value >= low && value <= high);
}

type Axes = Readonly<Record<'x' | 'y', object>>;

function axis(field: string, unit: string, { type, domain, values }: Scale): object {
  return {
    field,
    type: 'quantitative',
    title: `${field}, ${unit}`,
    scale: { type, domain, nice: false, ...(type === 'linear' && { zero: false }) },
    axis: { ...(values ? { values } : { tickCount: TICKS }), labelOverlap: true, grid: true },
  };
}

function identityLine(ends: readonly number[], { x, y }: Axes): object {
  return {
    data: { values: ends.map((end) => ({ measured: end, predicted: end })) },
    mark: { type: 'line', color: GREY, strokeDash: [4, 4], strokeWidth: 1 },
    encoding: { x, y },
  };
}

function intervals({ x, y }: Axes): object {
  return {
    mark: { type: 'rule', opacity: 0.65, strokeWidth: 1.2 },
    encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color: colour() },
  };
}

function points({ x, y }: Axes): object {
  return {
    mark: { type: 'point', filled: true, size: 34, opacity: 0.9 },
    encoding: {
      x,
      y,
      color: colour(),
      shape: {
        field: 'mode',
        type: 'nominal',
        title: null,
        scale: { domain: domain(), range: [SHAPES.off, SHAPES.cc] },
      },
    },
  };
}

function colour(): object {
  return {
    field: 'mode',
    type: 'nominal',
    title: null,
    scale: { domain: domain(), range: [COLOURS.off, COLOURS.cc] },
  };
}

function domain(): string[] {
  return [LABELS.off, LABELS.cc];
}

function unitOf({ unit }: ReplayFigure): string {
  if (unit === 'fraction') return '%';
  return unit === 'count' ? 'per run' : unit;
}
