import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocksOf, replicationsPerBlock } from '../../../../src/experiment/sweep/run/blocks.js';
import { holds } from '../../../support/property.js';

describe('replicationsPerBlock', () => {
  it('is 1 in a small sweep, so that all cores have work to the end', () => {
    expect(replicationsPerBlock(4 * 20)).toBe(1);
    expect(replicationsPerBlock(1000)).toBe(1);
  });

  it('grows with the sweep, and not beyond 20', () => {
    expect(replicationsPerBlock(432 * 20)).toBe(9);
    expect(replicationsPerBlock(10_000 * 20)).toBe(20);
  });
});

describe('blocksOf', () => {
  const spans = fc.record({
    from: fc.nat(100),
    replications: fc.integer({ min: 1, max: 300 }),
    most: fc.integer({ min: 1, max: 20 }),
  });

  it('cuts replications into blocks without gap or overlap', () => {
    holds(spans, ({ from, replications, most }) => {
      const covered = blocksOf(3, from, from + replications, most).flatMap((block) =>
        Array.from({ length: block.count }, (_, at) => block.from + at),
      );
      expect(covered).toEqual(Array.from({ length: replications }, (_, at) => from + at));
    });
  });

  it('makes blocks as equal as can be, none too long', () => {
    holds(spans, ({ from, replications, most }) => {
      const counts = blocksOf(0, from, from + replications, most).map(({ count }) => count);
      expect(Math.max(...counts)).toBeLessThanOrEqual(most);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      expect(counts.length).toBe(Math.ceil(replications / most));
    });
  });
});
