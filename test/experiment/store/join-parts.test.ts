import { describe, expect, it } from 'vitest';
import { joinParts } from '../../../src/experiment/store/join-parts.js';
import { blockOf } from '../../support/sweep-records.js';

function part(folder: string, ...blocks: readonly (readonly [cell: number, from: number])[]) {
  return {
    folder,
    blocks: blocks.map(([cell, from]) => ({
      ...blockOf(cell, from).record,
      checksum: `${cell} ${from}`,
    })),
  };
}

describe('joining parts', () => {
  it('takes every block from the first part that has it', () => {
    const a = part('a', [0, 0], [1, 0]);
    const b = part('b', [1, 0], [1, 3]);
    const { blocks, conflicts } = joinParts([a, b]);
    expect(conflicts).toEqual([]);
    expect([...blocks].map(([key, { part }]) => [key, part.folder])).toEqual([
      ['0:0', 'a'],
      ['1:0', 'a'],
      ['1:3', 'b'],
    ]);
  });

  it('names the cell and the first replication of which parts say something else', () => {
    const a = part('a', [1, 3]);
    const [block] = a.blocks;
    const values = (block?.values ?? []).map((row, at) => (at < 2 ? row : row.map(() => 0)));
    const b = { folder: 'b', blocks: [{ ...blockOf(1, 3).record, values, checksum: 'other' }] };
    expect(joinParts([a, b]).conflicts).toEqual([{ parts: ['a', 'b'], cell: 1, replication: 5 }]);
  });

  it('names the first replication of a block if only what is kept beside it differs', () => {
    const other = { ...blockOf(1, 3).record, checksum: 'other' };
    expect(joinParts([part('a', [1, 3]), { folder: 'b', blocks: [other] }]).conflicts).toEqual([
      { parts: ['a', 'b'], cell: 1, replication: 3 },
    ]);
  });
});
