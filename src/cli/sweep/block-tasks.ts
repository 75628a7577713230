import { InvariantError, UserError } from '../../errors.js';
import type { BlockTask, SweepDescription } from '../../experiment/store/types.js';
import type { Block } from '../../experiment/sweep/run/blocks.js';
import { cellName } from '../../experiment/sweep/run/cell-name.js';
import { SharedTraces } from '../../host/shared-traces.js';

/** Blocks as workers get them. */
export class BlockTasks {
  readonly #description: SweepDescription;
  readonly #metrics: readonly string[];
  readonly #traces = new SharedTraces();

  constructor(description: SweepDescription) {
    this.#description = description;
    this.#metrics = description.metrics.map(({ path }) => path);
  }

  of({ cell, from, count }: Block): BlockTask {
    const described = this.#description.cells[cell];
    if (described === undefined) throw new InvariantError('no such cell', { cell });
    const { keeps } = described;
    const scenario = this.#traces.share(described.scenario);
    return { cell, scenario, from, count, metrics: this.#metrics, keep: keeps };
  }

  /** Says which cell and which replications a problem is of. */
  blame(error: unknown, { cell, from, count }: Block): unknown {
    const last = from + count - 1;
    const which = count === 1 ? `replication ${from}` : `replications ${from} to ${last}`;
    const place = `${cellName(this.#description, cell)}, ${which}`;
    if (error instanceof UserError) {
      return new UserError(error.issues.map((issue) => ({ ...issue, hint: place })));
    }
    if (error instanceof InvariantError || !(error instanceof Error)) return error;
    const kept = 'what was finished before is kept, and --resume goes on from there';
    return new Error(`${place}: ${error.message}; ${kept}`);
  }
}
