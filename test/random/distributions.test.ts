import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../src/errors.js';
import {
  type DurationFamily,
  type DurationQuantile,
  durationProblem,
  durationQuantile,
} from '../../src/random/distributions.js';

const SPREAD_FAMILIES: readonly DurationFamily[] = ['normal', 'lognormal', 'gamma'];
const ALL_FAMILIES: readonly DurationFamily[] = [...SPREAD_FAMILIES, 'constant', 'exponential'];

/**
 * Mean and sd by integrating the quantile over u, with u = x³(10 − 15x + 6x²): that crowds the
 * points at both ends, where the quantile is steep.
 */
function integrateMoments(quantile: DurationQuantile, points = 4000): { mean: number; sd: number } {
  let first = 0;
  let second = 0;
  for (let i = 0; i < points; i++) {
    const x = (i + 0.5) / points;
    const value = quantile.at(x ** 3 * (10 - 15 * x + 6 * x * x));
    const weight = (30 * x * x * (1 - x) ** 2) / points;
    first += weight * value;
    second += weight * value * value;
  }
  return { mean: first, sd: Math.sqrt(second - first * first) };
}

describe('durationQuantile', () => {
  it.each([
    ['normal', 11.0054, 2.3099],
    ['normal', 3.5534, 2.5117],
    ['normal', 2, 1.9],
    ['lognormal', 8.5, 1.6],
    ['lognormal', 1, 0.9],
    ['gamma', 4.6755, 3.0433],
    ['gamma', 0.0043, 0.0003],
    ['gamma', 1, 1.8],
    ['exponential', 2.5, 2.5],
  ] as const)('%s of mean %d and sd %d has these moments', (family, mean, sd) => {
    const quantile = durationQuantile(family, mean, sd);
    const moments = integrateMoments(quantile);
    expect(moments.mean / mean).toBeCloseTo(1, 5);
    expect(moments.sd / sd).toBeCloseTo(1, 3);
    expect([quantile.mean, quantile.sd]).toEqual([mean, sd]);
  });

  it('rises with u and is never negative', () => {
    const unit = fc.double({ min: 2 ** -53, max: 1 - 2 ** -53, noNaN: true });
    const cv = fc.double({ min: 0.001, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...SPREAD_FAMILIES), cv, unit, unit, (family, ratio, a, b) => {
        const quantile = durationQuantile(family, 3, 3 * ratio);
        const low = quantile.at(Math.min(a, b));
        const high = quantile.at(Math.max(a, b));
        expect(low).toBeGreaterThanOrEqual(0);
        // Neighbouring u may round either way in the last digits.
        expect(high).toBeGreaterThanOrEqual(low * (1 - 1e-12));
      }),
      { numRuns: 300 },
    );
  });

  it('is finite, never negative and rises with u for all that is accepted', () => {
    const size = fc.double({ min: -323, max: 12, noNaN: true }).map((power) => 10 ** power);
    const cv = fc.oneof(
      fc.constantFrom(1e-320, 1e-160, 1e-12, 0.0031623, 0.1, 0.99, 10),
      fc.double({ min: -320, max: 1, noNaN: true }).map((power) => 10 ** power),
    );
    const draw = fc.oneof(
      fc.constantFrom(Number.MIN_VALUE, 2 ** -53, 1 - 2 ** -53),
      fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...ALL_FAMILIES),
        size,
        cv,
        draw,
        draw,
        (family, mean, ratio, a, b) => {
          fc.pre(durationProblem(family, mean, ratio * mean) === undefined);
          const quantile = durationQuantile(family, mean, ratio * mean);
          const [low, high] = [quantile.at(Math.min(a, b)), quantile.at(Math.max(a, b))];
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThan(Number.POSITIVE_INFINITY);
          // Neighbouring u may round either way in the last digits.
          expect(high).toBeGreaterThanOrEqual(low - 1e-12 * (low + mean));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('has no spread below 10⁻¹² of the mean', () => {
    for (const family of SPREAD_FAMILIES) {
      for (const cv of [1e-320, 1e-160, 0.9e-12]) {
        const quantile = durationQuantile(family, 2, 2 * cv);
        expect([quantile.at(0.01), quantile.at(0.99), quantile.sd]).toEqual([2, 2, 0]);
      }
      expect(durationQuantile(family, 2, 1e-9).at(0.99)).toBeGreaterThan(2);
    }
  });

  it('takes what arithmetic makes of a spread at the limit', () => {
    expect(durationQuantile('normal', 1, 0.99 * (1 + 1e-10)).at(0.5)).toBeGreaterThan(0);
    expect(durationProblem('normal', 1, 0.99 * (1 + 1e-10))).toBeTypeOf('string');
    expect(durationQuantile('normal', 1e-322, 1e-322).at(0.5)).toBe(1e-322);
  });

  it('keeps extreme draws finite', () => {
    for (const family of SPREAD_FAMILIES) {
      const quantile = durationQuantile(family, 10, 9);
      for (const u of [2 ** -53, 1 - 2 ** -53]) expect(quantile.at(u)).toBeLessThan(1e6);
    }
  });

  it('is the exponential by inversion', () => {
    expect(durationQuantile('exponential', 4, 99).at(0.75)).toBeCloseTo(4 * Math.log(4), 12);
    expect(durationQuantile('exponential', 4, 99).sd).toBe(4);
  });

  it('is constant when told so, or without spread', () => {
    expect(durationQuantile('constant', 7, 3).at(0.9)).toBe(7);
    expect(durationQuantile('constant', 7, 3).sd).toBe(0);
    for (const family of SPREAD_FAMILIES) expect(durationQuantile(family, 7, 0).at(0.9)).toBe(7);
    expect(durationQuantile('gamma', 0, 0).at(0.3)).toBe(0);
  });
});

describe('durationProblem', () => {
  it.each([
    ['normal', 1, 1],
    ['normal', 2, 3],
    ['gamma', 0, 1],
    ['gamma', 2, 20.1],
    ['lognormal', 1e-200, 1e200],
    ['lognormal', -1, 0.1],
    ['constant', Number.NaN, 0],
    ['gamma', 1, Number.POSITIVE_INFINITY],
  ] as const)(
    'names one for %s of mean %d and sd %d, which is then refused',
    (family, mean, sd) => {
      expect(durationProblem(family, mean, sd)).toBeTypeOf('string');
      expect(() => durationQuantile(family, mean, sd)).toThrow(InvariantError);
    },
  );

  it('names none for what exists', () => {
    expect(durationProblem('normal', 1, 0.99)).toBeUndefined();
    expect(durationProblem('normal', 3, 2.97)).toBeUndefined();
    expect(durationProblem('gamma', 0.3, 3)).toBeUndefined();
    expect(durationProblem('exponential', 1, 0)).toBeUndefined();
  });
});
