import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsInMemory } from '../../../src/serving/batch/config.js';
import { GpuMemory } from '../../../src/serving/batch/memory.js';
import type { Timing } from '../../../src/timing/types.js';

const tenths = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: least, max: most }).map((value) => value / 10);

describe('GPU memory', () => {
  it('loads what fits to the last decimal, however the sums are rounded', () => {
    fc.assert(
      fc.property(tenths(1, 500), tenths(1, 500), tenths(0, 500), (first, second, reserveGiB) => {
        const memoryGiB = Math.round((first + second + reserveGiB) * 10) / 10;
        const config = { memoryGiB, reserveGiB, residentModels: 2, eviction: 'lru' } as const;
        const weightsGiB = (model: number): number => (model === 0 ? first : second);
        expect(fitsInMemory(first + second, config)).toBe(true);
        expect(fitsInMemory(first + second + 0.1, config)).toBe(false);
        const memory = new GpuMemory(config, { weightsGiB } as Timing, [0, 1]);
        expect([memory.has(0), memory.has(1), memory.fits(0)]).toEqual([true, true, false]);
        memory.beginUnload(0);
        expect(memory.fits(0)).toBe(false);
        memory.endUnload(0);
        expect(memory.fits(0)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
