import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSteps, logSpaced, spaced, stepped } from '../../../src/experiment/sweep/ranges.js';
import { holds } from '../../support/property.js';

/** A decimal number as digits and the number of those after the point. */
const decimal = fc.record({ digits: fc.integer({ min: -1e9, max: 1e9 }), places: fc.nat(12) });
const numberOf = (digits: bigint, places: number): number => Number(`${digits}e-${places}`) + 0;

describe('stepped', () => {
  it.each([
    [0.1, 0.3, 0.1, [0.1, 0.2, 0.3]],
    [1, 2, 0.25, [1, 1.25, 1.5, 1.75, 2]],
    [0, 1, 0.3, [0, 0.3, 0.6, 0.9]],
    [-0.2, 0.2, 0.1, [-0.2, -0.1, 0, 0.1, 0.2]],
    [1, 3, 5, [1]],
    [1e-7, 3e-7, 1e-7, [1e-7, 2e-7, 3e-7]],
    [1e21, 3e21, 1e21, [1e21, 2e21, 3e21]],
  ])('from %d to %d by %d', (from, to, step, values) => {
    expect(stepped(from, to, step)).toEqual(values);
  });

  it('has the doubles nearest to the exact points, the last one if it lies on the grid', () => {
    const cases = fc.record({
      from: decimal,
      step: fc.integer({ min: 1, max: 1e6 }),
      count: fc.integer({ min: 1, max: 40 }),
      beyond: fc.double({ min: 0, max: 0.999, noNaN: true }),
    });
    holds(cases, ({ from: { digits, places }, step, count, beyond }) => {
      const exact = Array.from({ length: count }, (_, at) => BigInt(digits) + BigInt(at * step));
      const last = exact.at(-1) ?? 0n;
      const to = last + BigInt(Math.floor(beyond * step));
      const range = [BigInt(digits), to, BigInt(step)].map((part) => numberOf(part, places));
      const [start = 0, end = 0, width = 1] = range;
      expect(stepped(start, end, width)).toEqual(exact.map((point) => numberOf(point, places)));
      expect(countSteps(start, end, width)).toBe(count);
    });
  });
});

describe('spaced', () => {
  it.each([
    [0, 1, 5, [0, 0.25, 0.5, 0.75, 1]],
    [0.1, 0.3, 3, [0.1, 0.2, 0.3]],
    [0, 1, 4, [0, 0.333333, 0.666667, 1]],
    [0, 2e-3, 4, [0, 0.000666667, 0.001333333, 0.002]],
    [1, 2, 2, [1, 2]],
  ])('from %d to %d, %d points', (from, to, count, values) => {
    expect(spaced(from, to, count)).toEqual(values);
  });

  it('is what steps give where the distance is a short decimal', () => {
    const cases = fc.record({
      from: decimal,
      step: fc.integer({ min: 1, max: 999_999 }),
      count: fc.integer({ min: 2, max: 40 }),
    });
    holds(cases, ({ from: { digits, places }, step, count }) => {
      const to = BigInt(digits) + BigInt(step * (count - 1));
      const [start, end, width] = [BigInt(digits), to, BigInt(step)].map((part) =>
        numberOf(part, places),
      ) as [number, number, number];
      expect(spaced(start, end, count)).toEqual(stepped(start, end, width));
    });
  });

  it('ascends from one end to the other, within a millionth of a step of equal distances', () => {
    const cases = fc.record({
      from: fc.integer({ min: -1000, max: 1000 }),
      width: fc.integer({ min: 1, max: 1000 }),
      count: fc.integer({ min: 2, max: 200 }),
    });
    holds(cases, ({ from, width, count }) => {
      const points = spaced(from, from + width, count);
      const distance = width / (count - 1);
      expect([points[0], points.at(-1), points.length]).toEqual([from, from + width, count]);
      for (const [at, point] of points.entries()) {
        expect(Math.abs(point - (from + at * distance))).toBeLessThan(5.1e-6 * distance);
      }
    });
  });
});

describe('logSpaced', () => {
  it.each([
    [0.1, 10, 9, [0.1, 0.178, 0.316, 0.562, 1, 1.78, 3.16, 5.62, 10]],
    [1, 1000, 4, [1, 10, 100, 1000]],
    [1, 2, 2, [1, 2]],
    [1.2345, 123.45, 3, [1.2345, 12.3, 123.45]],
    // Three digits would give 1, 1, 1, 1.01, …
    [1, 1.01, 5, [1, 1.0025, 1.005, 1.0075, 1.01]],
  ])('from %d to %d, %d points', (from, to, count, values) => {
    expect(logSpaced(from, to, count)).toEqual(values);
  });

  it('ascends from one end to the other at nearly equal ratios', () => {
    const cases = fc.record({
      from: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      ratio: fc.double({ min: 1.01, max: 1e6, noNaN: true }),
      count: fc.integer({ min: 2, max: 200 }),
    });
    holds(cases, ({ from, ratio, count }) => {
      const points = logSpaced(from, from * ratio, count);
      const distance = Math.log(ratio) / (count - 1);
      expect([points[0], points.at(-1), points.length]).toEqual([from, from * ratio, count]);
      for (const [at, point] of points.entries()) {
        const exact = Math.log(from) + at * distance;
        expect(Math.abs(Math.log(point) - exact)).toBeLessThan(distance / 15);
      }
    });
  });
});
