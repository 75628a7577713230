import type { CapacityRange } from '../../experiment/capacity/ranges.js';
import type { SweepColumn } from '../../experiment/sweep/types.js';
import { sentences } from '../figures/caption.js';
import type { FigureSpec, Page } from '../figures/figure.js';
import { intervalLayers } from '../figures/intervals.js';
import { columnTitle, shownMetric, wrapped } from '../figures/labels.js';
import {
  bottomAxis,
  type Panel,
  type PanelGrid,
  panelGrid,
  panelWidth,
} from '../figures/panels.js';
import { type Scale, scaleAround, valueScale } from '../figures/scales.js';
import {
  legendBelow,
  plainLooks,
  type Series,
  SINGLE_SERIES,
  seriesColour,
  seriesDash,
  seriesOf,
  seriesShape,
} from '../figures/series.js';
import { INK, PAGE_WIDTHS, TEXT } from '../figures/theme.js';
import { type CapacityReport, plainNumber, targetText, variantName } from './report.js';

/** The height of the panel, and of a strip that shows where a variant holds, pt. */
const HEIGHT = 130;
const STRIP = 6;
/** The numbers at the left, and a line of the title beside them, pt. */
const NUMBERS = 24;
const TITLE_LINE = TEXT.title + 2;
const SHADE = 0.12;
const STRIP_SHADE = 0.5;
/** A range that begins below this share of its end is shown from 0. */
const NEAR_ZERO = 0.2;

/** The page that a capacity figure is drawn on. */
export const CAPACITY_PAGE: Page = { columns: 1, widthPoints: PAGE_WIDTHS[1] };

/**
 * The metric against the value that was varied: a line and points with intervals for each variant, the
 * target as a broken line, and shaded from top to bottom where the target holds.
 */
export function capacityFigure(report: CapacityReport): FigureSpec {
  const series = seriesOfVariants(report);
  const page = CAPACITY_PAGE;
  const { title, factor } = shownMetric(report.metric);
  const titleLines = wrapped(title, HEIGHT, TEXT.title).split('\n');
  const grid: PanelGrid = {
    over: [['']],
    beside: [''],
    page,
    left: NUMBERS + titleLines.length * TITLE_LINE,
    height: HEIGHT,
    title: [valueTitle(report)],
    fewer: '--axis',
  };
  const rows = rowsOf(report, series, factor);
  const target = report.plan.target.value * factor;
  const scales = {
    x: spanScale(report, panelWidth(grid)),
    y: heightScale(rows, target, report.variants.length),
  };
  const legend =
    series === SINGLE_SERIES ? null : legendBelow(series.labels, page.widthPoints - grid.left);
  return {
    spec: panelGrid(grid, (panel) =>
      layers(report, { grid, panel, scales, titleLines, series, legend, rows, target }),
    ),
    caption: captionOf(report),
  };
}

interface Drawing {
  readonly grid: PanelGrid;
  readonly panel: Panel;
  readonly scales: { readonly x: Scale; readonly y: Scale };
  readonly titleLines: readonly string[];
  readonly series: Series;
  readonly legend: object | null;
  readonly rows: readonly PointRow[];
  /** As it is shown. */
  readonly target: number;
}

function layers(report: CapacityReport, drawing: Drawing): readonly object[] {
  const { grid, panel, scales, titleLines, series, legend, rows, target } = drawing;
  const x = {
    type: 'quantitative',
    scale: scales.x.scale,
    axis: bottomAxis(grid, panel, scales.x.ticks),
  };
  const y = {
    type: 'quantitative',
    scale: scales.y.scale,
    axis: { ...scales.y.ticks, title: titleLines },
  };
  const colour = seriesColour(series, legend);
  const plain = seriesColour(series, null);
  const data = { values: rows };
  return [
    ...holding(report, series, x),
    {
      data: { values: [{ target }] },
      mark: { type: 'rule', strokeDash: [3, 2], color: INK },
      encoding: { y: { ...y, field: 'target' } },
    },
    {
      data,
      mark: { type: 'line', strokeWidth: 1 },
      encoding: {
        x: { ...x, field: 'x' },
        y: { ...y, field: 'value' },
        color: plain,
        strokeDash: seriesDash(series, null),
        detail: { field: 'series' },
      },
    },
    ...intervalLayers({
      along: 'y',
      value: y,
      both: { x: { ...x, field: 'x' }, color: colour },
      point: { shape: seriesShape(series, legend) },
    }).map((layer) => ({ data, ...layer })),
  ];
}

