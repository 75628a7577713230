import type { SweepColumn } from '../../experiment/sweep/types.js';
import { meanOf } from '../../metrics/sample.js';
import { type CategoryAxis, LABEL_LINE, labelAxis } from './category-axis.js';
import type { Page } from './figure.js';
import { intervalLayers } from './intervals.js';
import { columnTitle, valueHeading, valueLabel } from './labels.js';
import type { Effect } from './paired-effects.js';
import { bottomAxis, crossed, headings, type PanelGrid, panelGrid, panelWidth } from './panels.js';
import { scaleAround } from './scales.js';
import {
  legendBelow,
  type Series,
  SINGLE_SERIES,
  seriesColour,
  seriesOf,
  seriesShape,
} from './series.js';
import type { ShownColumns } from './shown-columns.js';
import { REFERENCE } from './theme.js';

/** Labels take at most this share of the figure's width: beside one panel, and beside several. */
const LABEL_SHARE = { one: 0.48, several: 0.36 } as const;
/** The height of one effect, and between two rows, pt. */
const LANE = 7;
const ROW_GAP = 3;

/** Which column is shown how. */
export interface EffectRoles {
  /** What is compared. */
  readonly side: SweepColumn;
  /** Told apart by the labels at the left, together. */
  readonly labels: readonly SweepColumn[];
  readonly column: SweepColumn | null;
}

/** Effects with what is needed to draw them. */
export interface EffectPanels {
  readonly shown: ShownColumns;
  readonly roles: EffectRoles;
  /** Their places are values of `roles.labels`, then of `roles.column`. */
  readonly effects: readonly Effect[];
  /** Of the axis, a line each. */
  readonly title: readonly string[];
  /** What no effect is. */
  readonly none: number;
  readonly page: Page;
}

/** An effect as it is drawn. */
interface EffectRow {
  readonly label: string;
  readonly series: string;
  readonly column: string;
  readonly value: number | null;
}

/** Effects with intervals, sorted, a panel per value of a column, and a line at no effect. */
export function effectPanels(figure: EffectPanels): object {
  const { shown, roles, effects, title, none, page } = figure;
  const rows = effects.map(({ side, place, ...effect }) => ({
    ...effect,
    label: labelOf(roles.labels, place),
    series: valueHeading(roles.side, side),
    column: place.at(-1) ?? '',
  }));
  const series = sidesOf(roles.side, effects);
  const columns = shown.values(roles.column);
  const share = columns.length === 1 ? LABEL_SHARE.one : LABEL_SHARE.several;
  const axis = rowAxis(roles.labels, rows, page.widthPoints * share);
  const lane = Math.max(series.labels.length * LANE, axis.lines * LABEL_LINE) + ROW_GAP;
  const grid: PanelGrid = {
    ...crossed(headings(roles.column, columns), ['']),
    page,
    left: axis.width,
    height: axis.domain.length * lane,
    title,
    fewer: `--where ${roles.column?.name}=…`,
  };
  const ends = effects.flatMap(({ value, low, high }) =>
    [value ?? [], low ?? [], high ?? []].flat(),
  );
  const { scale, ticks } = scaleAround(ends, none, panelWidth(grid));
  const legend =
    series.labels.length > 1 ? legendBelow(series.labels, page.widthPoints - grid.left) : null;
  return panelGrid(grid, (panel) => {
    const value = { scale, axis: bottomAxis(grid, panel, ticks) };
    const here = rows.filter(({ column }) => column === columns[panel.column]);
    const values = here.map((row) => ({ ...row, label: axis.label(row.label) }));
    const layers = intervalLayers({
      along: 'x',
      value,
      both: {
        y: axis.position('label', panel.isLeft),
        yOffset: { field: 'series', scale: { domain: series.labels } },
        color: seriesColour(series, legend),
      },
      point: { shape: seriesShape(series, legend) },
    });
    return [noEffect(none, value), ...layers.map((layer) => ({ data: { values }, ...layer }))];
  });
}

function noEffect(none: number, value: object): object {
  return {
    data: { values: [{ none }] },
    mark: { type: 'rule', color: REFERENCE, strokeDash: [3, 2] },
    encoding: { x: { ...value, field: 'none', type: 'quantitative' } },
  };
}

/** A single column needs no units beside its values: they stand in the axis' title. */
function labelOf(columns: readonly SweepColumn[], place: readonly string[]): string {
  const [only, ...more] = columns;
  if (only !== undefined && more.length === 0) return valueLabel(only, place[0] ?? '');
  return columns.map((column, at) => valueHeading(column, place[at] ?? '')).join(', ');
}

/** Rows from the lowest mean effect to the highest; numbers in their own order. */
function rowAxis(
  columns: readonly SweepColumn[],
  rows: readonly EffectRow[],
  room: number,
): CategoryAxis {
  const labels = [...new Set(rows.map(({ label }) => label))];
  const [only, ...more] = columns;
  if (only?.numeric === true && more.length === 0) {
    return labelAxis(labels, columnTitle(only), { room });
  }
  const meanEffect = (label: string): number =>
    meanOf(rows.flatMap((row) => (row.label === label && row.value !== null ? [row.value] : [])));
  const means = new Map(labels.map((label) => [label, meanEffect(label)]));
  const rank = (label: string): number => {
    const mean = means.get(label) ?? Number.NaN;
    return Number.isNaN(mean) ? Number.POSITIVE_INFINITY : mean;
  };
  const sorted = labels.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)));
  return labelAxis(sorted, null, { room, labelled: columns.length > 0 });
}

/** The sides that have effects: a single one needs no colour of its own, and no legend. */
function sidesOf(column: SweepColumn, effects: readonly Effect[]): Series {
  const sides = new Set(effects.map(({ side }) => side));
  if (sides.size > 1) return seriesOf(column, [...sides]);
  return { ...SINGLE_SERIES, labels: [...sides].map((side) => valueHeading(column, side)) };
}
