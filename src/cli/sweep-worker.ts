import { InvariantError, UserError } from '../errors.js';
import type { BlockTask } from '../experiment/store/types.js';
import { simulateBlock } from '../experiment/sweep/run/simulate-block.js';
import type { WorkerAnswer } from '../host/worker-pool.js';
import { recordCsv } from '../report/record-csv.js';
import { keepConsoleOffStdout } from './terminal.js';
import { WorkerStrategies } from './worker-strategies.js';

keepConsoleOffStdout();
const strategies = new WorkerStrategies();

/** Called for every block: the entry of a worker thread. */
export async function answer(task: BlockTask): Promise<WorkerAnswer> {
  try {
    const { strategy, stepper } = await strategies.of(task.scenario);
    const result = await simulateBlock(task, {
      strategy,
      finish: (work) => stepper.finish(work),
      csv: (table) => [...recordCsv(table)].join(''),
    });
    return { kind: 'done', result };
  } catch (error) {
    if (error instanceof UserError) return { kind: 'refused', issues: error.issues };
    if (error instanceof InvariantError) return { kind: 'bug', message: error.message };
    throw error;
  }
}
