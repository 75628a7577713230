import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partition } from '../../src/scenario/resolve/partition.js';
import { holds } from '../support/property.js';

/** The least greatest sum, by looking at every way to give loads to bins. */
function leastMaximum(loads: readonly number[], bins: number): number {
  const filled = new Array<number>(bins).fill(0);
  const best = (at: number): number => {
    if (at === loads.length) return Math.max(...filled);
    let least = Number.POSITIVE_INFINITY;
    for (let bin = 0; bin < bins; bin++) {
      filled[bin] = (filled[bin] ?? 0) + (loads[at] ?? 0);
      least = Math.min(least, best(at + 1));
      filled[bin] = (filled[bin] ?? 0) - (loads[at] ?? 0);
    }
    return least;
  };
  return best(0);
}

const load = fc.oneof(fc.constantFrom(0, 0.25, 0.5), fc.double({ min: 0, max: 1, noNaN: true }));

describe('partitioning models over GPUs', () => {
  it('has the least greatest load that there is', () => {
    const cases = fc.tuple(
      fc.array(load, { minLength: 1, maxLength: 7 }),
      fc.integer({ min: 1, max: 4 }),
    );
    holds(
      cases,
      ([loads, gpus]) => {
        fc.pre(gpus <= loads.length);
        const { loads: found } = partition(loads, gpus);
        expect(Math.max(...found)).toBeCloseTo(leastMaximum(loads, gpus), 9);
      },
      300,
    );
  });

  it('says of each GPU what its models come to', () => {
    const cases = fc.tuple(
      fc.array(load, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 12 }),
    );
    holds(
      cases,
      ([loads, gpus]) => {
        const found = partition(loads, gpus);
        expect(found.loads).toHaveLength(gpus);
        found.loads.forEach((total, gpu) => {
          const shares = found.gpusOf.map((list, model) =>
            list.includes(gpu) ? (loads[model] ?? 0) / list.length : 0,
          );
          expect(total).toBeCloseTo(
            shares.reduce((sum, share) => sum + share, 0),
            9,
          );
        });
      },
      300,
    );
  });

  it('leaves no GPU idle beside one with several models', () => {
    expect(partition([0.6, 0.1, 0.1, 0.1], 3).loads).toEqual([0.6, 0.2, 0.1]);
  });

  it('gives what is left over to the models with most to do, where GPUs outnumber them', () => {
    const { gpusOf } = partition([0.9, 0.2], 4);
    expect(gpusOf.map((list) => list.length)).toEqual([3, 1]);
    expect(gpusOf.flat().sort()).toEqual([0, 1, 2, 3]);
  });
});
