import type { Shard } from './types.js';

/**
 * Whether a part of a sweep belongs to a shard: they are dealt out in turn, so that cells that
 * differ little, and take about equally long, are spread over all shards.
 * @param group position of a group of cells that are simulated together; of a cell, where each is
 * simulated for itself.
 * @param shard null: the whole sweep.
 */
export function inShard(group: number, shard: Shard | null): boolean {
  return shard === null || group % shard.of === shard.number - 1;
}
