import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { interpolateLinearly, MonotoneCubic } from '../../src/timing/interpolation.js';

const points = fc
  .array(
    fc.tuple(
      fc.double({ min: 0.1, max: 20, noNaN: true }),
      fc.double({ min: 0, max: 50, noNaN: true }),
    ),
    {
      minLength: 2,
      maxLength: 9,
    },
  )
  .map((steps) => {
    let x = 0;
    const xs = steps.map(([step]) => {
      x += step;
      return x;
    });
    return { xs, ys: steps.map(([, y]) => y) };
  });

describe('MonotoneCubic', () => {
  it('goes through its points', () => {
    fc.assert(
      fc.property(points, ({ xs, ys }) => {
        const curve = new MonotoneCubic(xs, ys);
        xs.forEach((x, k) => {
          expect(curve.at(x)).toBe(ys[k]);
        });
      }),
    );
  });

  it('is monotone between neighbouring points and stays between their values', () => {
    fc.assert(
      fc.property(points, fc.nat(7), ({ xs, ys }, pick) => {
        const left = pick % (xs.length - 1);
        const [x0, x1] = [xs[left] as number, xs[left + 1] as number];
        const [y0, y1] = [ys[left] as number, ys[left + 1] as number];
        const curve = new MonotoneCubic(xs, ys);
        let before = y0;
        for (let k = 1; k <= 20; k += 1) {
          // Rounding must not carry the last step over the point.
          const value = curve.at(Math.min(x0 + ((x1 - x0) * k) / 20, x1));
          expect((value - before) * Math.sign(y1 - y0)).toBeGreaterThanOrEqual(-1e-9);
          expect(value).toBeGreaterThanOrEqual(Math.min(y0, y1));
          expect(value).toBeLessThanOrEqual(Math.max(y0, y1));
          before = value;
        }
      }),
    );
  });

  it('survives slopes near the smallest number there is', () => {
    const curve = new MonotoneCubic([1, 2, 3], [2.6e-4, 9.4e-323, 0]);
    expect([1, 2, 3].map((x) => curve.at(x))).toEqual([2.6e-4, 9.4e-323, 0]);
    expect(curve.at(2.5)).toBeGreaterThanOrEqual(0);
  });

  it('reproduces a straight line', () => {
    const curve = new MonotoneCubic([1, 3, 4, 9], [5, 11, 14, 29]);
    for (const x of [1.5, 2, 3.7, 6, 8.9]) expect(curve.at(x)).toBeCloseTo(2 + 3 * x, 12);
  });

  it('is smooth where the slope changes', () => {
    const curve = new MonotoneCubic([0, 1, 2], [0, 1, 3]);
    const slope = (x: number) => (curve.at(x + 1e-6) - curve.at(x)) / 1e-6;
    expect(slope(1 - 1e-6)).toBeCloseTo(slope(1), 4);
    expect(slope(1)).toBeCloseTo(1.5, 4);
  });

  it('is flat at a peak', () => {
    const curve = new MonotoneCubic([0, 1, 2], [0, 4, 1]);
    expect(curve.at(0.999)).toBeLessThan(4);
    expect((4 - curve.at(0.999)) / 0.001).toBeLessThan(0.02);
  });

  it('keeps the nearest value outside its points, and is constant with one point', () => {
    expect(new MonotoneCubic([2, 4], [1, 7]).at(1)).toBe(1);
    expect(new MonotoneCubic([2, 4], [1, 7]).at(9)).toBe(7);
    expect([0, 3, 8].map((x) => new MonotoneCubic([3], [5]).at(x))).toEqual([5, 5, 5]);
  });
});

describe('interpolateLinearly', () => {
  it('is straight between points and constant outside', () => {
    const at = (x: number) => interpolateLinearly([2, 4, 8], [1, 2, 0], x);
    expect([1, 2, 3, 4, 5, 8, 10].map(at)).toEqual([1, 1, 1.5, 2, 1.5, 0, 0]);
  });
});
