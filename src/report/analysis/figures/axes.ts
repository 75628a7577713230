import { roughWidth } from '../../figures/labels.js';
import type { Scale } from '../../figures/scales.js';

/** Room beyond the outermost values, as a factor. */
const ROOM = 1.15;
/** Between the labels of two ticks, at least, pt. */
const TICK_GAP = 6;
/** Of ticks that are no whole numbers. */
const DIGITS = 3;

/**
 * An axis for what is doubled from value to value: logarithmic, with ticks at the values, as far
 * as their labels have room.
 * @param values > 0. @param length of the axis, pt.
 */
export function doublingScale(values: readonly number[], length: number): Scale {
  const all = [...new Set(values)].sort((a, b) => a - b);
  const [least, most] = [all[0] ?? 1, all.at(-1) ?? 1];
  const domain = [least / ROOM, most * ROOM] as const;
  const at = (value: number): number =>
    (length * Math.log(value / domain[0])) / Math.log(domain[1] / domain[0]);
  const isWhole = all.every(Number.isInteger);
  const widest = Math.max(...all.map((value) => roughWidth(tickText(value, isWhole))));
  const ticks: number[] = [];
  for (const value of all) {
    const before = ticks.at(-1);
    if (before === undefined || at(value) - at(before) >= widest + TICK_GAP) ticks.push(value);
  }
  return {
    scale: { type: 'log', base: 2, domain, nice: false },
    ticks: { values: ticks, format: isWhole ? ',~r' : `,.${DIGITS}~r` },
  };
}

/** As wide as Vega writes it. */
function tickText(value: number, isWhole: boolean): string {
  const options = isWhole ? {} : { maximumSignificantDigits: DIGITS };
  return value.toLocaleString('en', options);
}

/** Room above the largest value, as a share of the axis. */
const HEADROOM = 0.04;
/** The room that a tick's label takes along the axis, pt, and the least number of ticks. */
const TICK_LENGTH = 30;
const LEAST_TICKS = 4;

/** A linear axis from 0, whatever the values' range. @param length of the axis, pt. */
export function scaleFromZero(values: readonly number[], length: number): Scale {
  const most = Math.max(...values.filter(Number.isFinite), 0) || 1;
  const domain = [0, most * (1 + HEADROOM)] as const;
  const tickCount = Math.max(LEAST_TICKS, Math.floor(length / TICK_LENGTH));
  return { scale: { type: 'linear', domain, nice: false }, ticks: { tickCount } };
}
