import type { SweepColumn } from '../../experiment/sweep/types.js';
import { refuse } from './cells.js';
import type { Page } from './figure.js';
import { roughWidth, valueHeading, wrapped } from './labels.js';
import { LINE_HEIGHT, panelHeading } from './panel-heading.js';
import { HEADING_WEIGHT, TEXT } from './theme.js';

/** Between two panels, pt: beside each other, labels at the ends of their axes need room too. */
const GAP = 9;
const COLUMN_GAP = 15;
/** What the last label of an axis reaches beyond it, pt. */
const OVERHANG = 8;
/** From a panel to the heading of its row, and the room that this takes, pt. */
const STRIP_OFFSET = 7;
const STRIP_WIDTH = 14;
/** In less nobody can tell values apart, pt. */
const LEAST_WIDTH = 38;

/** Where a panel stands among others, and the room it has. */
export interface Panel {
  /** Position among all panels, row by row. */
  readonly index: number;
  readonly row: number;
  readonly column: number;
  /** About: how wide it is drawn is found when all labels are measured. */
  readonly width: number;
  readonly height: number;
  /** Whether the labels of its axes are its own: others read theirs off the outermost panels. */
  readonly isLeft: boolean;
  readonly isBottom: boolean;
}

/** Panels of equal size in rows and columns, with the axes of all at the left and the bottom. */
export interface PanelGrid {
  /** What stands over each panel, row by row; '' for none. All rows but the last are full. */
  readonly over: readonly (readonly string[])[];
  /** What stands beside each row, or above it where there is no room beside; '' for none. */
  readonly beside: readonly string[];
  readonly page: Page;
  /** The room that labels and titles take at the left, pt. */
  readonly left: number;
  /** Of a panel, pt. */
  readonly height: number;
  /** What the axis at the bottom shows, a line each; it stands once, below the middle. */
  readonly title: readonly string[];
  /** What to choose if there are more columns than fit: `--where arrivals.process=…`. */
  readonly fewer: string;
}

/** The headings of panels by two columns: over the first row, and beside each row. */
export function crossed(
  columns: readonly string[],
  rows: readonly string[],
): Pick<PanelGrid, 'over' | 'beside'> {
  return {
    over: rows.map((_, row) => (row === 0 ? columns : columns.map(() => ''))),
    beside: rows,
  };
}

/** Headings over panels that fill as many rows as they need. */
export function inRows(
  over: readonly string[],
  perRow: number,
): Pick<PanelGrid, 'over' | 'beside'> {
  const rows = Math.ceil(over.length / perRow);
  const starts = Array.from({ length: rows }, (_, row) => row * perRow);
  return {
    over: starts.map((start) => over.slice(start, start + perRow)),
    beside: starts.map(() => ''),
  };
}

/** What stands over or beside panels for the values of a column. */
export function headings(column: SweepColumn | null, values: readonly string[]): readonly string[] {
  return values.map((value) => (column === null ? '' : valueHeading(column, value)));
}

/** About the width of each panel, pt. @throws UserError if too many columns leave too little. */
export function panelWidth(grid: PanelGrid): number {
  const { over, page, left, fewer } = grid;
  const columns = over[0]?.length ?? 1;
  const right = hasStrips(grid) ? STRIP_WIDTH : OVERHANG;
  const room = page.widthPoints - left - right - COLUMN_GAP * (columns - 1);
  const width = Math.floor(room / columns);
  if (width >= LEAST_WIDTH) return width;
  const expected = `what fits ${page.columns === 1 ? 'one column' : 'two columns'} of a page`;
  return refuse(fewer, expected, `${columns} panels in a row`);
}

/**
 * Lays out panels.
 * @param draw the layers of a panel: marks and encodings, with their data.
 * @returns a specification without data of its own and without widths: `render/` makes the panels
 * as wide as the page allows. Scales of colour and shape are shared, and so is their legend.
 */
export function panelGrid(grid: PanelGrid, draw: (panel: Panel) => readonly object[]): object {
  const panels = placed(grid, panelWidth(grid));
  const lower = panels.filter(({ row }) => row > 0);
  const lines = Math.max(0, ...lower.map((panel) => linesAbove(grid, panel)));
  return {
    concat: panels.map((panel) => ({
      height: panel.height,
      layer: [...draw(panel), ...headingsOf(grid, panel)],
    })),
    columns: grid.over[0]?.length ?? 1,
    spacing: { row: GAP + lines * LINE_HEIGHT, column: COLUMN_GAP },
    // Axes stand at the outermost panels only and are accounted for in `panelWidth`.
    bounds: 'flush',
  };
}

/** Vega-Lite's `axis` of the values along the bottom: labelled below the last row only. */
export function bottomAxis(grid: PanelGrid, panel: Panel, ticks: object): object {
  if (!panel.isBottom) return { ...ticks, labels: false, ticks: false, title: null };
  // One title for all panels: at the middle one, or between the two.
  const count = grid.over.at(-1)?.length ?? 1;
  const isMiddle = panel.column === Math.floor((count - 1) / 2);
  if (panel.row < grid.over.length - 1 || !isMiddle) return { ...ticks, title: null };
  const anchor = count % 2 === 1 ? 'middle' : 'end';
  return { ...ticks, title: grid.title, titleAnchor: anchor, titleAlign: 'center' };
}

function placed({ over, height }: PanelGrid, width: number): readonly Panel[] {
  const columns = over[0]?.length ?? 1;
  return over.flatMap((row, at) =>
    row.map((_, column) => ({
      index: at * columns + column,
      row: at,
      column,
      width,
      height,
      isLeft: column === 0,
      isBottom: over[at + 1]?.[column] === undefined,
    })),
  );
}

/** Whether the headings of rows stand upright beside them. */
function hasStrips({ beside, height }: PanelGrid): boolean {
  const longest = Math.max(...beside.map((heading) => roughWidth(heading, TEXT.heading)));
  return longest > 0 && longest <= height;
}

function headingOver({ over }: PanelGrid, { row, column }: Panel): string {
  return over[row]?.[column] ?? '';
}

/** Lines that the headings above a panel take. */
function linesAbove(grid: PanelGrid, panel: Panel): number {
  const over = headingOver(grid, panel);
  const above = !hasStrips(grid) && grid.beside[panel.row] !== '';
  const lines = over === '' ? 0 : wrapped(over, panel.width, TEXT.heading).split('\n').length;
  return lines + (above ? 1 : 0);
}

function headingsOf(grid: PanelGrid, panel: Panel): readonly object[] {
  const over = headingOver(grid, panel);
  const beside = grid.beside[panel.row] ?? '';
  const strips = hasStrips(grid);
  const isLast = panel.column === (grid.over[panel.row]?.length ?? 0) - 1;
  const raised = beside !== '' && !strips ? 1 : 0;
  return [
    ...(over === '' ? [] : [panelHeading(over, panel.width, { raised })]),
    ...(raised === 1 && panel.isLeft
      ? [panelHeading(beside, grid.page.widthPoints, { weight: 'normal' })]
      : []),
    ...(beside !== '' && strips && isLast ? [strip(beside, panel)] : []),
  ];
}

/** The heading of a row, upright beside its last panel. */
function strip(text: string, { height }: Panel): object {
  return {
    data: { values: [{}] },
    mark: {
      type: 'text',
      text,
      angle: 90,
      baseline: 'middle',
      fontSize: TEXT.heading,
      fontWeight: HEADING_WEIGHT,
      xOffset: STRIP_OFFSET,
    },
    encoding: { x: { value: 'width' }, y: { value: height / 2 } },
  };
}
