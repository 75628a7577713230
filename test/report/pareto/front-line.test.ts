import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paretoFront } from '../../../src/analysis/pareto/front.js';
import { frontLine } from '../../../src/report/pareto/front-line.js';
import { holds } from '../../support/property.js';

const direction = fc.constantFrom('higher' as const, 'lower' as const);
const coordinate = fc.integer({ min: 0, max: 20 });

describe('frontLine', () => {
  it('goes by corners that both points reach, not straight', () => {
    const front = [
      { x: 5, y: 1 },
      { x: 1, y: 5 },
    ];
    expect(frontLine(front, { x: 'higher', y: 'higher' })).toEqual([
      { x: 1, y: 5 },
      { x: 1, y: 1 },
      { x: 5, y: 1 },
    ]);
    const other = [
      { x: 1, y: 1 },
      { x: 5, y: 5 },
    ];
    expect(frontLine(other, { x: 'lower', y: 'higher' })).toEqual([
      { x: 1, y: 1 },
      { x: 5, y: 1 },
      { x: 5, y: 5 },
    ]);
  });

  it('promises nothing that is not reached: a measured point is at least as good in both', () => {
    const points = fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 1 });
    holds(fc.tuple(points, fc.record({ x: direction, y: direction })), ([all, better]) => {
      const isFront = paretoFront(all, better);
      const front = all.filter((_, at) => isFront[at]);
      const asGood = (a: number, b: number, which: 'higher' | 'lower'): boolean =>
        which === 'higher' ? a >= b : a <= b;
      for (const vertex of frontLine(front, better)) {
        const reached = all.some(
          ({ x, y }) => asGood(x, vertex.x, better.x) && asGood(y, vertex.y, better.y),
        );
        expect(reached).toBe(true);
      }
    });
  });
});
