import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UtcStamp } from '../../../src/interop/traces/utc-stamp.js';

function stamp(text: string): UtcStamp {
  const made = new UtcStamp();
  if (!made.read(text)) throw new Error(`not read: ${text}`);
  return made;
}

describe('a date and time', () => {
  it('is counted from 1970 by the calendar that everyone has', () => {
    const days = fc.date({
      min: new Date('1600-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(days, (date) => {
        const { seconds, nanos } = stamp(date.toISOString());
        expect(seconds * 1000 + nanos / 1e6).toBe(date.getTime());
      }),
    );
  });

  it.each([
    ['2023-02-29 00:00:00', false],
    ['2024-02-29 00:00:00', true],
    ['2100-02-29 00:00:00', false],
    ['2000-02-29 00:00:00', true],
    ['2023-00-10 00:00:00', false],
    ['2023-13-10 00:00:00', false],
    ['2023-04-31 00:00:00', false],
    ['2023-04-00 00:00:00', false],
    ['2023-04-01 00:00:60', false],
  ])('%s is one: %s', (text, isOne) => {
    expect(new UtcStamp().read(text)).toBe(isOne);
  });

  it('may say its zone', () => {
    const utc = stamp('2024-05-10 00:30:00Z');
    expect(stamp('2024-05-10 02:30:00+02:00').since(utc)).toBe(0);
    expect(stamp('2024-05-09 19:00:00-05:30').since(utc)).toBe(0);
    expect(stamp('2024-05-10 00:30:00').since(utc)).toBe(0);
  });
});
