import type { SweepColumn } from '../../experiment/sweep/types.js';
import type { Page } from './figure.js';
import type { IntervalRow } from './intervals.js';
import { columnTitle, type Shown, valueLabel, wrapped } from './labels.js';
import {
  bottomAxis,
  crossed,
  headings,
  type Panel,
  type PanelGrid,
  panelGrid,
  panelWidth,
} from './panels.js';
import type { PolicyKind } from './policies.js';
import { valueScale } from './scales.js';
import {
  legendBelow,
  plainLooks,
  type Series,
  seriesColour,
  seriesDash,
  seriesShape,
} from './series.js';
import type { ShownColumns } from './shown-columns.js';
import { INK, type Look, REFERENCE, SERIES_LOOKS, TEXT } from './theme.js';

/** Of a panel, pt. */
const HEIGHT = 150;
/** The numbers at the left, and a line of the title beside them, pt. */
const NUMBERS = 22;
const TITLE_LINE = TEXT.title + 2;
const BAND_OPACITY = 0.18;

const UPPER = 'upper bound';
const CLAIRVOYANT = 'clairvoyant schedule';
/** The bound has no points: its signs in the legend are pieces of its lines, as SVG paths. */
const BOUND_LOOKS: readonly Look[] = [
  { colour: INK, shape: 'M-1.3,-.16H1.3V.16H-1.3Z', dash: [1, 0] },
  { colour: INK, shape: 'M-1.3,-.16H-.3V.16H-1.3ZM.3,-.16H1.3V.16H.3Z', dash: [5, 2] },
];

/** What of the published strategies is dashed, and what dotted. */
const GREY_DASHES = { published: [5, 2], fixed: [1, 2] } as const;
const GREYS = { published: REFERENCE, fixed: '#a0a0a0' } as const;

/** Which column is shown how. */
export interface FrontierRoles {
  readonly policy: SweepColumn;
  readonly load: SweepColumn;
  /** Panels side by side, and one above the other. */
  readonly side: SweepColumn | null;
  readonly row: SweepColumn | null;
}

/** One line of the figure. */
export interface FrontierLine {
  readonly policy: string;
  readonly side: string;
  readonly row: string;
  readonly kind: PolicyKind;
  /** By ascending load. */
  readonly points: readonly (IntervalRow & { readonly load: number })[];
}

/** What was bounded at a load, in shares of the received requests, and in which panels it stands. */
export interface BoundRow {
  readonly side: string;
  readonly load: number;
  readonly upperBound: number;
  readonly feasible: number;
}

/** What a frontier is of. */
export interface FrontierFigure {
  readonly shown: ShownColumns;
  readonly roles: FrontierRoles;
  readonly measure: Shown;
  readonly page: Page;
}

/** Lines with bands against load, the bound over them, in panels. */
export function frontierPanels(
  figure: FrontierFigure,
  lines: readonly FrontierLine[],
  bound: readonly BoundRow[],
): object {
  const { shown, roles } = figure;
  const grid = gridOf(figure);
  const series = seriesOfLines(roles.policy, lines, bound.length > 0);
  const legend = legendBelow(series.labels, figure.page.widthPoints - grid.left);
  const [sides, rows] = [shown.values(roles.side), shown.values(roles.row)];
  const marks = { series, legend };
  return panelGrid(grid, (panel) => {
    const isHere = (side: string): boolean => side === sides[panel.column];
    const here = lines.filter(({ side, row }) => isHere(side) && row === rows[panel.row]);
    const limits = bound.filter(({ side }) => isHere(side));
    const position = positionsOf(figure, grid, panel, lines, bound);
    return [
      ...(limits.length > 0 ? boundLayers(limits, position, marks) : []),
      ...lineLayers(roles.policy, here, position, marks),
    ];
  });
}

function gridOf({ shown, roles, measure, page }: FrontierFigure): PanelGrid {
  const { side, row, load } = roles;
  const lines = titleLines(measure).length;
  return {
    ...crossed(headings(side, shown.values(side)), headings(row, shown.values(row))),
    page,
    left: NUMBERS + lines * TITLE_LINE,
    height: HEIGHT,
    title: [columnTitle(load)],
    fewer: `--where ${side?.name}=…`,
  };
}

function titleLines({ title }: Shown): readonly string[] {
  return wrapped(title, HEIGHT, TEXT.title).split('\n');
}

