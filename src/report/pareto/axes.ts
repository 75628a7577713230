import type { ParetoMetric } from '../../analysis/pareto/metrics.js';
import { roughWidth } from '../figures/labels.js';
import { TEXT } from '../figures/theme.js';

/** An axis of the figure, from zero. */
export interface ParetoAxis {
  readonly title: string;
  /** What values are multiplied with to be shown: `ms` as `s`, fractions as percent. */
  readonly factor: number;
  /** In shown units. */
  readonly most: number;
}

/** Room beyond the outermost point, as a share of the axis. */
const ROOM = 0.06;
/** From here on milliseconds are shown as seconds. */
const LONG_MS = 10_000;
/** An axis label takes this length of the axis, pt. */
const TICK_ROOM = { x: 45, y: 30 } as const;
/** The line of ticks, the gaps beside it, and the title, pt. */
const BESIDE_NUMBERS = 12 + TEXT.title + 4;

/** An axis for all panels that it is shared by. @param values finite, in the metric's unit. */
export function axisOf({ label, unit }: ParetoMetric, values: readonly number[]): ParetoAxis {
  const largest = Math.max(...values, 0);
  const axis = (shown: string, factor: number): ParetoAxis => ({
    title: shown === '' ? label : `${label}, ${shown}`,
    factor,
    most: largest > 0 ? largest * factor * (1 + ROOM) : 1,
  });
  if (unit === 'fraction') return axis('%', 100);
  if (unit === 'ms') return largest >= LONG_MS ? axis('s', 1e-3) : axis('ms', 1);
  return axis('', 1);
}

/** What labels and title of an axis take at its left, pt. */
export function leftOf({ most }: ParetoAxis): number {
  const digits = most >= 10 ? Math.round(most).toLocaleString('en') : '0.000';
  return roughWidth(digits) + BESIDE_NUMBERS;
}

/** Vega-Lite's encoding of a position. @param length of the axis, pt. */
export function encodingOf({ title, most }: ParetoAxis, along: 'x' | 'y', length: number): object {
  const tickCount = Math.max(2, Math.floor(length / TICK_ROOM[along]));
  return {
    field: along,
    type: 'quantitative',
    scale: { type: 'linear', domain: [0, most], nice: false, zero: true },
    axis: { title, tickCount, grid: true },
  };
}
