import type { ModelIndex, Seconds } from '../../units.js';
import { type Batch, RequestQueue } from './requests.js';

const NOBODY = -1;

/**
 * The requests that wait and are not released, a queue for each model: of one GPU, or of several
 * that serve the same queues. While one of several loads a model to serve it, what waits for that
 * model is spoken for: the others are not offered it.
 */
export class WaitingRequests {
  readonly queues: readonly RequestQueue[];
  /** The GPU that what waits is kept for, by model. */
  readonly #keptFor: Int32Array;
  #count = 0;

  constructor(modelCount: number) {
    this.queues = Array.from({ length: modelCount }, () => new RequestQueue());
    this.#keptFor = new Int32Array(modelCount).fill(NOBODY);
  }

  /** Requests over all models. */
  get count(): number {
    return this.#count;
  }

  countOf(model: ModelIndex): number {
    return (this.queues[model] as RequestQueue).count;
  }

  enqueue(model: ModelIndex, id: number, time: Seconds): void {
    (this.queues[model] as RequestQueue).push(id, time);
    this.#count++;
  }

  /** Moves the oldest `count` requests of the batch's model to its end. */
  moveTo(batch: Batch, count: number): void {
    (this.queues[batch.model] as RequestQueue).moveTo(batch, count);
    this.#count -= count;
  }

  /** GPU number `gpu` begins to load `model` without a batch: what waits is for it. */
  keep(model: ModelIndex, gpu: number): void {
    if (this.#keptFor[model] === NOBODY) this.#keptFor[model] = gpu;
  }

  /** That load has ended. */
  letGo(model: ModelIndex, gpu: number): void {
    if (this.#keptFor[model] === gpu) this.#keptFor[model] = NOBODY;
  }

  /** Whether what waits for `model` is kept for another GPU than number `gpu`. */
  isKeptFrom(model: ModelIndex, gpu: number): boolean {
    const owner = this.#keptFor[model];
    return owner !== NOBODY && owner !== gpu;
  }

  /** Requests that GPU number `gpu` may take. */
  offeredTo(gpu: number): number {
    let offered = this.#count;
    this.queues.forEach((queue, model) => {
      if (this.isKeptFrom(model, gpu)) offered -= queue.count;
    });
    return offered;
  }
}
