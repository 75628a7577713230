import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Directions,
  type FrontPoint,
  paretoFront,
} from '../../../src/analysis/pareto/front.js';
import { holds } from '../../support/property.js';

const BOTH_HIGHER: Directions = { x: 'higher', y: 'higher' };

/** Every point against every other: the definition, word for word. */
function slowFront(points: readonly FrontPoint[], better: Directions): readonly boolean[] {
  const isBetter = (a: number, b: number, which: 'higher' | 'lower'): boolean =>
    which === 'higher' ? a > b : a < b;
  return points.map((point) =>
    points.every(
      (other) => !(isBetter(other.x, point.x, better.x) && isBetter(other.y, point.y, better.y)),
    ),
  );
}

const direction = fc.constantFrom('higher' as const, 'lower' as const);
const directions = fc.record({ x: direction, y: direction });
// Few different values, so that ties and equal points are the rule.
const coarse = fc.integer({ min: 0, max: 6 });
const fine = fc.double({ noNaN: true, noDefaultInfinity: true });
const points = fc.oneof(
  fc.array(fc.record({ x: coarse, y: coarse }), { maxLength: 40 }),
  fc.array(fc.record({ x: fine, y: fine }), { maxLength: 40 }),
);

describe('paretoFront', () => {
  it('is what comparing every point with every other gives, ties and all', () => {
    holds(fc.tuple(points, directions), ([all, better]) => {
      expect(paretoFront(all, better)).toEqual(slowFront(all, better));
    });
  });

  it('does not depend on the order of the points', () => {
    holds(fc.tuple(points, directions), ([all, better]) => {
      const reversed = [...all].reverse();
      expect([...paretoFront(reversed, better)].reverse()).toEqual(paretoFront(all, better));
    });
  });

  it('is never empty where there are points', () => {
    holds(fc.tuple(points, directions), ([all, better]) => {
      expect(paretoFront(all, better).some(Boolean)).toBe(all.length > 0);
    });
  });

  it('keeps a point that another beats on one axis and equals on the other', () => {
    const all = [
      { x: 5, y: 3 },
      { x: 5, y: 2 },
      { x: 4, y: 3 },
      { x: 4, y: 2 },
    ];
    expect(paretoFront(all, BOTH_HIGHER)).toEqual([true, true, true, false]);
  });

  it('keeps equal points together', () => {
    const twice = [
      { x: 1, y: 1 },
      { x: 1, y: 1 },
    ];
    expect(paretoFront(twice, BOTH_HIGHER)).toEqual([true, true]);
    expect(paretoFront([...twice, { x: 2, y: 2 }], BOTH_HIGHER)).toEqual([false, false, true]);
  });

  it('goes by which end of an axis is better', () => {
    const all = [
      { x: 1, y: 10 },
      { x: 2, y: 20 },
      { x: 3, y: 5 },
    ];
    expect(paretoFront(all, { x: 'lower', y: 'higher' })).toEqual([true, true, false]);
    expect(paretoFront(all, { x: 'lower', y: 'lower' })).toEqual([true, false, true]);
  });
});
