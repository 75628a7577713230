import type { ModelIndex } from '../../units.js';

/** What is drawn for anew each time that it is done with a model. */
export type Drawn = 'load' | 'unload' | 'batch' | 'prefetch' | 'race';

/**
 * What all GPUs of a run count together: batches, and how often each operation was begun with each
 * model. The k-th load of a model gets the k-th draw, whichever GPU it is on: so a run keeps its
 * randomness when the number of GPUs changes, and GPUs with models of their own have that of
 * servers apart.
 */
export class RunCounts {
  readonly #counts: Readonly<Record<Drawn, Int32Array>>;
  #batches = 0;

  constructor(modelCount: number) {
    this.#counts = {
      load: new Int32Array(modelCount),
      unload: new Int32Array(modelCount),
      batch: new Int32Array(modelCount),
      prefetch: new Int32Array(modelCount),
      race: new Int32Array(modelCount),
    };
  }

  /** The number of the batch whose service begins: 0, 1, 2, … */
  nextBatch(): number {
    return this.#batches++;
  }

  /** How often `what` was begun with `model` before; it is begun once more. */
  next(what: Drawn, model: ModelIndex): number {
    const counts = this.#counts[what];
    const count = counts[model] as number;
    counts[model] = count + 1;
    return count;
  }
}
