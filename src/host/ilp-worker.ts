import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { InvariantError } from '../errors.js';
import type { PlanMessage, PlanTask } from '../planning/answer.js';
import type { Solved } from '../planning/best.js';
import { packageInfo } from './package-root.js';

/** What a thread with a solver came to. */
export interface IlpAnswer {
  /** By problem, in order; null: it was ended before this one was done. */
  readonly solved: readonly (Solved | null)[];
  /** s; null: not even that. */
  readonly loadSeconds: number | null;
}

/** The solver keeps its own time; how long after that the thread is ended. */
const GRACE_SECONDS = 5;
/** How long the library may take to load. */
const LOAD_SECONDS = 60;

/**
 * Solves problems in a thread of its own, which is ended when time is over or `ended` rejects: the
 * solver itself hears nothing while it works.
 * @throws whatever `ended` rejects with.
 * @throws InvariantError if the solver broke a rule of ours.
 */
export async function solveInThread(task: PlanTask, ended: Promise<never>): Promise<IlpAnswer> {
  const worker = new Worker(join(packageInfo().root, 'dist', 'ilp-worker.js'), {
    workerData: task,
  });
  const solved: (Solved | null)[] = task.problems.map(() => null);
  let loadSeconds: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  const answered = new Promise<void>((resolve, reject) => {
    const limit = (seconds: number): void => {
      clearTimeout(timer);
      timer = setTimeout(resolve, seconds * 1000);
    };
    limit(LOAD_SECONDS);
    worker.on('message', (message: PlanMessage) => {
      if (message.kind === 'bug') reject(new InvariantError(message.message));
      if (message.kind === 'loaded') loadSeconds = message.loadSeconds;
      if (message.kind === 'solved') solved[message.at] = message.solved;
      // Next comes a problem.
      limit(task.timeLimitSeconds + GRACE_SECONDS);
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve());
  });
  try {
    await Promise.race([answered, ended]);
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
  return { solved, loadSeconds };
}
