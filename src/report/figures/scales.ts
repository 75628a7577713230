import { roughWidth } from './labels.js';

/** Beyond this ratio of the largest to the smallest value a linear axis shows only the large. */
const LOG_RATIO = 20;
/** Room beyond the outermost values, as a share of the axis. */
const ROOM = 0.04;
/** The room that a tick's label takes along the axis, pt. */
const TICK_WIDTH = 30;
/** Between the labels of two ticks, at least, pt. */
const TICK_GAP = 4;
/** Leading digits of ticks of a logarithmic axis, from the most to the fewest. */
const LOG_DIGITS = [[1, 2, 5], [1, 3], [1]] as const;

/** A quantitative axis: Vega-Lite's `scale` and the ticks that fit. */
export interface Scale {
  readonly scale: object;
  /** `values` or `tickCount` of the axis. */
  readonly ticks: object;
}

/**
 * A scale for all the values of a figure. Percentages run from 0 to 100, other quantities from 0;
 * logarithmic where the values are positive and range over more than a factor of 20.
 * @param length of the axis, pt.
 */
export function valueScale(values: readonly number[], unit: string, length: number): Scale {
  const finite = values.filter(Number.isFinite);
  const least = Math.min(...finite, Number.POSITIVE_INFINITY);
  const most = Math.max(...finite, 0);
  if (unit === '%') return linear([0, 100], length);
  if (!(most > 0)) return linear([Math.min(least, 0), 1], length);
  if (isWide(least, most)) return logarithmic(least, most, length);
  return linear([Math.min(0, least), most * (1 + ROOM)], length);
}

/** Whether positive values range so widely that only a logarithmic axis shows all of them. */
export function isWide(least: number, most: number): boolean {
  return least > 0 && most / least > LOG_RATIO;
}

/** A linear scale for values to both sides of a reference, which is always in sight. */
export function scaleAround(values: readonly number[], reference: number, length: number): Scale {
  const all = [...values.filter(Number.isFinite), reference];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = (most - least) * ROOM || 1;
  return linear([least - room, most + room], length);
}

/** A linear scale over just this domain. */
function linear(domain: readonly [number, number], length: number): Scale {
  const tickCount = Math.max(2, Math.floor(length / TICK_WIDTH));
  return { scale: { type: 'linear', domain, nice: false }, ticks: { tickCount } };
}

function logarithmic(least: number, most: number, length: number): Scale {
  const room = (most / least) ** ROOM;
  const domain = [least / room, most * room] as const;
  const ticks = LOG_DIGITS.map((digits) => logTicks(digits, domain));
  const points = (value: number): number =>
    (length * Math.log(value / domain[0])) / Math.log(domain[1] / domain[0]);
  const fitting = ticks.find((values) =>
    values.every((value, at) => {
      const before = values[at - 1];
      if (before === undefined) return true;
      const widths = tickWidth(before) + tickWidth(value);
      return points(value) - points(before) >= widths / 2 + TICK_GAP;
    }),
  );
  const values = fitting ?? ticks[ticks.length - 1];
  return { scale: { type: 'log', domain, nice: false }, ticks: { values } };
}

/** Of its label, pt: `1,000`. */
function tickWidth(value: number): number {
  return roughWidth(value.toLocaleString('en'));
}

function logTicks(digits: readonly number[], [low, high]: readonly [number, number]): number[] {
  const first = Math.floor(Math.log10(low));
  const decades = Math.ceil(Math.log10(high)) - first + 1;
  return Array.from({ length: decades }, (_, at) => first + at)
    .flatMap((exponent) => digits.map((digit) => Number(`${digit}e${exponent}`)))
    .filter((value) => value >= low && value <= high);
}
