import { join } from 'node:path';
import { Piscina } from 'piscina';
import { InvariantError, type Issue, UserError } from '../errors.js';
import type { BlockResult, BlockTask } from '../experiment/store/types.js';
import { packageInfo } from './package-root.js';

/** What a worker answers: errors as data, because only their texts survive being sent. */
export type WorkerAnswer =
  | { readonly kind: 'done'; readonly result: BlockResult }
  /** A `UserError`: a strategy decided what cannot be done. */
  | { readonly kind: 'refused'; readonly issues: readonly Issue[] }
  /** An `InvariantError`. */
  | { readonly kind: 'bug'; readonly message: string };

export interface PoolOptions {
  /** How many threads at most, ≥ 1. */
  readonly jobs: number;
  /** Memory that the objects of a thread may take, MiB. */
  readonly heapMiB?: number;
}

/** More than any simulation of ours needs: what reaches it is a strategy that keeps too much. */
const HEAP_MIB = 2048;
/**
 * Objects that live for a batch. With 16 collecting them took a tenth more time of the processors;
 * with more, every thread touches that much more memory.
 */
const YOUNG_HEAP_MIB = 64;

/** Threads that simulate blocks, each one block at a time. Once started they live as long as the pool. */
export class WorkerPool {
  readonly #pool: Piscina;
  readonly #heapMiB: number;

  constructor({ jobs, heapMiB = HEAP_MIB }: PoolOptions) {
    this.#heapMiB = heapMiB;
    this.#pool = new Piscina({
      filename: join(packageInfo().root, 'dist', 'sweep-worker.js'),
      name: 'answer',
      // A thread starts when there is a block for it, and then stays.
      minThreads: 0,
      maxThreads: jobs,
      idleTimeout: Number.POSITIVE_INFINITY,
      recordTiming: false,
      resourceLimits: { maxOldGenerationSizeMb: heapMiB, maxYoungGenerationSizeMb: YOUNG_HEAP_MIB },
    });
    // Of a thread that had nothing to do: the next block it would have got fails.
    this.#pool.on('error', () => {});
  }

  /**
   * Simulates a block in one of the threads, when one is free.
   * @throws UserError if the strategy decides what cannot be done, or hangs.
   * @throws Error if the thread threw, ended or ran out of memory.
   */
  async run(task: BlockTask): Promise<BlockResult> {
    const answer: WorkerAnswer = await this.#pool.run(task).catch((error: unknown) => {
      throw new Error(this.#reason(error));
    });
    switch (answer.kind) {
      case 'done':
        return answer.result;
      case 'refused':
        throw new UserError(answer.issues);
      case 'bug':
        throw new InvariantError(answer.message);
    }
  }

  /** Ends all threads at once, whatever they are doing. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  #reason(error: unknown): string {
    if (!(error instanceof Error)) return String(error);
    if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
      return `a worker ran out of memory (${this.#heapMiB} MiB)`;
    }
    const exited = /^worker exited with code: (\d+)$/.exec(error.message);
    if (exited === null) return error.message;
    return `a worker ended itself with exit code ${exited[1]}`;
  }
}
