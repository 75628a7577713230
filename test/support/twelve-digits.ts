import { expect } from 'vitest';

/** Relative: what a conversion to another unit and back may cost. */
const TOLERANCE = 1e-12;

/**
 * Whether two pieces of plain data are the same, numbers to 12 digits. Says where they differ.
 */
export function expectSameTo12Digits(actual: unknown, expected: unknown, path = ''): void {
  if (typeof actual === 'number' && typeof expected === 'number') {
    const isSame =
      Object.is(actual, expected) ||
      Math.abs(actual - expected) <= TOLERANCE * Math.max(Math.abs(actual), Math.abs(expected));
    expect(isSame, `${path}: ${actual} is not ${expected}`).toBe(true);
  } else if (isObject(actual) && isObject(expected)) {
    expect(Object.keys(actual).sort(), path).toEqual(Object.keys(expected).sort());
    for (const [key, value] of Object.entries(actual)) {
      expectSameTo12Digits(value, expected[key], `${path}.${key}`);
    }
  } else expect(actual, path).toEqual(expected);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
