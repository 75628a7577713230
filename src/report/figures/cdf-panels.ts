import { type CurveRoles, curvePanels, curvePositions } from './curves.js';
import type { Page } from './figure.js';
import { listed } from './labels.js';
import type { SharePoint } from './latency-shares.js';
import { panelGrid, panelWidth } from './panels.js';
import { valueScale } from './scales.js';
import { legendBelow, type Series, seriesColour, seriesDash } from './series.js';
import type { ShownColumns } from './shown-columns.js';
import { REFERENCE } from './theme.js';

const TITLES = { x: 'latency, s', y: 'requests, %' } as const;
const BAND_OPACITY = 0.25;
/** The length of a line in the legend, pt: enough for its dashes. */
const LEGEND_LINE = 16;

/** One distribution. */
export interface CdfLine {
  /** Of the columns for series and panels. */
  readonly values: readonly [series: string, first: string, second: string];
  readonly points: readonly SharePoint[];
  /** The SLAs of its models and cells. */
  readonly slaSeconds: readonly number[];
}

/** What a figure of distributions is of. */
export interface CdfFigure {
  readonly shown: ShownColumns;
  readonly roles: CurveRoles;
  /** The latencies along the axis, s. */
  readonly latencies: readonly number[];
  readonly page: Page;
}

/** Distributions of latency with their bands, and the SLAs as lines, in panels. */
export function cdfPanels(
  { shown, roles, latencies, page }: CdfFigure,
  lines: readonly CdfLine[],
): object {
  const { grid, series, seriesLabel, indexOf } = curvePanels(shown, roles, page, TITLES);
  const scales = {
    x: valueScale(latencies, '', panelWidth(grid)),
    y: valueScale([], '%', grid.height),
  };
  const keyed = withSla(series, lines);
  const entries = keyed.labels.filter((label) => label !== '');
  const legend = {
    ...legendBelow(entries, page.widthPoints - grid.left),
    values: entries,
    symbolSize: LEGEND_LINE ** 2,
  };
  return panelGrid(grid, (panel) => {
    const here = lines.filter(({ values: [, a, b] }) => indexOf(a, b) === panel.index);
    const position = curvePositions(grid, panel, scales, TITLES);
    const x = { ...position.x, field: 'latency' };
    const values = here.flatMap((line) =>
      line.points.map((point) => ({ series: seriesLabel(line.values[0]), ...point })),
    );
    const slas = [...new Set(here.flatMap(({ slaSeconds }) => slaSeconds))];
    return [
      {
        data: { values: slas.map((latency) => ({ latency })) },
        mark: { type: 'rule', color: REFERENCE, strokeWidth: 0.5, clip: true },
        encoding: { x },
      },
      {
        data: { values },
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'area', opacity: BAND_OPACITY, clip: true },
        encoding: {
          x,
          y: { ...position.y, field: 'low' },
          y2: { field: 'high' },
          color: seriesColour(series, null),
          detail: { field: 'series' },
        },
      },
      {
        data: { values },
        mark: { type: 'line', strokeWidth: 1.1, clip: true },
        encoding: {
          x,
          y: { ...position.y, field: 'value' },
          color: seriesColour(keyed, legend),
          strokeDash: seriesDash(keyed, legend),
        },
      },
    ];
  });
}

/** What the legend shows: the lines, and at last the SLA. */
function withSla({ labels, looks }: Series, lines: readonly CdfLine[]): Series {
  const look = { colour: REFERENCE, shape: 'circle', dash: [1, 0] };
  return { labels: [...labels, `the SLA (${slasShown(lines)})`], looks: [...looks, look] };
}

/** `40 and 60 s`. */
export function slasShown(lines: readonly CdfLine[]): string {
  const slas = [...new Set(lines.flatMap(({ slaSeconds }) => slaSeconds))].sort((a, b) => a - b);
  return `${listed(slas.map(String))} s`;
}
