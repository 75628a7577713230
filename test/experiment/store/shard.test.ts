import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inShard } from '../../../src/experiment/store/shard.js';
import { holds } from '../../support/property.js';

describe('shards', () => {
  it('have each group once, and differ by one group at most', () => {
    holds(
      fc.record({ groups: fc.nat(100), of: fc.integer({ min: 1, max: 40 }) }),
      ({ groups, of }) => {
        const sizes = Array.from({ length: of }, () => 0);
        for (let group = 0; group < groups; group++) {
          const owners = sizes.map((_, at) => inShard(group, { number: at + 1, of }));
          expect(owners.filter(Boolean)).toEqual([true]);
          const owner = owners.indexOf(true);
          sizes[owner] = (sizes[owner] ?? 0) + 1;
        }
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      },
    );
  });

  it('deal out groups in turn; without shards there is one part', () => {
    expect([0, 7, 8].map((group) => inShard(group, { number: 1, of: 8 }))).toEqual([
      true,
      false,
      true,
    ]);
    expect(inShard(5, null)).toBe(true);
  });
});
