import type { TeeAnalysis } from '../../../analysis/tee/analyze.js';
import type { Saturation, SaturationCurve } from '../../../analysis/tee/saturation.js';
import { sentences } from '../../figures/caption.js';
import type { FigureSpec, Page } from '../../figures/figure.js';
import { intervalLayers, intervalRow } from '../../figures/intervals.js';
import { kneeBar, kneeRing, type LoadLine, rowsOf } from '../../figures/load-panels.js';
import { inRows, panelWidth } from '../../figures/panels.js';
import { seriesColour, seriesDash, seriesShape } from '../../figures/series.js';
import { doublingScale, scaleFromZero } from './axes.js';
import { linePanels } from './line-panels.js';
import { MODE_LABELS, modeSeries } from './modes.js';

/** Panels of so many series have room on a page. */
const MOST = 12;
/** Panels side by side, at most. */
const PER_ROW = 3;
/** So many knees are named in the caption. */
const NAMED_KNEES = 6;

/** Throughput against load, with knees. @returns null if no series says its throughput. */
export function saturationFigure(analysis: TeeAnalysis, page: Page): FigureSpec | null {
  const all = analysis.saturation
    .map((each) => ({ each, curves: each.curves.filter(({ peak }) => peak !== null) }))
    .filter(({ curves }) => curves.length > 0);
  const [first] = all;
  if (first === undefined) return null;
  const [lead] = first.curves;
  const { axis } = first.each.series;
  // One pair of axes for all panels: series of another kind are in the table.
  const alike = all.filter(
    ({ each, curves }) =>
      each.series.axis.name === axis.name &&
      curves.every(({ quantity }) => quantity.name === lead?.quantity.name),
  );
  const shown = alike.slice(0, MOST);
  const titles = {
    x: `${axis.name}, ${axis.unit}`,
    y: `${lead?.quantity.label}, ${lead?.quantity.unit}`,
  };
  return {
    spec: specOf(analysis, shown, titles, page),
    caption: captionOf(analysis, shown, all.length - shown.length, titles.y),
  };
}

interface Shown {
  readonly each: Saturation;
  readonly curves: readonly SaturationCurve[];
}

function specOf(
  analysis: TeeAnalysis,
  shown: readonly Shown[],
  titles: { readonly x: string; readonly y: string },
  page: Page,
): object {
  const lines = shown.map(({ curves }) => curves.map(lineOf));
  const points = lines.flat().flatMap((line) => line.points);
  const ends = points.flatMap(({ value, low, high }) =>
    [value ?? [], low ?? [], high ?? []].flat(),
  );
  const series = modeSeries(shown.flatMap(({ curves }) => curves.map(({ mode }) => mode)));
  const over = shown.map(({ each }) => analysis.seriesLabelOf(each.series));
  return linePanels({
    headings: inRows(over, Math.min(PER_ROW, over.length)),
    ...{ titles, page, series },
    scalesOf: (grid) => ({
      x: doublingScale(
        points.map(({ load }) => load),
        panelWidth(grid),
      ),
      y: scaleFromZero(ends, grid.height),
    }),
    draw: (panel, { x: position, y }, legend) => {
      const x = { ...position, field: 'load' };
      const values = (lines[panel] ?? []).flatMap((line) => rowsOf(line, line.values[0]));
      const data = { values };
      const plain = seriesColour(series, null);
      const colour = seriesColour(series, legend);
      return [
        { data, ...kneeBar(x, y, plain) },
        {
          data,
          mark: { type: 'line', strokeWidth: 1 },
          encoding: {
            ...{ x, y: { ...y, field: 'value' }, color: colour },
            strokeDash: seriesDash(series, null),
          },
        },
        ...intervalLayers({
          along: 'y',
          value: y,
          both: { x, color: colour },
          point: { shape: seriesShape(series, legend) },
        }).map((layer) => ({ data, ...layer })),
        { data, ...kneeRing(x, y, plain) },
      ];
    },
  });
}

function lineOf({ mode, points, knee, quantity }: SaturationCurve): LoadLine {
  return {
    values: [MODE_LABELS[mode], '', ''],
    points: points.map(({ load, estimate }) => ({
      load,
      ...intervalRow(estimate, quantity.factor),
    })),
    knee,
  };
}

function ringsText(bent: readonly SaturationCurve[]): string {
  const rings = 'Rings: the knee on the logarithm of the load (Kneedle)';
  return bent.some(({ knee }) => knee?.interval !== null)
    ? `${rings}, and a bar from end to end of its 95 % bootstrap interval`
    : rings;
}

function captionOf(
  analysis: TeeAnalysis,
  shown: readonly Shown[],
  others: number,
  what: string,
): string {
  const curves = shown.flatMap(({ curves: each }) => each);
  const bent = curves.filter(({ knee }) => knee !== null);
  const knees = bent.map(({ series, mode, knee }) => {
    const name = shown.length === 1 ? '' : `${analysis.seriesLabelOf(series)}, `;
    const interval = knee?.interval == null ? '' : ` [${knee.interval.join(', ')}]`;
    return `${name}${MODE_LABELS[mode]} ${knee?.at}${interval}`;
  });
  const counts = curves.flatMap(({ points }) => points.map(({ estimate }) => estimate.n));
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const repetitions = least === most ? String(least) : `${least} to ${most}`;
  return sentences([
    `${what} against load: means over ${repetitions} ${most === 1 ? 'repetition' : 'repetitions, with 95 % intervals (Student’s t)'}.`,
    bent.length === 0
      ? 'No curve has a knee that noise could not make.'
      : `${ringsText(bent)}${bent.length > NAMED_KNEES ? '' : `: ${knees.join('; ')}`}.`,
    bent.length > 0 && bent.length < curves.length ? 'The other curves have none.' : '',
    others > 0 ? `${others} more series are in the table only.` : '',
  ]);
}
