import type { KeyedUniform } from '../../random/types.js';
import type { ModelIndex } from '../../units.js';
import type { DispatchRules } from './config.js';
import type { Batch } from './requests.js';
import type { BlockingThread } from './threads.js';

/** Someone who waits for the GPU on behalf of a model. */
export interface Waiter {
  readonly model: ModelIndex;
  /** Its own batch, or null when it will take what it finds in the model's slot. */
  readonly batch: Batch | null;
  /** The thread that is blocked until this is served; null for a thread of a single request. */
  readonly thread: BlockingThread | null;
}

/** Those who wait for the GPU, and who of them goes next. */
export class LockQueue {
  readonly #order: DispatchRules['lockOrder'];
  readonly #draws: KeyedUniform;
  readonly #gpu: number;
  /** Waiters from `#head` on; the front is cut off now and then, not at each grant. */
  #waiters: Waiter[] = [];
  #head = 0;
  #grants = 0;

  /** @param gpu the number of the GPU: each has draws of its own. */
  constructor(order: DispatchRules['lockOrder'], draws: KeyedUniform, gpu: number) {
    this.#order = order;
    this.#draws = draws;
    this.#gpu = gpu;
  }

  get size(): number {
    return this.#waiters.length - this.#head;
  }

  push(waiter: Waiter): void {
    this.#waiters.push(waiter);
  }

  /** Removes the waiter whose turn it is; undefined when none waits. */
  next(): Waiter | undefined {
    if (this.size === 0) return undefined;
    const grant = this.#grants++;
    switch (this.#order) {
      case 'fifo':
        return this.#shift();
      case 'lifo':
        return this.#waiters.pop();
      case 'random': {
        const index = Math.floor(this.#draws.at(grant, this.#gpu) * this.size);
        return this.#waiters.splice(this.#head + index, 1)[0];
      }
    }
  }

  /** The waiters in order, for a look at the end of a run. */
  remaining(): readonly Waiter[] {
    return this.#waiters.slice(this.#head);
  }

  #shift(): Waiter | undefined {
    const waiter = this.#waiters[this.#head++];
    if (this.#head === this.#waiters.length) {
      this.#waiters.length = 0;
      this.#head = 0;
    } else if (this.#head > 1024 && this.#head * 2 > this.#waiters.length) {
      this.#waiters = this.#waiters.slice(this.#head);
      this.#head = 0;
    }
    return waiter;
  }
}
