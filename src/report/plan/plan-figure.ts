import { demandsOf } from '../../planning/demand.js';
import type { Fleet } from '../../planning/types.js';
import { sentences } from '../figures/caption.js';
import { LABEL_LINE, labelAxis } from '../figures/category-axis.js';
import type { FigureSpec } from '../figures/figure.js';
import { listed, roughWidth, TEE_LABELS } from '../figures/labels.js';
import { bottomAxis, inRows, type PanelGrid, panelGrid, panelWidth } from '../figures/panels.js';
import { INK, PAGE_WIDTHS, SEQUENTIAL_SCHEME } from '../figures/theme.js';
import { fleetOf, type ModeReport, money, type PlanReport } from './report.js';

const TILE_HEIGHT = 15;
/** Around a value in its tile, pt. */
const PADDING = 4;
/** Labels of rows take at most this, pt. */
const LABEL_ROOM = 110;
/** Panels in a row. */
const MOST_ACROSS = 4;
/** Below this share a tile is dark, %. */
const DARK = 60;
const LEGEND_LENGTH = 110;

/** A kind of GPU in a TEE mode. */
interface PanelOf {
  readonly mode: ModeReport;
  readonly fleet: Fleet;
  readonly type: number;
  readonly heading: string;
}

/**
 * A heat map for each kind of GPU that is rented, in each TEE mode: the share of every bucket that
 * it serves. Buckets without requests stay white.
 * @returns null if there is no fleet.
 */
export function planFigure(report: PlanReport): FigureSpec | null {
  const shown = panelsOf(report);
  if (shown.length === 0) return null;
  const { rows, columns } = report.plan.workload;
  const down = labelAxis(rows.buckets, rows.label, { room: LABEL_ROOM });
  const grid: PanelGrid = {
    ...inRows(
      shown.map(({ heading }) => heading),
      Math.min(shown.length, MOST_ACROSS),
    ),
    page: { columns: 2, widthPoints: PAGE_WIDTHS[2] },
    left: down.width,
    height: down.domain.length * Math.max(TILE_HEIGHT, down.lines * LABEL_LINE + 2),
    title: [columns.label],
    fewer: '--gpus a,b',
  };
  const room = panelWidth(grid) / columns.buckets.length - PADDING;
  const upright = columns.buckets.every((label) => roughWidth(label) <= room + PADDING / 2);
  const spec = panelGrid(grid, (panel) => {
    const here = shown[panel.index];
    const axis = bottomAxis(grid, panel, { labelAngle: upright ? 0 : -90, grid: false });
    const x = { field: 'x', type: 'nominal', scale: { domain: columns.buckets }, axis };
    const y = touching(down.position('y', panel.isLeft));
    const values = here === undefined ? [] : tilesOf(here, down.label);
    const tiles = { data: { values }, ...tileLayer(x, y) };
    return room >= roughWidth('100') ? [tiles, { data: { values }, ...valueLayer(x, y) }] : [tiles];
  });
  return { spec, caption: captionOf(report) };
}

function panelsOf({ modes }: PlanReport): readonly PanelOf[] {
  return modes.flatMap((mode) => {
    const fleet = fleetOf(mode);
    if (fleet === null) return [];
    return mode.problem.types.flatMap(({ name }, type): readonly PanelOf[] => {
      const which = modes.length > 1 ? `, ${TEE_LABELS[mode.mode]}` : '';
      const count = fleet.counts[type] ?? 0;
      return count === 0 ? [] : [{ mode, fleet, type, heading: `${count} × ${name}${which}` }];
    });
  });
}

interface Tile {
  readonly x: string;
  readonly y: string;
  /** %. */
  readonly value: number;
}

function tilesOf({ mode, fleet, type }: PanelOf, rowLabel: (text: string) => string): Tile[] {
  const { rows, columns } = mode.problem.workload;
  return demandsOf(mode.problem).map(({ row, column, slices }, at) => ({
    x: columns.buckets[column] ?? '',
    y: rowLabel(rows.buckets[row] ?? ''),
    value: (100 * (fleet.assigned[at]?.[type] ?? 0)) / slices,
  }));
}

/** Tiles touch, unlike bars. */
function touching(position: object): object {
  const { scale } = position as { readonly scale: object };
  return { ...position, scale: { ...scale, paddingInner: 0, paddingOuter: 0 } };
}

function tileLayer(x: object, y: object): object {
  return {
    mark: { type: 'rect', stroke: 'white', strokeWidth: 0.5 },
    encoding: {
      x,
      y,
      color: {
        field: 'value',
        type: 'quantitative',
        scale: { domain: [0, 100], scheme: SEQUENTIAL_SCHEME },
        legend: {
          title: 'share of the bucket served, %',
          orient: 'bottom',
          gradientLength: LEGEND_LENGTH,
          gradientThickness: 7,
          tickCount: 4,
        },
      },
    },
  };
}

function valueLayer(x: object, y: object): object {
  return {
    mark: { type: 'text' },
    encoding: {
      x,
      y,
      text: { field: 'value', type: 'quantitative', format: '.0f' },
      color: { condition: { test: `datum.value < ${DARK}`, value: 'white' }, value: INK },
    },
  };
}

function captionOf({ plan, modes }: PlanReport): string {
  const { rows, columns, rate } = plan.workload;
  const costs = modes.flatMap((mode) => {
    const fleet = fleetOf(mode);
    return fleet === null ? [] : [`${TEE_LABELS[mode.mode]} ${money(fleet.costPerHour)} $/h`];
  });
  return sentences([
    `Which requests go to which kind of GPU, by ${rows.label} and ${columns.label}: the share of each bucket, in percent; white: no requests.`,
    `${plan.name}, ${Number(rate.toPrecision(6))} requests/s: ${listed(costs)}.`,
    plan.orientation === 'as-printed'
      ? 'Shares and tables are put together as in the notebook of Mélange, on axes that do not match.'
      : '',
  ]);
}
