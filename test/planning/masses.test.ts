import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { massesOf, shareBelow } from '../../src/planning/file/masses.js';
import { durationQuantile } from '../../src/random/distributions.js';

const families = fc.constantFrom('lognormal', 'gamma', 'normal', 'exponential' as const);

describe('the share of lengths below a length', () => {
  it('is what the quantile, which requests are drawn by, is the inverse of', () =>
    fc.assert(
      fc.property(
        families,
        fc.double({ min: 1, max: 5000, noNaN: true }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (family, mean, cv, u) => {
          const sd = cv * mean;
          const length = durationQuantile(family, mean, sd).at(u);
          expect(shareBelow({ family, mean, sd }, length)).toBeCloseTo(u, 9);
        },
      ),
    ));

  it('makes buckets that add up, with what lies below and above, to everything', () =>
    fc.assert(
      fc.property(families, fc.double({ min: 1, max: 5000, noNaN: true }), (family, mean) => {
        const { inside, below, above } = massesOf({ family, mean, sd: mean / 2 }, [10, 100, 900]);
        const all = inside.reduce((sum, mass) => sum + mass, below + above);
        expect(all).toBeCloseTo(1, 12);
        expect(Math.min(...inside, below, above)).toBeGreaterThanOrEqual(0);
      }),
    ));
});
