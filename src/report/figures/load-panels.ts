import type { Metric, SweepColumn } from '../../experiment/sweep/types.js';
import type { Knee } from '../../metrics/knee.js';
import { type CurveRoles, curvePanels, curvePositions } from './curves.js';
import type { Page } from './figure.js';
import { type IntervalRow, intervalLayers } from './intervals.js';
import { columnTitle, shownMetric } from './labels.js';
import { panelGrid, panelWidth } from './panels.js';
import { valueScale } from './scales.js';
import { legendBelow, SINGLE_SERIES, seriesColour, seriesDash, seriesShape } from './series.js';
import type { ShownColumns } from './shown-columns.js';

/** The ring around a knee, pt². */
const RING = 75;
/** The bar of a knee's interval, pt. */
const BAR = 4;

/** One line of a load figure. */
export interface LoadLine {
  /** Of the columns for series and panels. */
  readonly values: readonly [series: string, first: string, second: string];
  /** By ascending load. */
  readonly points: readonly (IntervalRow & { readonly load: number })[];
  readonly knee: Knee | null;
}

/** What a load figure is of. */
export interface LoadFigure {
  readonly shown: ShownColumns;
  readonly roles: CurveRoles;
  readonly load: SweepColumn;
  readonly metric: Metric;
  readonly page: Page;
}

/** Lines with intervals against load, and their knees, in panels. */
export function loadPanels(figure: LoadFigure, lines: readonly LoadLine[]): object {
  const { shown, roles, load, metric, page } = figure;
  const { title, unit } = shownMetric(metric);
  const titles = { x: columnTitle(load), y: title };
  const { grid, series, seriesLabel, indexOf } = curvePanels(shown, roles, page, titles);
  const points = lines.flatMap((line) => line.points);
  const ends = points.flatMap(({ value, low, high }) =>
    [value ?? [], low ?? [], high ?? []].flat(),
  );
  const scales = {
    x: valueScale(
      points.map((point) => point.load),
      '',
      panelWidth(grid),
    ),
    y: valueScale(ends, unit, grid.height),
  };
  const legend =
    series === SINGLE_SERIES ? null : legendBelow(series.labels, page.widthPoints - grid.left);
  const colour = seriesColour(series, legend);
  const plain = seriesColour(series, null);
  return panelGrid(grid, (panel) => {
    const here = lines.filter(
      ({ values: [, first, second] }) => indexOf(first, second) === panel.index,
    );
    const position = curvePositions(grid, panel, scales, titles);
    const x = { ...position.x, field: 'load' };
    const values = here.flatMap((line) => rowsOf(line, seriesLabel(line.values[0])));
    const data = { values };
    return [
      { data, ...kneeBar(x, position.y, plain) },
      {
        data,
        mark: { type: 'line', strokeWidth: 1 },
        encoding: {
          x,
          y: { ...position.y, field: 'value' },
          color: colour,
          strokeDash: seriesDash(series, null),
        },
      },
      ...intervalLayers({
        along: 'y',
        value: position.y,
        both: { x, color: colour },
        point: { shape: seriesShape(series, legend) },
      }).map((layer) => ({ data, ...layer })),
      { data, ...kneeRing(x, position.y, plain) },
    ];
  });
}

/** The points of a line; at its knee also the ends of the knee's interval. */
export function rowsOf({ points, knee }: LoadLine, series: string): readonly object[] {
  return points.map((point) => {
    if (knee === null || point.load !== knee.at) return { series, ...point };
    const [kneeLow, kneeHigh] = knee.interval ?? [null, null];
    return { series, ...point, knee: knee.at, kneeLow, kneeHigh };
  });
}

export function kneeBar(x: object, y: object, color: object): object {
  return {
    transform: [{ filter: 'isValid(datum.kneeLow) && isValid(datum.value)' }],
    mark: { type: 'rule', strokeWidth: BAR, opacity: 0.3 },
    encoding: {
      x: { ...x, field: 'kneeLow' },
      x2: { field: 'kneeHigh' },
      y: { ...y, field: 'value' },
      color,
    },
  };
}

export function kneeRing(x: object, y: object, color: object): object {
  return {
    transform: [{ filter: 'isValid(datum.knee) && isValid(datum.value)' }],
    mark: { type: 'point', shape: 'circle', filled: false, size: RING, strokeWidth: 1 },
    encoding: { x, y: { ...y, field: 'value' }, color },
  };
}
