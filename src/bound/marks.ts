import type { ModelIndex } from '../units.js';
import type { Grid, GridModel } from './grid.js';

/** No mark: nothing is remembered. */
export const NO_MARK = -1;

/**
 * How far a path had come with the model that it left, to the nearest mark: mark k stands for the
 * requests that arrived before k · `everySlots`. What is remembered is rounded down, so that no
 * schedule is excluded. Marks that no live request is before are forgotten.
 */
export class Marks {
  /** Marks that can be told apart at one time, and none at all. */
  readonly levels: number;
  readonly #models: readonly GridModel[];
  readonly #every: number;
  /** By model and mark: requests before it. */
  readonly #positions: readonly Int32Array[];

  /** @param everySlots Infinity: nothing is remembered. */
  constructor({ models, lastSlot }: Grid, everySlots: number) {
    this.#models = models;
    this.#every = everySlots;
    const count = Number.isFinite(everySlots) ? Math.floor((lastSlot + 1) / everySlots) + 1 : 0;
    this.#positions = models.map(({ arrived }) =>
      Int32Array.from({ length: count }, (_, mark) => arrived[mark * everySlots - 1] ?? 0),
    );
    let most = 0;
    for (let slot = 0; count > 0 && slot <= lastSlot; slot++) {
      for (let model = 0; model < models.length; model++) {
        most = Math.max(most, this.newest(slot) - this.oldest(model, slot) + 1);
      }
    }
    this.levels = 1 + most;
  }

  /** The newest mark at a slot: a path that leaves then cannot have come further. */
  newest(slot: number): number {
    return Number.isFinite(this.#every) ? Math.floor((slot + 1) / this.#every) : NO_MARK;
  }

  /** The oldest mark that a live request of the model is before; more than `newest`: there is none. */
  oldest(model: ModelIndex, slot: number): number {
    let mark = this.newest(slot) + 1;
    while (mark > 0 && this.#isLive(model, mark - 1, slot)) mark--;
    return mark;
  }

  /** The first request of the model that is not before the mark. */
  position(model: ModelIndex, mark: number): number {
    return mark === NO_MARK ? 0 : ((this.#positions[model] as Int32Array)[mark] as number);
  }

  /** Where values for a mark are kept at a slot: 0 for none, and for one that is forgotten. */
  level(model: ModelIndex, mark: number, slot: number): number {
    if (mark === NO_MARK || !this.#isLive(model, mark, slot)) return 0;
    return 1 + (mark % (this.levels - 1));
  }

  /** The mark that is remembered of who leaves with all requests before `position` served or late. */
  of(model: ModelIndex, position: number, slot: number): number {
    let mark = this.newest(slot);
    while (mark >= 0 && this.position(model, mark) > position) mark--;
    return mark;
  }

  #isLive(model: ModelIndex, mark: number, slot: number): boolean {
    const { liveFrom } = this.#models[model] as GridModel;
    return this.position(model, mark) > (liveFrom[slot] as number);
  }
}
