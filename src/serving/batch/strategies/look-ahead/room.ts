import type { ModelIndex } from '../../../../units.js';
import type { ServerView } from '../strategy.js';

/**
 * Which models GPU memory holds together, as far as a strategy has seen it: a view tells no sizes,
 * only what fits beside what is there now. What has not been seen is taken to fit.
 */
export class Room {
  /** Most models that have been seen to fit at once. */
  capacity = 1;
  readonly #models: number;
  /** By pair of models, both ways: 1 if they do not fit together. */
  readonly #apart: Uint8Array;

  constructor(models: number) {
    this.#models = models;
    this.#apart = new Uint8Array(models * models);
  }

  /** Looks at memory now: to be called before each plan. */
  note(view: ServerView): void {
    let residents = 0;
    let alone = -1;
    let more = 0;
    for (let model = 0; model < this.#models; model++) {
      if (view.isResident(model)) {
        residents++;
        alone = model;
      } else if (more === 0 && view.fitsBeside(model)) more = 1;
    }
    this.capacity = Math.max(this.capacity, residents + more);
    // Of several it is not known which is in the way, nor beside a load in the background.
    if (residents === 1 && view.inBackground < 0) this.#noteBeside(view, alone);
  }

  /** Whether the two, different ones, are known not to fit together. */
  apart(one: ModelIndex, other: ModelIndex): boolean {
    return this.#apart[one * this.#models + other] === 1;
  }

  #noteBeside(view: ServerView, alone: ModelIndex): void {
    for (let model = 0; model < this.#models; model++) {
      if (model === alone) continue;
      const apart = view.fitsBeside(model) ? 0 : 1;
      this.#apart[alone * this.#models + model] = apart;
      this.#apart[model * this.#models + alone] = apart;
    }
  }
}
