import { UserError } from '../../errors.js';
import { recordedPaths, runsOf } from '../../experiment/explain/explain.js';
import type { Runs } from '../../experiment/explain/explanation.js';
import { coalitionName } from '../../experiment/explain/factors.js';
import { processors } from '../../host/processors.js';
import { createProgress } from '../../host/progress.js';
import { SharedTraces } from '../../host/shared-traces.js';
import { WorkerPool } from '../../host/worker-pool.js';
import { InterruptedError, Interruption } from '../interruption.js';
import type { ExplainRequest } from './request.js';

/** Runs given out for each thread: one is simulated, the next is ready when it is done. */
const AHEAD = 2;

const KEEP_NOTHING = { latencyHistogram: false, timeline: false, requests: false };

/**
 * Simulates every coalition in every replication on the same random draws, in worker threads.
 * @returns the replications of which all coalitions were finished when Ctrl-C was pressed; null
 *   if there is none.
 * @throws UserError if a strategy decides what cannot be done. @throws Error if a worker fails.
 */
export async function simulateCoalitions(request: ExplainRequest): Promise<Runs | null> {
  const { from, coalitions } = request;
  const { replications, name } = from.scenario;
  const paths = recordedPaths(request.metrics);
  const values: number[][][] = Array.from({ length: replications }, () => []);
  const interruption = new Interruption();
  const progress = await createProgress(name, process.stderr);
  const pool = new WorkerPool({ jobs: processors() });
  const runs = new CoalitionRuns(request, paths, pool);
  let finished = 0;
  const work = inParallel(replications * coalitions.length, async (position) => {
    const replication = Math.floor(position / coalitions.length);
    const mask = position % coalitions.length;
    const row = values[replication] ?? [];
    row[mask] = [...(await runs.simulate(mask, replication))];
    finished++;
    progress.update(finished / (replications * coalitions.length));
  });
  try {
    await Promise.race([work, interruption.raised]);
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
  } finally {
    // What is under way fails, and nobody waits for it.
    work.catch(() => {});
    await pool.close();
    progress.stop();
    interruption.end();
  }
  const complete = values.findIndex((row) => !isComplete(row, coalitions.length));
  const whole = complete < 0 ? values : values.slice(0, complete);
  return whole.length === 0 ? null : runsOf(whole, paths);
}

function isComplete(row: readonly unknown[], length: number): boolean {
  return row.length === length && Object.keys(row).length === length;
}

/** Simulates one coalition at a time, wherever there is a thread for it. */
class CoalitionRuns {
  readonly #request: ExplainRequest;
  readonly #paths: readonly string[];
  readonly #pool: WorkerPool;
  readonly #traces = new SharedTraces();

  constructor(request: ExplainRequest, paths: readonly string[], pool: WorkerPool) {
    this.#request = request;
    this.#paths = paths;
    this.#pool = pool;
  }

  async simulate(mask: number, replication: number): Promise<readonly number[]> {
    const { coalitions } = this.#request;
    const scenario = coalitions[mask];
    if (scenario === undefined) return [];
    const { record } = await this.#pool
      .run({
        cell: mask,
        scenario: this.#traces.share(scenario),
        from: replication,
        count: 1,
        metrics: this.#paths,
        keep: KEEP_NOTHING,
      })
      .catch((error: unknown) => {
        throw this.#blame(error, mask, replication);
      });
    return record.values[0] ?? [];
  }

  /** Says which mixture of the two ends a problem is of. */
  #blame(error: unknown, mask: number, replication: number): unknown {
    if (!(error instanceof UserError)) return error;
    const mixture = coalitionName(this.#request.factors, mask);
    const hint = `with ${mixture}, replication ${replication}`;
    return new UserError(error.issues.map((issue) => ({ ...issue, hint })));
  }
}

/** Does tasks 0 … count − 1, in this order, some at a time; stops at the first that fails. */
async function inParallel(count: number, task: (position: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lanes = Array.from({ length: processors() * AHEAD }, async () => {
    while (next < count) await task(next++);
  });
  await Promise.all(lanes);
}