/** The published in grey; where nothing is new there is nothing to set off, and all have colours. */
function seriesOfLines(
  policy: SweepColumn,
  lines: readonly FrontierLine[],
  hasBound: boolean,
): Series {
  const kinds = new Map(lines.map((line) => [line.policy, line.kind]));
  const greys = [...kinds.values()].includes('new') ? kinds : new Map<string, PolicyKind>();
  const values = policy.values.filter((value) => kinds.has(value));
  const isGrey = (value: string): boolean => (greys.get(value) ?? 'new') !== 'new';
  const coloured = values.filter((value) => !isGrey(value));
  const looks = plainLooks(coloured.length, `--where ${policy.name}`);
  const counts = { published: 0, fixed: 0 };
  const lookOf = (value: string): Look => {
    const kind = greys.get(value) ?? 'new';
    if (kind === 'new') return looks[coloured.indexOf(value)] as Look;
    const { shape } = SERIES_LOOKS[counts[kind]++ % SERIES_LOOKS.length] as Look;
    return { colour: GREYS[kind], shape, dash: GREY_DASHES[kind] };
  };
  const ordered = [...coloured, ...values.filter(isGrey)];
  return {
    labels: [
      ...ordered.map((value) => valueLabel(policy, value)),
      ...(hasBound ? [UPPER, CLAIRVOYANT] : []),
    ],
    looks: [...ordered.map(lookOf), ...(hasBound ? BOUND_LOOKS : [])],
  };
}

interface Positions {
  readonly x: object;
  readonly y: object;
}

function positionsOf(
  { measure }: FrontierFigure,
  grid: PanelGrid,
  panel: Panel,
  lines: readonly FrontierLine[],
  bound: readonly BoundRow[],
): Positions {
  const points = lines.flatMap((line) => line.points);
  const loads = [...points, ...bound].map(({ load }) => load);
  const ends = points.flatMap(({ value, low, high }) =>
    [value ?? [], low ?? [], high ?? []].flat(),
  );
  const x = valueScale(loads, '', panelWidth(grid));
  const y = valueScale(ends, measure.unit, HEIGHT);
  const left = panel.isLeft
    ? { title: titleLines(measure) }
    : { labels: false, ticks: false, title: null };
  const type = 'quantitative';
  return {
    x: { field: 'load', type, scale: x.scale, axis: bottomAxis(grid, panel, x.ticks) },
    y: { type, scale: y.scale, axis: { ...y.ticks, ...left } },
  };
}

interface Marks {
  readonly series: Series;
  readonly legend: object;
}

function lineLayers(
  policy: SweepColumn,
  lines: readonly FrontierLine[],
  { x, y }: Positions,
  { series, legend }: Marks,
): readonly object[] {
  const values = lines.flatMap((line) =>
    line.points.map((point) => ({ series: valueLabel(policy, line.policy), ...point })),
  );
  const data = { values };
  const plain = seriesColour(series, null);
  const detail = { field: 'series', type: 'nominal' };
  const mean = { ...y, field: 'value' };
  return [
    {
      data,
      transform: [{ filter: 'isValid(datum.low)' }],
      mark: { type: 'area', opacity: BAND_OPACITY },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color: plain, detail },
    },
    {
      data,
      mark: { type: 'line', strokeWidth: 1.1 },
      encoding: { x, y: mean, color: plain, strokeDash: seriesDash(series, null), detail },
    },
    {
      data,
      transform: [{ filter: 'isValid(datum.value)' }],
      mark: { type: 'point', filled: true },
      encoding: {
        x,
        y: mean,
        color: seriesColour(series, legend),
        shape: seriesShape(series, legend),
      },
    },
  ];
}

/** Between what is reached and what cannot be exceeded lies what nobody knows. */
function boundLayers(
  bound: readonly BoundRow[],
  { x, y }: Positions,
  { series }: Marks,
): readonly object[] {
  const sorted = [...bound].sort((a, b) => a.load - b.load);
  const percent = sorted.map(({ load, upperBound, feasible }) => ({
    load,
    upperBound: 100 * upperBound,
    feasible: 100 * feasible,
  }));
  const line = (name: string, field: 'upperBound' | 'feasible'): object => ({
    data: { values: percent.map((row) => ({ series: name, load: row.load, limit: row[field] })) },
    mark: { type: 'line', strokeWidth: 1.3 },
    encoding: {
      x,
      y: { ...y, field: 'limit' },
      color: seriesColour(series, null),
      strokeDash: seriesDash(series, null),
    },
  });
  return [
    {
      data: { values: percent },
      mark: { type: 'area', color: INK, opacity: BAND_OPACITY / 2 },
      encoding: { x, y: { ...y, field: 'feasible' }, y2: { field: 'upperBound' } },
    },
    line(UPPER, 'upperBound'),
    line(CLAIRVOYANT, 'feasible'),
  ];
}
