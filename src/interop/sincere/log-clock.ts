import { daysSince1970 } from '../calendar.js';

/** `2024-10-02 13:53:04,153 `, as every line of the server begins. */
const STAMP = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d),(\d{3}) /;
const STAMP_INSIDE = /(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} )/;

export const STAMP_CHARACTERS = 24;

/** Milliseconds since 1970 in the log's own clock: whole numbers, so that differences are exact. */
export type LogTime = number;

/** The time with which a line of a log begins; NaN when it begins with none. */
export function stampOf(line: string): LogTime {
  const match = STAMP.exec(line);
  if (match === null) return Number.NaN;
  const [, year, month, day, hours, minutes, seconds, milliseconds] = match.map(Number);
  const days = daysSince1970(year as number, month as number, day as number);
  const ofDay = (hours as number) * 3600 + (minutes as number) * 60 + (seconds as number);
  return (days * 86_400 + ofDay) * 1000 + (milliseconds as number);
}

/** Parts a line in which a second record begins, because two threads wrote at once. */
export function splitAtStamps(line: string): readonly string[] {
  return line.split(STAMP_INSIDE);
}
