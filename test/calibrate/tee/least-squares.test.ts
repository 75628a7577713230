import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastSquares, type Observation } from '../../../src/calibrate/tee/least-squares.js';
import { withInterval } from '../../../src/calibrate/tee/uncertainty.js';
import { holds } from '../../support/property.js';

const unknown = (value: number) => ({ value, components: null });

describe('least squares with one or two coefficients', () => {
  it('leave residuals that no coefficient could explain', () => {
    const observation = fc.record({
      x: fc.integer({ min: 0, max: 300 }),
      y: fc.double({ min: -10, max: 10, noNaN: true }),
      weight: fc.double({ min: 0.01, max: 100, noNaN: true }),
    });
    const all = fc.uniqueArray(observation, { minLength: 2, maxLength: 9, selector: ({ x }) => x });
    holds(
      all,
      (drawn) => {
        const observations = drawn.map(
          ({ x, y, weight }): Observation => ({ terms: [1, x], y: unknown(y), weight }),
        );
        const [a, b] = leastSquares(observations) ?? [];
        for (const term of [0, 1]) {
          const parts = drawn.map(({ x, y, weight }) => {
            const residual = y - (a?.value ?? 0) - (b?.value ?? 0) * x;
            return weight * residual * (term === 0 ? 1 : x);
          });
          const sum = parts.reduce((total, each) => total + each, 0);
          const scale = drawn.reduce((total, { x, weight }) => total + weight * 10 * (1 + x), 0);
          expect(Math.abs(sum) / scale).toBeLessThan(1e-6);
        }
      },
      300,
    );
  });

  it('take the standard errors from the residuals where nothing was repeated', () => {
    // The textbook case: y = 1, 3, 2, 4 at x = 1…4 has slope 0.8, intercept 0.5 and a residual
    // sum of squares of 1.8; the slope's standard error is √(0.9 / 5).
    const observations = [1, 3, 2, 4].map(
      (y, at): Observation => ({ terms: [1, at + 1], y: unknown(y), weight: 1 }),
    );
    const [a, b] = (leastSquares(observations) ?? []).map(withInterval);
    expect(a?.value).toBeCloseTo(0.5, 12);
    expect(b?.value).toBeCloseTo(0.8, 12);
    expect(b?.standardError).toBeCloseTo(Math.sqrt(0.9 / 5), 12);
    // t₀.₉₇₅ with 2 degrees of freedom is 4.302653.
    expect((b?.ci95?.[1] ?? 0) - 0.8).toBeCloseTo(4.302653 * Math.sqrt(0.9 / 5), 5);
  });

  it('carry the variance of repeated observations over, whatever the weights', () => {
    const observations = [0, 10].map(
      (x, at): Observation => ({
        terms: [1, x],
        y: { value: 1 + x, components: [{ variance: 4 * (at + 1), freedom: 4 }] },
        weight: 7 - at,
      }),
    );
    const [a, b] = (leastSquares(observations) ?? []).map(withInterval);
    // Through two points goes one line: a = y(0), b = (y(10) − y(0)) / 10.
    expect(a?.standardError).toBeCloseTo(2, 12);
    expect(b?.standardError).toBeCloseTo(Math.sqrt((4 + 8) / 100), 12);
  });

  it('give nothing where the terms cannot be told apart', () => {
    const same = [1, 2].map((y): Observation => ({ terms: [1, 5], y: unknown(y), weight: 1 }));
    expect(leastSquares(same)).toBeUndefined();
    expect(leastSquares([])).toBeUndefined();
    const nothing = [{ terms: [0], y: unknown(1), weight: 1 }];
    expect(leastSquares(nothing)).toBeUndefined();
  });
});
