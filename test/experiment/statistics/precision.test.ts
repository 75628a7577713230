import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  precisionReached,
  replicationChecks,
} from '../../../src/experiment/statistics/precision.js';
import type { PrecisionTarget } from '../../../src/experiment/sweep/types.js';
import { estimateFraction } from '../../../src/metrics/estimate.js';

const MEAN_LATENCY = 'latencySeconds.mean';
const ATTAINMENT = 'sla.attainmentReceived';

function target(parts: Partial<PrecisionTarget>): PrecisionTarget {
  return { metric: MEAN_LATENCY, of: 'mean', absolute: null, relative: null, ...parts };
}

function reached(one: PrecisionTarget, cells: readonly (readonly number[])[], baseline?: number) {
  return precisionReached([one], {
    cells: cells.map((_, cell) => cell),
    baseline: baseline ?? null,
    values: (cell) => cells[cell] ?? [],
  });
}

/** Mean 3, half-width of the Student t interval 2.7764451·√(2.5 / 5) = 1.96324. */
const FIVE = [1, 2, 3, 4, 5];

describe('replicationChecks', () => {
  it('looks after 20, 30, 45, 68, … and at the end', () => {
    expect(replicationChecks(20, 200)).toEqual([20, 30, 45, 68, 102, 153, 200]);
    expect(replicationChecks(20, 45)).toEqual([20, 30, 45]);
    expect(replicationChecks(20, 20)).toEqual([20]);
  });

  it('never goes beyond the most, and grows by about half each time', () => {
    const bounds = fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 5000 }));
    fc.assert(
      fc.property(bounds, ([least, more]) => {
        const checks = replicationChecks(least, least + more);
        expect([checks[0], checks.at(-1)]).toEqual([least, least + more]);
        checks.slice(1, -1).forEach((check, at) => {
          expect(check).toBe(Math.ceil((checks[at] ?? 0) * 1.5));
        });
      }),
    );
  });
});

describe('precisionReached', () => {
  it('stops when the half-width is as short as asked for, not before', () => {
    expect(reached(target({ absolute: 1.9633 }), [FIVE])).toBe(true);
    expect(reached(target({ absolute: 1.9632 }), [FIVE])).toBe(false);
    expect(reached(target({ relative: 1.9633 / 3 }), [FIVE])).toBe(true);
    expect(reached(target({ relative: 1.9632 / 3 }), [FIVE])).toBe(false);
  });

  it('judges a relative precision by the size of a negative mean', () => {
    const negative = FIVE.map((value) => -value);
    expect(reached(target({ relative: 0.66 }), [negative])).toBe(true);
  });

  it('asks for the longer arm of the interval of a fraction', () => {
    const fractions = [0.9, 0.95, 0.99, 1, 0.97];
    const { mean, ci95 } = estimateFraction(fractions);
    const longer = mean - (ci95?.[0] ?? Number.NaN);
    const one = target({ metric: ATTAINMENT, absolute: longer + 1e-9 });
    expect(reached(one, [fractions])).toBe(true);
    expect(reached({ ...one, absolute: longer - 1e-9 }, [fractions])).toBe(false);
  });

  it('takes a difference pair by pair, relative to the mean of the baseline', () => {
    // Differences 1, 2, 3, 4, 5; the baseline's mean is 30.
    const baseline = [10, 20, 30, 40, 50];
    const cell = baseline.map((value, at) => value + (FIVE[at] ?? 0));
    const difference = target({ of: 'difference' });
    expect(reached({ ...difference, absolute: 1.9633 }, [baseline, cell], 0)).toBe(true);
    expect(reached({ ...difference, absolute: 1.9632 }, [baseline, cell], 0)).toBe(false);
    expect(reached({ ...difference, relative: 1.9633 / 30 }, [baseline, cell], 0)).toBe(true);
    expect(reached({ ...difference, relative: 1.9632 / 30 }, [baseline, cell], 0)).toBe(false);
  });

  it('takes the pairs that both cells have while one is behind', () => {
    const difference = target({ of: 'difference', absolute: 1.9633 });
    const cell = [11, 22, 33, 44, 55];
    expect(reached(difference, [[10, 20, 30, 40, 50, 60, 70], cell], 0)).toBe(true);
  });

  it('waits for the worst cell and for every target', () => {
    const tight = FIVE.map((value) => value / 10);
    expect(reached(target({ absolute: 1 }), [tight, FIVE])).toBe(false);
    const sample = { cells: [0], baseline: null, values: () => FIVE };
    expect(precisionReached([target({ absolute: 2 }), target({ absolute: 1 })], sample)).toBe(
      false,
    );
    expect(precisionReached([target({ absolute: 2 }), target({ absolute: 3 })], sample)).toBe(true);
  });

  it('is content with what does not vary, never with what is not known', () => {
    expect(reached(target({ absolute: 0 }), [[4, 4, 4]])).toBe(true);
    expect(reached(target({ absolute: 100 }), [[Number.NaN, 4, Number.NaN]])).toBe(false);
    expect(reached(target({ absolute: 100 }), [[]])).toBe(false);
  });

  it('reaches a looser target whenever it reaches a tighter one', () => {
    const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2 });
    const width = fc.double({ min: 0, max: 50, noNaN: true });
    fc.assert(
      fc.property(values, width, width, (sample, one, more) => {
        fc.pre(reached(target({ absolute: one }), [sample]));
        expect(reached(target({ absolute: one + more }), [sample])).toBe(true);
      }),
    );
  });
});
