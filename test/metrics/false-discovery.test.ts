import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { qValues } from '../../src/metrics/false-discovery.js';

describe('qValues', () => {
  it('are those of the example by hand', () => {
    // Ranks 1, 3, 2, 4 of four: 0.01·4, 0.03·4/3, 0.025·4/2 → at most the next one's, 0.9.
    const found = qValues([0.01, 0.03, 0.025, 0.9]);
    [0.04, 0.04, 0.04, 0.9].forEach((q, at) => {
      expect(found[at]).toBeCloseTo(q, 12);
    });
    expect(qValues([])).toEqual([]);
    expect(qValues([0.2])).toEqual([0.2]);
  });

  it('make the same discoveries as the step-up procedure, at any rate', () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(probability, { minLength: 1, maxLength: 30 }),
        probability,
        (ps, rate) => {
          const sorted = ps.toSorted((a, b) => a - b);
          // The largest rank k whose p is at most k/m of the rate: that one and all below it.
          const last = sorted.findLast((p, at) => (p * ps.length) / (at + 1) <= rate) ?? -1;
          expect(qValues(ps).map((q) => q <= rate)).toEqual(ps.map((p) => p <= last));
        },
      ),
    );
  });
});
