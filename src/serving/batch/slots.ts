import type { ModelIndex } from '../../units.js';
import type { Batch } from './requests.js';

/**
 * Released batches that wait for the GPU. With `overwrite` rules each model has one slot, which
 * holds at most one batch; with `queue` rules the waiters hold their batches and only the counts
 * are kept here.
 */
export class Slots {
  readonly #slots: (Batch | null)[];
  readonly #requests: Int32Array;
  #batches = 0;

  constructor(modelCount: number) {
    this.#slots = new Array<Batch | null>(modelCount).fill(null);
    this.#requests = new Int32Array(modelCount);
  }

  /** How many released batches wait. */
  get batches(): number {
    return this.#batches;
  }

  /** How many released requests of `model` wait. */
  requestsOf(model: ModelIndex): number {
    return this.#requests[model] as number;
  }

  /** Counts a batch that its waiter owns. */
  add(batch: Batch): void {
    this.#count(batch, 1);
  }

  /** The batch of a waiter has been taken to the GPU. */
  remove(batch: Batch): void {
    this.#count(batch, -1);
  }

  /** The batch in the slot of `model`, or null. */
  peek(model: ModelIndex): Batch | null {
    return this.#slots[model] as Batch | null;
  }

  /** Puts a batch into the empty slot of its model. */
  put(batch: Batch): void {
    this.#slots[batch.model] = batch;
    this.#count(batch, 1);
  }

  /** Empties the slot of `model` and returns what was in it. */
  take(model: ModelIndex): Batch | null {
    const batch = this.peek(model);
    if (batch !== null) {
      this.#slots[model] = null;
      this.#count(batch, -1);
    }
    return batch;
  }

  #count(batch: Batch, sign: 1 | -1): void {
    this.#batches += sign;
    this.#requests[batch.model] = this.requestsOf(batch.model) + sign * batch.count;
  }
}
