import { InvariantError } from '../../errors.js';
import type { RequestGroup, Trigger } from '../../events/facts.js';
import type { ModelIndex, Seconds } from '../../units.js';

const INITIAL_CAPACITY = 64;

/** Requests that are released together. Pooled: see `BatchPool`. */
export class Batch implements RequestGroup {
  model: ModelIndex = -1;
  trigger: Trigger = 'size';
  releasedAt: Seconds = 0;
  count = 0;
  ids = new Int32Array(INITIAL_CAPACITY);
  arrivals = new Float64Array(INITIAL_CAPACITY);

  append(id: number, arrival: Seconds): void {
    if (this.count === this.ids.length) this.#grow();
    this.ids[this.count] = id;
    this.arrivals[this.count] = arrival;
    this.count++;
  }

  #grow(): void {
    const ids = new Int32Array(this.ids.length * 2);
    const arrivals = new Float64Array(ids.length);
    ids.set(this.ids);
    arrivals.set(this.arrivals);
    this.ids = ids;
    this.arrivals = arrivals;
  }
}

/** Keeps served and lost batches for reuse, so that a long run allocates a handful in all. */
export class BatchPool {
  readonly #free: Batch[] = [];

  /** An empty batch, released now. */
  take(model: ModelIndex, trigger: Trigger, now: Seconds): Batch {
    const batch = this.#free.pop() ?? new Batch();
    batch.model = model;
    batch.count = 0;
    return released(batch, trigger, now);
  }

  /** `old` with what is in it, released anew; an empty batch when there is none. */
  renew(old: Batch | null, model: ModelIndex, trigger: Trigger, now: Seconds): Batch {
    return old === null ? this.take(model, trigger, now) : released(old, trigger, now);
  }

  give(batch: Batch): void {
    this.#free.push(batch);
  }
}

function released(batch: Batch, trigger: Trigger, now: Seconds): Batch {
  batch.trigger = trigger;
  batch.releasedAt = now;
  return batch;
}

/** The waiting requests of one model, first in, first out: a ring that doubles when full. */
export class RequestQueue {
  #ids = new Int32Array(INITIAL_CAPACITY);
  #arrivals = new Float64Array(INITIAL_CAPACITY);
  #head = 0;
  #count = 0;

  get count(): number {
    return this.#count;
  }

  push(id: number, arrival: Seconds): void {
    if (this.#count === this.#ids.length) this.#grow();
    const at = (this.#head + this.#count) & (this.#ids.length - 1);
    this.#ids[at] = id;
    this.#arrivals[at] = arrival;
    this.#count++;
  }

  /** Arrival time of the request at `position`, 0 the oldest. The caller has checked the range. */
  arrivalAt(position: number): Seconds {
    return this.#arrivals[(this.#head + position) & (this.#ids.length - 1)] as number;
  }

  /** Moves the oldest `count` requests to the end of `batch`. */
  moveTo(batch: Batch, count: number): void {
    if (count > this.#count) {
      throw new InvariantError('more requests taken than wait', { count, waiting: this.#count });
    }
    const mask = this.#ids.length - 1;
    for (let i = 0; i < count; i++) {
      const at = (this.#head + i) & mask;
      batch.append(this.#ids[at] as number, this.#arrivals[at] as number);
    }
    this.#head = (this.#head + count) & mask;
    this.#count -= count;
  }

  #grow(): void {
    const ids = new Int32Array(this.#ids.length * 2);
    const arrivals = new Float64Array(ids.length);
    const tail = this.#ids.length - this.#head;
    ids.set(this.#ids.subarray(this.#head));
    ids.set(this.#ids.subarray(0, this.#head), tail);
    arrivals.set(this.#arrivals.subarray(this.#head));
    arrivals.set(this.#arrivals.subarray(0, this.#head), tail);
    this.#ids = ids;
    this.#arrivals = arrivals;
    this.#head = 0;
  }
}
