import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../src/errors.js';
import { createBatchTimes } from '../../src/timing/batch-times.js';
import { line, momentsOver, table } from './support.js';

describe('a batch line', () => {
  it('takes a + b·n without spread', () => {
    const times = createBatchTimes(line({ a: 0.81, b: 0.0976 }));
    for (const size of [1, 7, 64, 500]) {
      expect(times.at(size, 0.3)).toBeCloseTo(0.81 + 0.0976 * size, 12);
      expect(times.mean(size)).toBeCloseTo(0.81 + 0.0976 * size, 12);
    }
  });

  it.each(['normal', 'lognormal', 'gamma'] as const)(
    'has mean a + b·n and the cv (%s)',
    (family) => {
      const times = createBatchTimes(line({ a: 1, b: 0.5, cv: 0.3, family }));
      const { mean, sd } = momentsOver((u) => times.at(6, u));
      expect(mean).toBeCloseTo(4, 3);
      expect(sd / mean).toBeCloseTo(0.3, 3);
    },
  );

  it('is an exponential of mean a for b = 0', () => {
    const times = createBatchTimes(line({ a: 2.5, b: 0, cv: 1, family: 'exponential' }));
    for (const u of [0.01, 0.5, 0.99]) {
      expect(times.at(3, u)).toBeCloseTo(-2.5 * Math.log(1 - u), 12);
    }
  });

  it('is defined for every size', () => {
    expect(createBatchTimes(line()).definedUpTo).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a batch table', () => {
  it('has the mean and sd of a measured size', () => {
    const times = createBatchTimes(table());
    for (const [size, mean, sd] of [
      [2, 1, 0.1],
      [4, 1.5, 0.3],
      [8, 3, 0.5],
    ] as const) {
      const found = momentsOver((u) => times.at(size, u));
      expect(times.mean(size)).toBe(mean);
      expect(found.mean).toBeCloseTo(mean, 3);
      expect(found.sd).toBeCloseTo(sd, 2);
    }
  });

  it('interpolates the sd on a straight line', () => {
    const times = createBatchTimes(table());
    expect(momentsOver((u) => times.at(6, u)).sd).toBeCloseTo(0.4, 2);
  });

  it('keeps the first values below the first size', () => {
    const times = createBatchTimes(table());
    expect(times.mean(1)).toBe(1);
    expect(times.at(1, 0.7)).toBe(times.at(2, 0.7));
  });

  it('refuses a batch beyond the table unless told to extrapolate', () => {
    const times = createBatchTimes(table());
    expect(times.definedUpTo).toBe(8);
    expect(times.mean(9)).toBe(Number.POSITIVE_INFINITY);
    expect(() => times.at(9, 0.5)).toThrow(InvariantError);
  });

  it('extrapolates on the line through the last two points, with the last sd / mean', () => {
    const times = createBatchTimes(table({ beyond: 'linear' }));
    expect(times.definedUpTo).toBe(Number.POSITIVE_INFINITY);
    expect(times.mean(12)).toBeCloseTo(3 + (4 * 1.5) / 4, 12);
    const { mean, sd } = momentsOver((u) => times.at(12, u));
    expect(mean).toBeCloseTo(4.5, 3);
    expect(sd / mean).toBeCloseTo(0.5 / 3, 3);
  });

  it('does not extrapolate downwards', () => {
    const falling = table({ mean: [1, 3, 2.9], sd: [0, 0.5, 0.5], beyond: 'linear' });
    expect(createBatchTimes(falling).mean(1000)).toBe(2.9);
  });

  it('gives the same durations whatever was asked before', () => {
    const used = createBatchTimes(table());
    for (const size of [8, 3, 5]) used.at(size, 0.2);
    expect(used.at(3, 0.9)).toBe(createBatchTimes(table()).at(3, 0.9));
  });

  it('never falls with n or u when its points do not fall', () => {
    const sizes = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 6 });
    const steps = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), {
      minLength: 6,
      maxLength: 6,
    });
    fc.assert(
      fc.property(sizes, steps, (unsorted, rises) => {
        const ascending = [...unsorted].sort((a, b) => a - b);
        let level = 0.5;
        const mean = ascending.map((_, k) => {
          level += rises[k] ?? 0;
          return level;
        });
        const sd = mean.map((value) => 0.2 * value);
        const times = createBatchTimes(table({ sizes: ascending, mean, sd, beyond: 'linear' }));
        for (let size = 1; size < 50; size += 1) {
          expect(times.mean(size + 1)).toBeGreaterThanOrEqual(times.mean(size) - 1e-12);
          expect(times.at(size, 0.8)).toBeGreaterThan(times.at(size, 0.2));
        }
      }),
    );
  });

  it('keeps a wide normal spread possible between sizes', () => {
    const wide = table({ sizes: [1, 100], mean: [1, 9], sd: [0.98, 8.8], family: 'normal' });
    const dipped = table({
      ...wide,
      sizes: [1, 50, 100],
      mean: [1, 1.1, 9],
      sd: [0.98, 1.07, 8.8],
    });
    for (const times of [createBatchTimes(wide), createBatchTimes(dipped)]) {
      for (let size = 1; size <= 100; size += 1) expect(times.at(size, 0.5)).toBeGreaterThan(0);
    }
  });
});

describe('measured ratios to a line', () => {
  const ratio = [
    { upTo: 8, quantiles: [0.5, 1, 1.5] },
    { upTo: Number.POSITIVE_INFINITY, quantiles: [0.9, 0.9, 0.9, 2.1] },
  ];
  const times = createBatchTimes(line({ a: 1, b: 0.5, ratio }));

  it('are those of the sizes that the batch belongs to', () => {
    expect(times.at(8, 0.25)).toBeCloseTo(5 * 0.75, 12);
    expect(times.at(9, 0.25)).toBeCloseTo(5.5 * 0.9, 12);
    expect(times.at(1000, 0.5)).toBeCloseTo(501 * 0.9, 9);
  });

  it('keep levels, and are straight between quantiles', () => {
    expect(times.at(10, 0.1)).toBe(times.at(10, 0.6));
    expect(times.at(10, 5 / 6)).toBeCloseTo(6 * 1.5, 12);
  });

  it('have a mean that need not be 1, which a scheduler believes', () => {
    for (const size of [1, 8, 9, 64]) {
      const { mean } = momentsOver((u) => times.at(size, u), 6000);
      expect(times.mean(size) / mean).toBeCloseTo(1, 6);
    }
    expect(times.mean(64)).toBeCloseTo(33 * 1.1, 12);
    expect(times.definedUpTo).toBe(Number.POSITIVE_INFINITY);
  });

  it('need two quantiles', () => {
    const broken = [{ upTo: Number.POSITIVE_INFINITY, quantiles: [1] }];
    expect(() => createBatchTimes(line({ ratio: broken }))).toThrow(InvariantError);
  });
});
