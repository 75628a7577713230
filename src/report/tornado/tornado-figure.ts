import type { TornadoEffect, TornadoMetric } from '../../experiment/tornado/tornado.js';
import type { Estimate } from '../../metrics/estimate.js';
import type { Figure } from '../../metrics/figures.js';
import { sentences } from '../figures/caption.js';
import { labelAxis } from '../figures/category-axis.js';
import type { FigureSpec } from '../figures/figure.js';
import { shownMetric } from '../figures/labels.js';
import { scaleAround } from '../figures/scales.js';
import { legendBelow } from '../figures/series.js';
import { INK, PAGE_WIDTHS, REFERENCE, SERIES_LOOKS } from '../figures/theme.js';
import { formatChange } from '../format.js';
import { FINDINGS, rangeNotes, type TornadoReport } from './report.js';

/** The height of a range with its two bars, and between panels, pt. */
const ROW = 24;
const ROW_GAP = 16;
/** Paths of settings at the left take at most this, pt. */
const LABEL_ROOM = 190;
/** From the panel to the numbers at its right, pt. */
const TEXT_GAP = 4;
/** About the length of an axis, pt: how many ticks fit. */
const AXIS_LENGTH = 200;

const ENDS = ['at the low end', 'at the high end'] as const;
/** Far apart in lightness, and no colours of TEE modes. */
const COLOURS = [SERIES_LOOKS[1]?.colour, SERIES_LOOKS[2]?.colour];

/** A bar: what one end of a range does. */
interface Bar {
  readonly row: string;
  readonly end: (typeof ENDS)[number];
  readonly base: number;
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly text: string;
}

/** Paths are as wide as they are: a page's two columns have room for them. */
export const TORNADO_WIDTH = PAGE_WIDTHS[2];

/**
 * For each metric a panel: for each range two bars from the base, what its low and its high end
 * do; the lines at their ends are 95 % intervals of the paired differences. The largest is on top.
 * @returns null if no metric is defined.
 */
export function tornadoFigure(report: TornadoReport): FigureSpec | null {
  const shown = report.metrics.filter(({ base }) => Number.isFinite(base.mean));
  if (shown.length === 0) return null;
  return {
    spec: { concat: shown.map(panel), columns: 1, spacing: { row: ROW_GAP } },
    caption: captionOf(report, shown),
  };
}

function panel(shown: TornadoMetric): object {
  const { metric, base, effects } = shown;
  const axis = labelAxis(
    effects.map(({ range }) => range.path),
    null,
    { room: LABEL_ROOM },
  );
  const { title, factor } = shownMetric(metric);
  const bars = effects.flatMap((effect) => barsOf(shown, effect, axis.label(effect.range.path)));
  const centre = base.mean * factor;
  const values = bars.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]);
  const { scale, ticks } = scaleAround(values, centre, AXIS_LENGTH);
  const x = { type: 'quantitative', scale, axis: { ...ticks, grid: true, title } };
  const y = {
    ...axis.position('row', true),
    scale: { domain: axis.domain, paddingInner: 0.25, paddingOuter: 0.15 },
  };
  const yOffset = { field: 'end', type: 'nominal', scale: { domain: ENDS } };
  return {
    height: ROW * effects.length,
    data: { values: bars },
    layer: [
      {
        mark: { type: 'bar' },
        encoding: {
          x: { ...x, field: 'base' },
          x2: { field: 'value' },
          y,
          yOffset,
          color: colour(),
        },
      },
      {
        transform: [{ filter: 'isValid(datum.low)' }],
        mark: { type: 'rule', strokeWidth: 1.1, color: INK },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y, yOffset },
      },
      {
        data: { values: [{ base: centre }] },
        mark: { type: 'rule', strokeWidth: 0.9, color: REFERENCE },
        encoding: { x: { ...x, field: 'base' } },
      },
      {
        mark: { type: 'text', align: 'left', baseline: 'middle', dx: TEXT_GAP },
        encoding: { x: { value: 'width' }, y, yOffset, text: { field: 'text' } },
      },
    ],
  };
}

function colour(): object {
  return {
    field: 'end',
    type: 'nominal',
    title: null,
    scale: { domain: ENDS, range: COLOURS },
    legend: { ...legendBelow(ENDS, TORNADO_WIDTH), symbolType: 'square' },
  };
}

function barsOf(
  { metric, base }: TornadoMetric,
  { range, lowEffect, highEffect }: TornadoEffect,
  row: string,
): readonly Bar[] {
  const { factor } = shownMetric(metric);
  const unit = metric.unit as Figure['unit'];
  const bar = (end: Bar['end'], at: string, { mean, ci95, n }: Estimate): Bar => ({
    row,
    end,
    base: base.mean * factor,
    value: (base.mean + mean) * factor,
    low: ci95 === null ? null : (base.mean + ci95[0]) * factor,
    high: ci95 === null ? null : (base.mean + ci95[1]) * factor,
    text: `${at}: ${formatChange(mean, unit, n)}`,
  });
  // An effect that is defined in no replication has no bar.
  return [bar(ENDS[0], range.low, lowEffect), bar(ENDS[1], range.high, highEffect)].filter(
    ({ value }) => Number.isFinite(value),
  );
}

function captionOf(report: TornadoReport, shown: readonly TornadoMetric[]): string {
  const { name, ranges, replications } = report;
  const labels = shown.map(({ metric }) => metric.label).join('; ');
  const runs = `${replications} ${replications === 1 ? 'replication' : 'replications'}`;
  const untold = shown.flatMap(({ metric, effects }) =>
    effects
      .filter(({ finding }) => finding !== 'told')
      .map(({ range, finding }) => `${range.path}: ${FINDINGS[finding]} (${metric.label}).`),
  );
  return sentences([
    `${name}: what ${labels} would be at both ends of ${ranges.length} ranges, one at a time.`,
    'Bars begin at the base; numbers at the right are the value that is set and the difference it makes;',
    `paired on the same random draws, ${runs}${replications > 1 ? ', with 95 % intervals' : ''}.`,
    ...(replications > 1 ? untold : []),
    ...rangeNotes(report).map((note) => `${note}.`),
  ]);
}
