import { daysSince1970 } from '../calendar.js';

const NANOS = 1e9;
const MINUTE = 60;
const HOUR = 3600;
const MOST_DECIMALS = 9;
const DAY_SECONDS = 86_400;

/** `2023-11-16 18:17:03`, decimals, and a zone: `Z` or `+01:00`. */
const REST = /^[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):?(\d\d))?$/;
const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const DAY_CHARACTERS = 10;

/**
 * A date and a time as text, with up to nine decimals, which a Date of JavaScript would cut to
 * three. Without a zone it is UTC.
 */
export class UtcStamp {
  /** Since 1970, s, whole. */
  seconds = 0;
  /** Below a second, ns, whole. */
  nanos = 0;
  /** The days of a trace change rarely. */
  #day = '';
  #dayStart = Number.NaN;

  /** Takes a text; false, and unchanged, when it is no such time. */
  read(text: string): boolean {
    const found = REST.exec(text.slice(DAY_CHARACTERS));
    const start = this.#startOf(text.slice(0, DAY_CHARACTERS));
    if (found === null || Number.isNaN(start)) return false;
    const [, hours, minutes, seconds, decimals = '', sign, zoneHours, zoneMinutes] = found;
    const ofDay = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds);
    if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return false;
    const zone = sign === undefined ? 0 : Number(zoneHours) * HOUR + Number(zoneMinutes) * MINUTE;
    this.seconds = start + ofDay - (sign === '-' ? -zone : zone);
    this.nanos = decimals === '' ? 0 : Number(decimals) * 10 ** (MOST_DECIMALS - decimals.length);
    return true;
  }

  /**
   * Seconds since an earlier stamp. Whole nanoseconds are divided once, so that the result is the
   * float64 nearest to the decimals written, for any span below 104 days.
   */
  since(earlier: UtcStamp): number {
    return ((this.seconds - earlier.seconds) * NANOS + (this.nanos - earlier.nanos)) / NANOS;
  }

  copyFrom({ seconds, nanos }: UtcStamp): void {
    this.seconds = seconds;
    this.nanos = nanos;
  }

  /** When a day begins, s since 1970; NaN for a text that is no day of the calendar. */
  #startOf(day: string): number {
    if (day === this.#day) return this.#dayStart;
    this.#day = day;
    this.#dayStart = dayNumber(DAY.exec(day)) * DAY_SECONDS;
    return this.#dayStart;
  }
}

/** Of a year, month and day as text, by the Gregorian calendar; NaN for what is no day of it. */
function dayNumber(day: RegExpExecArray | null): number {
  const [year, month, date] = (day?.slice(1) ?? []).map(Number);
  if (year === undefined || month === undefined || date === undefined) return Number.NaN;
  if (month < 1 || month > 12 || date < 1) return Number.NaN;
  const found = daysSince1970(year, month, date);
  const next = month === 12 ? daysSince1970(year + 1, 1, 1) : daysSince1970(year, month + 1, 1);
  return found < next ? found : Number.NaN;
}
