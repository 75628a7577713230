import { inShard } from '../../experiment/store/shard.js';
import type { BlockResult, SweepDescription } from '../../experiment/store/types.js';
import type { Block } from '../../experiment/sweep/run/blocks.js';
import { groupRuns } from '../../experiment/sweep/run/group-run.js';
import { runGroups } from '../../experiment/sweep/run/run-groups.js';
import type { SweepFolder } from '../../host/sweep-folder.js';
import { WorkerPool } from '../../host/worker-pool.js';
import type { Interruption } from '../interruption.js';
import { BlockTasks } from './block-tasks.js';
import type { SweepOptions } from './options.js';
import type { SimulationCounter } from './sweep-progress.js';

/** Blocks given out for each thread: one is simulated, the next is ready when it is done. */
const AHEAD = 2;

/**
 * Simulates what is missing in the folder, in worker threads.
 * @throws InterruptedError when a signal is heard; blocks under way are lost.
 * @throws UserError if a strategy decides what cannot be done. @throws Error if a worker fails, or
 * the folder cannot take a result. What was appended stays in all cases.
 */
export async function simulateMissing(
  description: SweepDescription,
  { jobs, shard }: SweepOptions,
  folder: SweepFolder,
  counter: SimulationCounter,
  interruption: Interruption,
): Promise<void> {
  const known = new Map(folder.found.map((record) => [keyOf(record), record]));
  for (const { values } of folder.found) counter.found(values.length);
  const groups = groupRuns(description, (group) => inShard(group, shard));
  const tasks = new BlockTasks(description);
  const pool = new WorkerPool({ jobs });
  try {
    const running = runGroups(groups, jobs * AHEAD, {
      run: (block) => runNamed(block, tasks, pool),
      found: (block) => known.get(keyOf(block)),
      finished: (result) => {
        folder.append(result);
        counter.simulated(result.record.values.length);
      },
      groupFinished: ({ cells, planned }) => counter.cellsFinished(cells.length, planned),
    });
    await Promise.race([running, interruption.raised]);
  } finally {
    await pool.close();
  }
}

function keyOf({ cell, from }: Pick<Block, 'cell' | 'from'>): string {
  return `${cell}:${from}`;
}

async function runNamed(block: Block, tasks: BlockTasks, pool: WorkerPool): Promise<BlockResult> {
  try {
    return await pool.run(tasks.of(block));
  } catch (error) {
    throw tasks.blame(error, block);
  }
}
