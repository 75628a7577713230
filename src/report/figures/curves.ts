import type { SweepColumn } from '../../experiment/sweep/types.js';
import type { Page } from './figure.js';
import { valueHeading, wrapped } from './labels.js';
import { bottomAxis, crossed, headings, inRows, type Panel, type PanelGrid } from './panels.js';
import type { Scale } from './scales.js';
import { type Series, SINGLE_SERIES, seriesOf } from './series.js';
import type { ShownColumns } from './shown-columns.js';
import { TEXT } from './theme.js';

/** Panels side by side, at most, by how many columns of a page there are. */
const PER_ROW = { 1: 3, 2: 4 } as const;
/** Of a panel: its height as a share of its width; at least, for a title beside it, and at most, pt. */
const SHAPE = 0.65;
const LEAST_HEIGHT = 54;
const MOST_HEIGHT = 130;
/** The numbers at the left, and a line of the title beside them, pt. */
const NUMBERS = 22;
const TITLE_LINE = TEXT.title + 2;

/** Lines by one column, in a panel for each combination of two others. */
export interface CurveRoles {
  readonly series: SweepColumn | null;
  readonly first: SweepColumn | null;
  readonly second: SweepColumn | null;
}

/**
 * Decides what is shown where. What the sweep compares is told apart by colour. Strategies and what
 * the server does with waiting requests get panels before anything else: a mean over them says
 * nothing of either.
 */
export function curveRoles(shown: ShownColumns): CurveRoles {
  const series = shown.asked('series') ?? shown.sides();
  const strategy = shown.named('strategy.name');
  const semantics = shown.named('server.semantics') ?? shown.named('semantics');
  const first = strategy ?? semantics ?? shown.words();
  const second = (first === semantics ? null : semantics) ?? shown.words();
  return { series, first, second };
}

/** The panels of curves. */
export interface CurvePanels {
  readonly grid: PanelGrid;
  readonly series: Series;
  /** The label of a value of the series' column. */
  seriesLabel(value: string): string;
  /** The index of the panel for values of the two columns. */
  indexOf(first: string, second: string): number;
}

/** What stands along the axes, without line breaks. */
export interface CurveTitles {
  readonly x: string;
  readonly y: string;
}

/**
 * Panels for curves: in rows and columns where the values of the first column fit beside each
 * other, one after the other where they do not.
 */
export function curvePanels(
  shown: ShownColumns,
  { series, first, second }: CurveRoles,
  page: Page,
  titles: CurveTitles,
): CurvePanels {
  const perRow = PER_ROW[page.columns];
  // What fits side by side goes side by side, the first column's values before the second's.
  const turned = shown.values(first).length > perRow && second !== null;
  const [across, down] = turned ? [second, first] : [first, second];
  const [columns, rows] = [shown.values(across), shown.values(down)];
  const isCrossed = columns.length <= perRow;
  // Rows of equal length, as far as that is possible.
  const wide = Math.ceil(columns.length / Math.ceil(columns.length / perRow));
  const shaped = Math.round((page.widthPoints / wide - NUMBERS) * SHAPE);
  const height = Math.max(LEAST_HEIGHT, Math.min(MOST_HEIGHT, shaped));
  const grid: PanelGrid = {
    ...(isCrossed
      ? crossed(headings(across, columns), headings(down, rows))
      : inRows(combined(across, columns, down, rows), wide)),
    page,
    left: NUMBERS + titleLines(titles.y, height).length * TITLE_LINE,
    height,
    title: [titles.x],
    fewer: `--where ${across?.name}=…`,
  };
  return {
    grid,
    series: series === null ? SINGLE_SERIES : seriesOf(series, shown.values(series)),
    seriesLabel: (value) => (series === null ? '' : valueHeading(series, value)),
    indexOf: (value, other) => {
      const [column, row] = turned ? [other, value] : [value, other];
      return rows.indexOf(row) * columns.length + columns.indexOf(column);
    },
  };
}

/** Headings of panels one after the other. */
function combined(
  across: SweepColumn | null,
  columns: readonly string[],
  down: SweepColumn | null,
  rows: readonly string[],
): readonly string[] {
  return headings(down, rows).flatMap((row) =>
    headings(across, columns).map((column) =>
      [column, row].filter((text) => text !== '').join(', '),
    ),
  );
}

/** Vega-Lite's `scale` and `axis` of both positions in a panel. */
export function curvePositions(
  grid: PanelGrid,
  panel: Panel,
  scales: { readonly x: Scale; readonly y: Scale },
  titles: CurveTitles,
): { readonly x: object; readonly y: object } {
  const { x, y } = scales;
  const title = titleLines(titles.y, panel.height);
  const left = panel.isLeft ? { title } : { labels: false, ticks: false, title: null };
  return {
    x: { type: 'quantitative', scale: x.scale, axis: bottomAxis(grid, panel, x.ticks) },
    y: { type: 'quantitative', scale: y.scale, axis: { ...y.ticks, ...left } },
  };
}

/** The panel of a curve, for captions: `best-batch, lossless`. */
export function curveName(
  { series, first, second }: CurveRoles,
  values: readonly [series: string, first: string, second: string],
): string {
  const columns = [first, second, series];
  const [own, one, two] = values;
  const names = [one, two, own].map((value, at) => {
    const column = columns[at] ?? null;
    return column === null ? '' : valueHeading(column, value);
  });
  return names.filter((name) => name !== '').join(', ');
}

function titleLines(title: string, height: number): readonly string[] {
  return wrapped(title, height, TEXT.title).split('\n');
}
