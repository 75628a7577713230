import type { ModelIndex, Seconds } from '../../units.js';

const FIRST_CAPACITY = 1024;

/** The columns of a trace while it is read: typed arrays that grow, no object per row. */
export class TraceColumns {
  #times = new Float64Array(FIRST_CAPACITY);
  #models: Uint16Array | null;
  #length = 0;

  constructor(withModels: boolean) {
    this.#models = withModels ? new Uint16Array(FIRST_CAPACITY) : null;
  }

  get length(): number {
    return this.#length;
  }

  /** @param model is not used in a trace without models. */
  push(time: Seconds, model: ModelIndex): void {
    if (this.#length === this.#times.length) this.#grow();
    this.#times[this.#length] = time;
    if (this.#models !== null) this.#models[this.#length] = model;
    this.#length++;
  }

  times(): Float64Array {
    return this.#times.slice(0, this.#length);
  }

  models(): Uint16Array | null {
    return this.#models === null ? null : this.#models.slice(0, this.#length);
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2);
    times.set(this.#times);
    this.#times = times;
    if (this.#models === null) return;
    const models = new Uint16Array(times.length);
    models.set(this.#models);
    this.#models = models;
  }
}
