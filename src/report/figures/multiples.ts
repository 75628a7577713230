import type { SweepResults } from '../../experiment/results/types.js';
import type { SweepColumn } from '../../experiment/sweep/types.js';
import { type CategoryAxis, categoryAxis, LABEL_LINE } from './category-axis.js';
import type { FigureOptions, Page } from './figure.js';
import { type Grouped, groupCells } from './groups.js';
import { crossed, headings, type Panel, type PanelGrid, panelGrid } from './panels.js';
import { ShownColumns } from './shown-columns.js';

/** Labels of categories, and what stands beside them, take at most this share of the figure's width. */
const LABEL_SHARE = 0.36;

/** Between the labels of two categories, at least, pt. */
const LABEL_GAP = 1;

/** Which column is shown how; null: the sweep has none left for it. */
export interface Roles {
  /** What is set side by side within a category: the TEE modes. */
  readonly series: SweepColumn | null;
  /** Down the side of each panel: the strategies. */
  readonly category: SweepColumn | null;
  readonly row: SweepColumn | null;
  readonly column: SweepColumn | null;
}

/** The value of each role's column. */
export type Place = Readonly<Record<keyof Roles, string>>;

/** Cells in small multiples: categories down the side, in panels by two more columns. */
export interface Multiples {
  readonly shown: ShownColumns;
  readonly roles: Roles;
  readonly grouped: Grouped;
}

/**
 * Decides what is shown where: `--series` and `--x` first, then the columns that a reader of the
 * published set looks for, then whatever else is words. Numbers are averaged over, unless there
 * is nothing else.
 * @throws UserError if the options name no cells, or no cells that can be compared.
 */
export function multiplesOf(results: SweepResults, options: FigureOptions): Multiples {
  const shown = new ShownColumns(results, options);
  const series = shown.asked('series') ?? shown.sides();
  const words = shown.asked('x') ?? shown.named('strategy.name') ?? shown.words();
  const row = shown.named('arrivals.process') ?? shown.words();
  const column = shown.words();
  const roles = { series, category: words ?? shown.numbers(), row, column };
  const grouped = groupCells(results, shown.cells, Object.values(roles));
  return { shown, roles, grouped };
}

/** The place of a group of `multiplesOf`. */
export function placeOf([
  series = '',
  category = '',
  row = '',
  column = '',
]: readonly string[]): Place {
  return { series, category, row, column };
}

/** The panels of small multiples, and how their categories are labelled. */
export interface MultiplesGrid {
  readonly grid: PanelGrid;
  readonly categories: CategoryAxis;
}

/** What a figure says of its panels, pt. */
export interface MultiplesSize {
  /** The height of one series in a category, and between two categories. */
  readonly lane: number;
  readonly gap: number;
  /** What it needs between the labels of categories and the panel. */
  readonly left: number;
  /** Of the axis of values, a line each. */
  readonly title: readonly string[];
}

export function multiplesGrid(
  { shown, roles }: Multiples,
  page: Page,
  { lane, gap, left, title }: MultiplesSize,
): MultiplesGrid {
  const values = shown.values(roles.category);
  const room = page.widthPoints * LABEL_SHARE - left;
  const categories = categoryAxis(roles.category, values, room, left);
  const lanes = shown.values(roles.series).length * lane + gap;
  const height = Math.max(lanes, categories.lines * LABEL_LINE + LABEL_GAP);
  const grid = {
    ...crossed(
      headings(roles.column, shown.values(roles.column)),
      headings(roles.row, shown.values(roles.row)),
    ),
    page,
    left: categories.width,
    height: categories.domain.length * height,
    title,
    fewer: `--where ${roles.column?.name}=…`,
  };
  return { grid, categories };
}

/** Draws the panels, each with what belongs there. */
export function drawMultiples<Item extends { readonly at: Place }>(
  { shown, roles }: Multiples,
  { grid }: MultiplesGrid,
  items: readonly Item[],
  draw: (here: readonly Item[], panel: Panel) => readonly object[],
): object {
  const rows = shown.values(roles.row);
  const columns = shown.values(roles.column);
  return panelGrid(grid, (panel) => {
    const isHere = ({ at }: Item): boolean =>
      at.row === rows[panel.row] && at.column === columns[panel.column];
    return draw(items.filter(isHere), panel);
  });
}
