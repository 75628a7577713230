import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastSquares } from '../../src/analysis/least-squares.js';
import { holds } from '../support/property.js';

const coefficient = fc.double({ min: -100, max: 100, noNaN: true });

describe('least squares', () => {
  it('finds the plane that points lie in, whatever the weights', () => {
    const weights = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), {
      minLength: 5,
      maxLength: 5,
    });
    holds(fc.tuple(coefficient, coefficient, coefficient, weights), ([a, b, c, weight]) => {
      const rows = [
        [1, 128, 128],
        [1, 512, 128],
        [1, 2048, 512],
        [1, 8192, 128],
        [1, 512, 512],
      ];
      const values = rows.map(([, x = 0, y = 0]) => a + b * x + c * y);
      const scale = Math.max(1, ...values.map(Math.abs));
      const fit = leastSquares(rows, values, weight);
      for (const [at, expected] of [a, b, c].entries()) {
        expect(Math.abs((fit?.coefficients[at] ?? Number.NaN) - expected)).toBeLessThan(
          1e-9 * scale,
        );
      }
      expect(fit?.freedom).toBe(2);
    });
  });

  it('has the standard errors of the textbook line', () => {
    const x = [1, 2, 4, 7];
    const fit = leastSquares(
      x.map((each) => [1, each]),
      [1, 3, 2, 5],
      [4, 4, 4, 4],
    );
    const mean = 3.5;
    const squares = x.reduce((sum, each) => sum + (each - mean) ** 2, 0);
    const variance = 1 / 4;
    expect(fit?.standardErrors[1]).toBeCloseTo(Math.sqrt(variance / squares), 12);
    expect(fit?.standardErrors[0]).toBeCloseTo(
      Math.sqrt(variance * (1 / 4 + mean ** 2 / squares)),
      12,
    );
  });

  it('minimises the weighted sum of squares', () => {
    const rows = [
      [1, 0],
      [1, 1],
      [1, 3],
    ];
    const [values, weights] = [
      [1, 4, 2],
      [1, 10, 3],
    ];
    const fit = leastSquares(rows, values, weights);
    const sum = (a: number, b: number): number =>
      rows.reduce((total, [, x = 0], at) => {
        return total + (weights[at] ?? 0) * ((values[at] ?? 0) - a - b * x) ** 2;
      }, 0);
    const [a = 0, b = 0] = fit?.coefficients ?? [];
    expect(fit?.chiSquare).toBeCloseTo(sum(a, b), 12);
    for (const step of [-1e-4, 1e-4]) {
      expect(sum(a + step, b)).toBeGreaterThan(sum(a, b));
      expect(sum(a, b + step)).toBeGreaterThan(sum(a, b));
    }
  });

  it('says when columns cannot be told apart, or observations are too few', () => {
    const together = [128, 512, 2048].map((length) => [1, length, 2 * length]);
    expect(leastSquares(together, [1, 2, 3], [1, 1, 1])).toBeNull();
    expect(leastSquares([[1, 2]], [1], [1])).toBeNull();
  });
});
