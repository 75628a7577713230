import type { BlockRecord, SweepDescription } from '../../store/types.js';
import type { Block } from './blocks.js';
import { groupRuns } from './group-run.js';

/**
 * What is still to be simulated of a sweep, in its order, as far as what is there tells: with a
 * precision plan the blocks that are missing may lead to more.
 * @param found a block that is there; undefined if it is missing.
 */
export function missingBlocks(
  description: SweepDescription,
  found: (block: Block) => BlockRecord | undefined,
): readonly Block[] {
  const missing: Block[] = [];
  for (const group of groupRuns(description, () => true)) {
    const due = [...group.begin()];
    for (let block = due.shift(); block !== undefined; block = due.shift()) {
      const record = found(block);
      if (record === undefined) missing.push(block);
      else due.push(...(group.add(record) ?? []));
    }
  }
  return missing;
}