/** Where the target holds: all of the panel's height for one variant, else a strip for each. */
function holding({ variants }: CapacityReport, series: Series, x: object): readonly object[] {
  const values = variants.flatMap(({ ranges }, variant) =>
    ranges
      .filter(({ verdict }) => verdict === 'holds')
      .map(({ from, to }) => {
        const top = variants.length === 1 ? 0 : HEIGHT - STRIP * (variants.length - variant);
        const bottom = variants.length === 1 ? HEIGHT : top + STRIP - 1;
        return { series: series.labels[variant], from, to, top, bottom };
      }),
  );
  return values.map((range) => ({
    data: { values: [range] },
    mark: { type: 'rect', opacity: variants.length === 1 ? SHADE : STRIP_SHADE },
    encoding: {
      x: { ...x, field: 'from' },
      x2: { field: 'to' },
      y: { value: range.top },
      y2: { value: range.bottom },
      color: seriesColour(series, null),
    },
  }));
}

interface PointRow {
  readonly series: string;
  readonly x: number;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

function rowsOf({ variants }: CapacityReport, series: Series, factor: number): readonly PointRow[] {
  return variants.flatMap(({ points }, variant) =>
    points.map(({ x, mean, ends }) => ({
      series: series.labels[variant] ?? '',
      x,
      value: Number.isFinite(mean) ? mean * factor : null,
      low: ends === null ? null : ends[0] * factor,
      high: ends === null ? null : ends[1] * factor,
    })),
  );
}

function seriesOfVariants(report: CapacityReport): Series {
  const { axes, cells } = report;
  if (cells.length === 1) return SINGLE_SERIES;
  const [only, ...others] = axes;
  const looks = plainLooks(cells.length, '--axis');
  if (only?.path !== 'tee.mode' || others.length > 0) {
    return { labels: cells.map(({ index }) => variantName(report, index)), looks };
  }
  return seriesOf(columnOf(only.path, false, only.values), only.values);
}

/** The axis runs over the range, not from 0, unless that is near. */
function spanScale({ plan }: CapacityReport, length: number): Scale {
  const [low = 0, high = 1] = [plan.grid[0], plan.grid.at(-1)];
  return low > 0 && low / high > NEAR_ZERO
    ? scaleAround(plan.grid, low, length)
    : valueScale(plan.grid, '', length);
}

/** The axis runs over what there is, for the crossing to be seen, with room below for the strips. */
function heightScale(rows: readonly PointRow[], target: number, variants: number): Scale {
  const all = rows.flatMap(({ value, low, high }) =>
    [value, low, high].flatMap((height) => height ?? []),
  );
  const least = Math.min(target, ...all);
  const most = Math.max(target, ...all);
  const share = variants === 1 ? 0 : (STRIP * (variants + 1)) / HEIGHT;
  return scaleAround([...all, least - (most - least) * share], target, HEIGHT);
}

function valueTitle({ path }: CapacityReport): string {
  return columnTitle(columnOf(path, true, []));
}

function columnOf(path: string, numeric: boolean, values: readonly string[]): SweepColumn {
  return { name: path, label: path, unit: null, numeric, values };
}

function captionOf(report: CapacityReport): string {
  const { name, metric, path, plan, share, complete, variants, cells } = report;
  const { least, most } = plan.replications;
  const percent = plainNumber(plan.confidence * 100);
  const held = cells.map(({ index }) => {
    const variant = variantName(report, index);
    const text = heldText(variants[index]?.ranges ?? []);
    return variant === '' ? text : `${variant}: ${text}`;
  });
  const broken = variants.flatMap(({ monotone }, index) =>
    monotone.brokenOn.map(([from, to]) => {
      return `Not monotone here: ${`${variantName(report, index)} from ${plainNumber(from)} to ${plainNumber(to)}`.trim()}.`;
    }),
  );
  return sentences([
    `${name}: ${metric.label} over ${path}, ${least} to ${most} replications for each value.`,
    `Broken line: the target, ${targetText(report)}; shaded: where it holds (${held.join('; ')}).`,
    `Bars: ends by which verdicts are given, all ${share.statements} together with ${percent} % confidence.`,
    ...broken,
    complete ? '' : 'The search was interrupted.',
  ]);
}

function heldText(ranges: readonly CapacityRange[]): string {
  const held = ranges.filter(({ verdict }) => verdict === 'holds');
  if (held.length === 0) return 'nowhere';
  return held.map(({ from, to }) => `${plainNumber(from)} to ${plainNumber(to)}`).join(', ');
}
