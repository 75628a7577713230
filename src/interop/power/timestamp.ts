import { daysSince1970 } from '../calendar.js';

/** nvidia-smi's `2025/10/24 10:20:31.123`, and ISO 8601 with `T` or a blank, with or without a zone. */
const DATE =
  /^(\d{4})[/-](\d\d)[/-](\d\d)[T ](\d\d):(\d\d):(\d\d)([.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?$/;
const NUMBER = /^\d+(\.\d+)?(e\+?\d+)?$/i;

/** Counts of smaller units since 1970 are far larger than those of seconds will be for ages. */
const EPOCH_UNITS: readonly (readonly [above: number, perSecond: number])[] = [
  [1e17, 1e9],
  [1e14, 1e6],
  [1e11, 1e3],
];

/**
 * Seconds of a timestamp, since 1970 or whenever its clock began; a date without a zone is read as
 * UTC, as only differences count.
 * @returns NaN when it is none.
 */
export function parseTimestamp(text: string): number {
  if (NUMBER.test(text)) {
    const number = Number(text);
    const unit = EPOCH_UNITS.find(([above]) => number > above);
    return unit === undefined ? number : number / unit[1];
  }
  const [, year, month, day, hour, minute, second, fraction = '0', zone = 'Z'] =
    DATE.exec(text) ?? [];
  if (year === undefined) return Number.NaN;
  const numbers = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = numbers;
  const isDate = mo >= 1 && mo <= 12 && d >= 1 && d <= daysOf(y, mo);
  if (!isDate || h > 23 || mi > 59 || s > 60) return Number.NaN;
  const ofDay = h * 3600 + mi * 60 + s + Number(fraction.replace(',', '.'));
  return daysSince1970(y, mo, d) * 86_400 + ofDay - offsetOf(zone);
}

function daysOf(year: number, month: number): number {
  const [nextYear, nextMonth] = month === 12 ? [year + 1, 1] : [year, month + 1];
  return daysSince1970(nextYear, nextMonth, 1) - daysSince1970(year, month, 1);
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const [hours = 0, minutes = 0] = [zone.slice(1, 3), zone.slice(-2)].map(Number);
  return (zone.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60);
}
