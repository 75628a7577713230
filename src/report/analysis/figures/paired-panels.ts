import type { CellMode } from '../../../analysis/tee/cells.js';
import { LABEL_LINE, labelAxis } from '../../figures/category-axis.js';
import type { Page } from '../../figures/figure.js';
import { intervalLayers } from '../../figures/intervals.js';
import { inRows, type PanelGrid, panelGrid, panelWidth } from '../../figures/panels.js';
import { isWide, type Scale, scaleAround, valueScale } from '../../figures/scales.js';
import { legendBelow, type Series, seriesColour, seriesShape } from '../../figures/series.js';
import { INK, REFERENCE } from '../../figures/theme.js';
import { scaleFromZero } from './axes.js';
import { MODE_LABELS, modeSeries } from './modes.js';

/** The height of one mode in a condition, and between two conditions, pt. */
const LANE = 8;
const GROUP_GAP = 6;
/** Labels of conditions take at most this share of the page. */
const LABEL_SHARE = 0.3;

/** What a panel shows of a condition: in one mode, or what the TEE changes. */
export interface PairedRow {
  readonly category: string;
  /** Null: of both modes, the change. */
  readonly mode: CellMode | null;
  readonly value: number;
  /** The ends of the line through it; null: no line. */
  readonly low: number | null;
  readonly high: number | null;
}

/** One of several panels that share the conditions down the side. */
export interface PairedPanel {
  /** With the unit. */
  readonly title: string;
  /** Bars begin at 0 (points where values range too widely for that); a change is about 0. */
  readonly kind: 'bars' | 'change';
  readonly rows: readonly PairedRow[];
}

/** Conditions down the side, and panels side by side, with the TEE off and on. */
export function pairedPanels(panels: readonly PairedPanel[], page: Page): object {
  const names = [...new Set(panels.flatMap(({ rows }) => rows.map(({ category }) => category)))];
  const categories = labelAxis(names, null, { room: page.widthPoints * LABEL_SHARE });
  const series = modeSeries(panels.flatMap(({ rows }) => rows.flatMap(({ mode }) => mode ?? [])));
  const each = Math.max(
    series.labels.length * LANE + GROUP_GAP,
    categories.lines * LABEL_LINE + GROUP_GAP / 2,
  );
  const grid: PanelGrid = {
    ...inRows(
      panels.map(({ title }) => title),
      panels.length,
    ),
    page,
    left: categories.width,
    height: categories.domain.length * each,
    title: [],
    fewer: 'DIR',
  };
  const legend = legendBelow(series.labels, page.widthPoints - grid.left);
  const width = panelWidth(grid);
  return panelGrid(grid, (panel) => {
    const shown = panels[panel.index];
    if (shown === undefined) return [];
    const y = categories.position('category', panel.isLeft);
    const rows = shown.rows.map((row) => ({ ...row, category: categories.label(row.category) }));
    const { scale, ticks } = scaleOf(shown, width);
    return layersOf(
      shown,
      { rows, y, value: { scale, axis: { ...ticks, title: null } } },
      {
        series,
        legend,
      },
    );
  });
}

function scaleOf({ kind, rows }: PairedPanel, width: number): Scale {
  const ends = rows.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  if (kind === 'change') return scaleAround(ends, 0, width);
  return areBars(rows) ? scaleFromZero(ends, width) : valueScale(ends, '', width);
}

/** A bar on a logarithmic axis has no length. */
function areBars(rows: readonly PairedRow[]): boolean {
  const values = rows.map(({ value }) => value);
  return !isWide(Math.min(...values), Math.max(...values));
}

interface Place {
  readonly rows: readonly object[];
  readonly y: object;
  readonly value: object;
}

function layersOf(
  { kind, rows: own }: PairedPanel,
  { rows, y, value }: Place,
  { series, legend }: { readonly series: Series; readonly legend: object },
): readonly object[] {
  if (kind === 'change') return changeLayers(rows, y, value);
  const values = rows.map((row, at) => ({ ...row, series: seriesText(own[at]) }));
  const yOffset = { field: 'series', scale: { domain: series.labels } };
  if (!areBars(own)) {
    return intervalLayers({
      along: 'x',
      value,
      both: { y, yOffset, color: seriesColour(series, legend) },
      point: { shape: seriesShape(series, legend) },
    }).map((layer) => ({ data: { values }, ...layer }));
  }
  return [
    {
      data: { values },
      mark: { type: 'bar', height: LANE - 1.5 },
      encoding: {
        x: { ...value, field: 'value', type: 'quantitative' },
        ...{ y, yOffset, color: seriesColour(series, { ...legend, symbolType: 'square' }) },
      },
    },
    {
      data: { values },
      transform: [{ filter: 'isValid(datum.low)' }],
      mark: { type: 'rule', color: INK },
      encoding: {
        x: { ...value, field: 'low', type: 'quantitative' },
        ...{ x2: { field: 'high' }, y, yOffset },
      },
    },
  ];
}

function seriesText(row: PairedRow | undefined): string {
  const mode = row?.mode ?? null;
  return mode === null ? '' : MODE_LABELS[mode];
}

function changeLayers(values: readonly object[], y: object, value: object): readonly object[] {
  return [
    {
      data: { values: [{ zero: 0 }] },
      mark: { type: 'rule', color: REFERENCE, strokeWidth: 0.6 },
      encoding: { x: { ...value, field: 'zero', type: 'quantitative' } },
    },
    ...intervalLayers({
      along: 'x',
      value,
      both: { y, color: { value: INK } },
      point: {},
    }).map((layer) => ({ data: { values }, ...layer })),
  ];
}
