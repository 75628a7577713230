import { LABEL_LINE, labelAxis } from './category-axis.js';
import type { Page } from './figure.js';
import type { IntervalRow } from './intervals.js';
import { inRows, type Panel, type PanelGrid, panelGrid } from './panels.js';
import { INK, REFERENCE, SEQUENTIAL_SCHEME, TEXT } from './theme.js';

/** Panels side by side, by how many columns of a page there are. */
const PER_ROW = { 1: 1, 2: 3 } as const;
/** Labels at the left take at most this share of the figure's width. */
const LABEL_SHARE = { 1: 0.3, 2: 0.18 } as const;
/** The height of a tile, pt: a number and its interval below. */
const TILE_HEIGHT = 24;
/** From the middle of a tile to that of its number, and of its interval, pt. */
const VALUE_UP = -4;
const INTERVAL_DOWN = 5;
/** Below this value, %, a tile is dark. */
const DARK = 60;

/** A tile: a mean with its interval, as it is shown. */
export interface Entry extends IntervalRow {
  readonly load: string;
  readonly row: string;
  readonly column: string;
  /** A difference, in points: written with its sign, on white. */
  readonly isDifference: boolean;
}

/** What stands where. */
export interface TwoByTwoLayout {
  readonly page: Page;
  /** A panel each. */
  readonly loads: readonly { readonly value: string; readonly heading: string }[];
  readonly rows: readonly string[];
  readonly columns: readonly string[];
}

/** A table for each load, levels coloured by value, differences not. */
export function twoByTwoPanels(layout: TwoByTwoLayout, entries: readonly Entry[]): object {
  const { page, loads, rows, columns } = layout;
  const down = labelAxis(rows, null, { room: page.widthPoints * LABEL_SHARE[page.columns] });
  const grid: PanelGrid = {
    ...inRows(
      loads.map(({ heading }) => heading),
      PER_ROW[page.columns],
    ),
    page,
    left: down.width,
    height: rows.length * Math.max(TILE_HEIGHT, down.lines * LABEL_LINE + 2),
    title: [],
    fewer: '--where arrivals.rate=…',
  };
  return panelGrid(grid, (panel) => {
    const load = loads[panel.index]?.value;
    const values = entries
      .filter((entry) => entry.load === load && entry.value !== null)
      .map((entry) => ({ ...entry, row: down.label(entry.row) }));
    const data = { values: values.map((entry) => ({ ...entry, ...textsOf(entry) })) };
    const x = columnAxis(columns, panel);
    const y = touching(down.position('row', panel.isLeft));
    return [
      { data, ...tileLayer(x, y) },
      { data, ...textLayer(x, y, 'text', VALUE_UP, 'bold') },
      { data, ...textLayer(x, y, 'interval', INTERVAL_DOWN, 'normal') },
    ];
  });
}

function columnAxis(columns: readonly string[], { isBottom }: Panel): object {
  return {
    field: 'column',
    type: 'nominal',
    title: null,
    scale: { domain: columns, paddingInner: 0, paddingOuter: 0 },
    axis: { labels: isBottom, ticks: false, domain: false, labelAngle: 0, grid: false },
  };
}

/** Tiles touch, unlike bars, and need no line beside them. */
function touching(position: object): object {
  const { scale, axis } = position as { readonly scale: object; readonly axis: object };
  const close = { ...scale, paddingInner: 0, paddingOuter: 0 };
  return { ...position, scale: close, axis: { ...axis, domain: false } };
}

function textsOf({ value, low, high, isDifference }: Entry): object {
  const text = (number: number): string =>
    `${number > 0 && isDifference ? '+' : ''}${number.toFixed(1)}`.replace('-', '−');
  return {
    text: value === null ? '' : text(value),
    interval: low === null || high === null ? '' : `${text(low)} … ${text(high)}`,
  };
}

function tileLayer(x: object, y: object): object {
  return {
    transform: [{ filter: '!datum.isDifference' }],
    mark: { type: 'rect', stroke: 'white', strokeWidth: 0.5 },
    encoding: {
      x,
      y,
      color: {
        field: 'value',
        type: 'quantitative',
        scale: { domain: [0, 100], scheme: SEQUENTIAL_SCHEME },
        legend: null,
      },
    },
  };
}

function textLayer(
  x: object,
  y: object,
  field: 'text' | 'interval',
  dy: number,
  fontWeight: string,
): object {
  const dark = `!datum.isDifference && datum.value < ${DARK}`;
  return {
    mark: { type: 'text', dy, fontWeight, fontSize: TEXT.label },
    encoding: {
      x,
      y,
      text: { field, type: 'nominal' },
      color: {
        condition: [
          { test: dark, value: 'white' },
          { test: `datum.isDifference && ${field === 'interval'}`, value: REFERENCE },
        ],
        value: INK,
      },
    },
  };
}
