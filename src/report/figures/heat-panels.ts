import type { SweepColumn } from '../../experiment/sweep/types.js';
import { categoryAxis, LABEL_LINE } from './category-axis.js';
import type { Page } from './figure.js';
import { columnTitle, roughWidth, type Shown, valueLabel } from './labels.js';
import { bottomAxis, crossed, headings, type PanelGrid, panelGrid, panelWidth } from './panels.js';
import type { ShownColumns } from './shown-columns.js';
import { INK, SEQUENTIAL_SCHEME } from './theme.js';

/** The height of a tile, pt. */
const TILE_HEIGHT = 14;
/** The room around a value in its tile, and around a label below, pt. */
const PADDING = 4;
/** Labels at the left take at most this share of the figure's width. */
const LABEL_SHARE = 0.28;
/** Below this share of the colours' range a tile is dark. */
const DARK = 0.6;
const LEGEND_LENGTH = 110;

/** Which column is shown how. */
export interface HeatRoles {
  readonly x: SweepColumn;
  readonly y: SweepColumn;
  /** Panels side by side, and one above the other. */
  readonly column: SweepColumn | null;
  readonly row: SweepColumn | null;
}

/** A place in the map. */
export interface Tile {
  /** Of the columns, in their order. */
  readonly values: readonly [x: string, y: string, column: string, row: string];
  /** As it is shown; null: a gap. */
  readonly value: number | null;
}

/** What a heat map is of. */
export interface HeatMap {
  readonly shown: ShownColumns;
  readonly roles: HeatRoles;
  readonly measure: Shown;
  readonly page: Page;
}

/** Tiles coloured by value, with the values in them where they fit. */
export function heatPanels(
  { shown, roles, measure, page }: HeatMap,
  tiles: readonly Tile[],
): object {
  const labels = page.widthPoints * LABEL_SHARE;
  const across = shown.values(roles.x).map((value) => valueLabel(roles.x, value));
  const down = categoryAxis(roles.y, shown.values(roles.y), labels);
  const [columns, rows] = [shown.values(roles.column), shown.values(roles.row)];
  const grid: PanelGrid = {
    ...crossed(headings(roles.column, columns), headings(roles.row, rows)),
    page,
    left: down.width,
    height: down.domain.length * Math.max(TILE_HEIGHT, down.lines * LABEL_LINE + 2),
    title: [columnTitle(roles.x)],
    fewer: `--where ${roles.column?.name}=…`,
  };
  const room = panelWidth(grid) / across.length - PADDING;
  const domain = measure.unit === '%' ? [0, 100] : rangeOf(tiles);
  const format = measure.unit === '%' ? '.0f' : '.3~r';
  const fits = room >= roughWidth(measure.unit === '%' ? '100' : '0.000');
  const upright = across.every((label) => roughWidth(label) <= room + PADDING / 2);
  return panelGrid(grid, (panel) => {
    const here = tiles.filter(
      ({ values: [, , column, row] }) =>
        column === columns[panel.column] && row === rows[panel.row],
    );
    const axis = bottomAxis(grid, panel, { labelAngle: upright ? 0 : -90, grid: false });
    const x = { field: 'x', type: 'nominal', scale: { domain: across }, axis };
    const y = heatRows(down.position('y', panel.isLeft));
    const data = {
      values: here.flatMap(({ values: [left, below], value }) =>
        value === null ? [] : [{ x: valueLabel(roles.x, left), y: down.label(below), value }],
      ),
    };
    return [
      { data, ...tileLayer(x, y, measure, domain) },
      ...(fits ? [{ data, ...valueLayer(x, y, domain, format) }] : []),
    ];
  });
}

/** Between the least and the greatest value, never of no length. */
function rangeOf(tiles: readonly Tile[]): readonly [number, number] {
  const values = tiles.flatMap(({ value }) => value ?? []);
  if (values.length === 0) return [0, 1];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least < most ? [least, most] : [least, least + 1];
}

/** Tiles touch, unlike bars. */
function heatRows(position: object): object {
  const { scale } = position as { readonly scale: object };
  return { ...position, scale: { ...scale, paddingInner: 0, paddingOuter: 0 } };
}

function tileLayer(x: object, y: object, { title }: Shown, domain: readonly number[]): object {
  return {
    mark: { type: 'rect', stroke: 'white', strokeWidth: 0.5 },
    encoding: {
      x,
      y,
      color: {
        field: 'value',
        type: 'quantitative',
        scale: { domain, scheme: SEQUENTIAL_SCHEME },
        legend: {
          title,
          orient: 'bottom',
          gradientLength: LEGEND_LENGTH,
          gradientThickness: 7,
          tickCount: 4,
        },
      },
    },
  };
}

function valueLayer(x: object, y: object, domain: readonly number[], format: string): object {
  const [low = 0, high = 0] = domain;
  return {
    mark: { type: 'text' },
    encoding: {
      x,
      y,
      text: { field: 'value', type: 'quantitative', format },
      color: {
        condition: { test: `datum.value < ${low + (high - low) * DARK}`, value: 'white' },
        value: INK,
      },
    },
  };
}
