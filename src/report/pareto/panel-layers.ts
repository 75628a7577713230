import {
  type ComparedScenario,
  type ParetoPoint,
  pointsOf,
} from '../../analysis/pareto/compare.js';
import type { ParetoMetric } from '../../analysis/pareto/metrics.js';
import { roughWidth } from '../figures/labels.js';
import { INK, REFERENCE, TEXT } from '../figures/theme.js';
import { NOTHING } from '../format.js';
import { encodingOf, type ParetoAxis } from './axes.js';
import { frontLine } from './front-line.js';
import { joinedLabels, type LabelledPoint, type PanelSize, placeLabels } from './label-places.js';
import type { ParetoLooks } from './looks.js';
import { loadOf } from './pareto-text.js';
import { seriesName } from './report.js';

/** What the panels of a figure have in common. */
export interface PanelStyle {
  readonly x: { readonly metric: ParetoMetric; readonly axis: ParetoAxis };
  readonly y: { readonly metric: ParetoMetric; readonly axis: ParetoAxis };
  readonly looks: ParetoLooks;
  /** Encodings of points that make the legend: fill, stroke, shape and size. */
  readonly legend: object;
  readonly size: PanelSize;
}

/** A panel's layers, and how many points have no number beside them. */
export interface DrawnPanel {
  readonly layer: readonly object[];
  readonly unlabelled: number;
}

/** The ring around a point of the front, pt², and half of it and of other marks, pt. */
const RING = 90;
const RADII = { front: 5.6, other: 3 } as const;
const FRONT_WIDTH = 3.2;
const FRONT_OPACITY = 0.4;
/** What a number takes from top to bottom, pt. */
const LABEL_HEIGHT = 6;
/** Fronts of TEE modes. */
const FRONT_DASHES = { off: [1, 0], cc: [6, 3] } as const;

/** A point that has a place. */
interface DrawnPoint {
  readonly point: ParetoPoint;
  readonly series: string;
  readonly x: number;
  readonly y: number;
}

/** The layers of a scenario: fronts, lines, rings, points, and numbers beside points. */
export function panelLayers(scenario: ComparedScenario, style: PanelStyle): DrawnPanel {
  const lines = scenario.series.map((series) => {
    const name = seriesName(series, style.looks.distinctions);
    return series.points.flatMap((point) => drawn(point, name, style));
  });
  const points = lines.flat();
  const position = {
    x: encodingOf(style.x.axis, 'x', style.size.width),
    y: encodingOf(style.y.axis, 'y', style.size.height),
  };
  const { labels, unlabelled } = labelsOf(lines, style);
  return {
    layer: [
      ...frontLayers(scenario, style, position),
      lineLayer(lines, style, position),
      ringLayer(points, position),
      {
        data: { values: points.map(({ series, x, y }) => ({ series, x, y })) },
        mark: { type: 'point', filled: true, strokeWidth: 0.9 },
        encoding: { ...position, ...style.legend },
      },
      {
        data: { values: labels },
        mark: { type: 'text', align: 'center', baseline: 'middle' },
        encoding: {
          ...position,
          text: { field: 'text' },
          color: { field: 'ink', type: 'nominal', scale: null },
        },
      },
    ],
    unlabelled,
  };
}

function drawn(point: ParetoPoint, series: string, { x, y }: PanelStyle): readonly DrawnPoint[] {
  if (point.x === null || point.y === null) return [];
  return [{ point, series, x: point.x * x.axis.factor, y: point.y * y.axis.factor }];
}

/** A front for each TEE mode; where there is one mode alone, that is the front of all. */
function frontLayers(
  scenario: ComparedScenario,
  { x, y }: PanelStyle,
  position: object,
): readonly object[] {
  const onFront = pointsOf(scenario).filter(
    ({ standing }) => standing === 'front' || standing === 'mode front',
  );
  const modes = [...new Set(onFront.map(({ row }) => row.measurement.teeMode))];
  return modes.map((mode) => {
    const front = onFront.flatMap((point) =>
      point.x === null || point.y === null || point.row.measurement.teeMode !== mode
        ? []
        : [{ x: point.x * x.axis.factor, y: point.y * y.axis.factor }],
    );
    const better = { x: x.metric.better, y: y.metric.better };
    const values = frontLine(front, better).map((each, order) => ({ ...each, order }));
    return {
      data: { values },
      mark: {
        type: 'line',
        color: REFERENCE,
        strokeWidth: FRONT_WIDTH,
        opacity: FRONT_OPACITY,
        strokeDash: FRONT_DASHES[mode === 'cc' ? 'cc' : 'off'],
      },
      encoding: { ...position, order: { field: 'order' } },
    };
  });
}

function lineLayer(
  lines: readonly (readonly DrawnPoint[])[],
  { looks }: PanelStyle,
  position: object,
): object {
  const values = lines.flatMap((line) =>
    line.map(({ series, x, y }, order) => ({ series, x, y, order })),
  );
  const condition = (part: 'colour' | 'dash'): object => ({
    condition: looks.all.map((look) => ({
      test: `datum.series === ${JSON.stringify(look.label)}`,
      value: look[part],
    })),
    value: looks.all[0]?.[part],
  });
  return {
    data: { values },
    mark: { type: 'line', strokeWidth: 0.8 },
    encoding: {
      ...position,
      order: { field: 'order' },
      detail: { field: 'series', type: 'nominal' },
      stroke: condition('colour'),
      strokeDash: condition('dash'),
    },
  };
}

function ringLayer(points: readonly DrawnPoint[], position: object): object {
  const values = points.flatMap(({ point, x, y }) =>
    point.standing === 'front' ? [{ x, y }] : [],
  );
  return {
    data: { values },
    mark: {
      type: 'point',
      shape: 'circle',
      filled: false,
      size: RING,
      color: INK,
      strokeWidth: 0.9,
    },
    encoding: position,
  };
}

/** Numbers beside points, back in the units of the axes, so that they stay where they belong. */
function labelsOf(
  lines: readonly (readonly DrawnPoint[])[],
  { x, y, size, looks }: PanelStyle,
): { readonly labels: readonly object[]; readonly unlabelled: number } {
  const onPaper = lines.map((line) =>
    line.map((each, at): LabelledPoint => {
      const isEnd = at === 0 || at === line.length - 1;
      return {
        x: (each.x / x.axis.most) * size.width,
        y: size.height - (each.y / y.axis.most) * size.height,
        text: loadOf(each.point),
        radius: each.point.standing === 'front' ? RADII.front : RADII.other,
        priority: each.point.standing === 'front' ? 0 : isEnd ? 1 : 2,
      };
    }),
  );
  const known = onPaper.map((line) => line.filter(({ text }) => text !== NOTHING));
  const inks = lines.map(
    ([first]) => looks.all.find(({ label }) => label === first?.series)?.ink ?? INK,
  );
  const text = { widthOf: (label: string) => roughWidth(label, TEXT.label), height: LABEL_HEIGHT };
  const placed = placeLabels(known, size, text);
  return {
    labels: placed.map((label) => ({
      text: label.text,
      ink: inks[label.line],
      x: (label.x / size.width) * x.axis.most,
      y: (1 - label.y / size.height) * y.axis.most,
    })),
    unlabelled: known.flatMap(joinedLabels).length - placed.length,
  };
}
