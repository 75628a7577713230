import type { ModelIndex } from '../units.js';
import type { Grid, GridModel } from './grid.js';
import { Marks, NO_MARK } from './marks.js';
import type { SwapGraph } from './problem.js';
import { raise, serve, wait } from './visit-rows.js';

/**
 * The most that a path through the grid is worth when request i of a model is worth `gains[model][i]`
 * each time it is served. A path knows, during a visit to a model, which of its requests it has
 * served; of the model that it left it remembers a mark, of others nothing (docs/bound.md, step 4).
 *
 * There is a value for each node, mark, slot and position: what can still be gained from the slot on
 * with the node's model in memory, its requests before the position served, and those of the model
 * that was left for it that are before the mark.
 */
export class VisitProgram {
  readonly grid: Grid;
  readonly swaps: SwapGraph;
  readonly marks: Marks;
  readonly #values: readonly Float64Array[];
  /** By node; for each mark and slot the most over all positions at or after each own mark. */
  readonly #entries: readonly Float64Array[];
  /** By model: the gain of all requests before a position. */
  readonly sums: readonly Float64Array[];
  readonly #swapsAtOnce: boolean;
  /** By node: what a swap at the slot in hand is known to be worth. */
  readonly #leaving: Float64Array;

  /** @param markSlots slots from mark to mark; Infinity unless every swap takes a slot. */
  constructor(grid: Grid, swaps: SwapGraph, markSlots = Number.POSITIVE_INFINITY) {
    this.grid = grid;
    this.swaps = swaps;
    this.marks = new Marks(grid, markSlots);
    const { levels } = this.marks;
    this.#values = swaps.resident.map((model, node) => {
      const rows = swaps.left[node] === -1 ? 1 : levels;
      return new Float64Array(rows * totalOf(grid.models[model]));
    });
    this.#entries = swaps.resident.map(() => new Float64Array(levels ** 2 * (grid.lastSlot + 1)));
    this.sums = grid.models.map(({ arrived }) => new Float64Array((arrived.at(-1) ?? 0) + 1));
    this.#leaving = new Float64Array(swaps.resident.length);
    this.#swapsAtOnce = hasSwapsAtOnce(grid, swaps);
  }

  /** How many values a program for the grid holds. */
  static size(grid: Grid, { resident, left }: SwapGraph, markSlots: number): number {
    const { levels } = new Marks(grid, markSlots);
    return resident.reduce((sum, model, node) => {
      const rows = left[node] === -1 ? 1 : levels;
      return sum + rows * totalOf(grid.models[model]) + levels ** 2 * (grid.lastSlot + 1);
    }, 0);
  }

  /** @param gains by model and request, ≥ 0. @returns the worth of the best path. */
  solve(gains: readonly Float64Array[]): number {
    for (const [model, sums] of this.sums.entries()) {
      const gain = gains[model] as Float64Array;
      for (let i = 0; i + 1 < sums.length; i++) {
        sums[i + 1] = (sums[i] as number) + (gain[i] as number);
      }
    }
    const { resident } = this.swaps;
    for (let slot = this.grid.lastSlot; slot >= 0; slot--) {
      for (let node = 0; node < resident.length; node++) this.#fill(node, slot);
      if (this.#swapsAtOnce) this.#swapAtOnce(slot);
    }
    return this.worth(0, 0, 0, NO_MARK);
  }

  /** What can be gained from there on. @param mark of the model that was left. */
  worth(node: number, slot: number, position: number, mark: number): number {
    const model = this.grid.models[this.swaps.resident[node] as number];
    if (model === undefined) return this.entry(node, slot, NO_MARK, NO_MARK);
    const first = model.liveFrom[slot] as number;
    const at = this.#row(node, model, slot, mark) + Math.max(position, first) - first;
    return (this.#values[node] as Float64Array)[at] as number;
  }

  /** The most from there on over all positions that are not before the model's own mark. */
  entry(node: number, slot: number, mark: number, own: number): number {
    const at = this.#entryAt(node, slot, mark, own);
    return (this.#entries[node] as Float64Array)[at] as number;
  }

  #entryAt(node: number, slot: number, mark: number, own: number): number {
    const { marks, swaps } = this;
    const level = marks.level(swaps.left[node] as number, mark, slot);
    const ownLevel = marks.level(swaps.resident[node] as number, own, slot);
    return (level * marks.levels + ownLevel) * (this.grid.lastSlot + 1) + slot;
  }

  #row(node: number, model: GridModel, slot: number, mark: number): number {
    const level = this.marks.level(this.swaps.left[node] as number, mark, slot);
    return level * totalOf(model) + (model.offsets[slot] as number);
  }

  #fill(node: number, slot: number): void {
    const model = this.grid.models[this.swaps.resident[node] as number];
    if (model === undefined) {
      const leaving = this.bestSwap(node, slot, NO_MARK, NO_MARK, 1).worth;
      this.#leaving[node] = leaving;
      (this.#entries[node] as Float64Array)[slot] = leaving;
      return;
    }
    const left = this.swaps.left[node] as number;
    this.#fillRow(node, model, slot, NO_MARK);
    if (left < 0) return;
    for (let mark = this.marks.newest(slot); mark >= this.marks.oldest(left, slot); mark--) {
      this.#fillRow(node, model, slot, mark);
    }
  }

  #fillRow(node: number, model: GridModel, slot: number, mark: number): void {
    const values = this.#values[node] as Float64Array;
    const sums = this.sums[this.swaps.resident[node] as number] as Float64Array;
    const here = this.#row(node, model, slot, mark);
    const { lastSlot } = this.grid;
    if (slot < lastSlot) {
      wait({ values, here, after: this.#row(node, model, slot + 1, mark) }, model, slot);
    } else
      values.fill(
        0,
        here,
        here + (model.arrived[slot] as number) + 1 - (model.liveFrom[slot] as number),
      );
    this.#leave(node, model, slot, mark);
    for (const batch of model.sizes) {
      const end = slot + batch.heldSlots;
      if (end > lastSlot) break;
      serve({ values, here, after: this.#row(node, model, end, mark) }, sums, model, slot, batch);
    }
    this.#enter(node, model, slot, mark);
  }

  /** Raises the values of a row to what a swap is worth, which depends on the mark it leaves at. */
  #leave(node: number, model: GridModel, slot: number, mark: number): void {
    const values = this.#values[node] as Float64Array;
    const here = this.#row(node, model, slot, mark);
    const first = model.liveFrom[slot] as number;
    let end = (model.arrived[slot] as number) + 1;
    const index = this.swaps.resident[node] as number;
    for (let own = this.marks.newest(slot); end > first; own--) {
      const isLast = own < this.marks.oldest(index, slot);
      const from = isLast ? first : Math.max(first, this.marks.position(index, own));
      if (from >= end) continue;
      const leaving = this.bestSwap(node, slot, mark, isLast ? NO_MARK : own, 1).worth;
      if (isLast) this.#leaving[node] = leaving;
      raise(values, here + from - first, here + end - first, leaving);
      end = from;
    }
  }

  /** What a swap to the node is worth, by the mark before which its requests are served. */
  #enter(node: number, model: GridModel, slot: number, mark: number): void {
    const values = this.#values[node] as Float64Array;
    const entries = this.#entries[node] as Float64Array;
    const first = model.liveFrom[slot] as number;
    const at = this.#row(node, model, slot, mark) - first;
    const index = this.swaps.resident[node] as number;
    let position = (model.arrived[slot] as number) + 1;
    let best = 0;
    for (let own = this.marks.newest(slot); position > first; own--) {
      const isLast = own < this.marks.oldest(index, slot);
      const from = isLast ? first : this.marks.position(index, own);
      while (position > from) best = Math.max(best, values[at + --position] as number);
      entries[this.#entryAt(node, slot, mark, isLast ? NO_MARK : own)] = best;
      if (isLast) break;
    }
  }

  /**
   * The best swap that takes at least so many slots.
   * @param mark of the model that was left for the node's, @param own of the node's model itself.
   */
  bestSwap(node: number, slot: number, mark: number, own: number, atLeast: number) {
    const slots = this.grid.swapSlots[node] as Int32Array;
    const left = this.swaps.left[node] as number;
    let best = { worth: 0, node: -1, slots: 0, own: NO_MARK };
    for (let model = 0; model < slots.length; model++) {
      const next = this.swaps.next[node]?.[model] ?? -1;
      const takes = slots[model] as number;
      if (next < 0 || takes < atLeast || slot + takes > this.grid.lastSlot) continue;
      const known = model === left ? mark : NO_MARK;
      const worth = this.entry(next, slot + takes, own, known);
      if (worth > best.worth) best = { worth, node: next, slots: takes, own: known };
    }
    return best;
  }

  /** Swaps that end in the slot in which they begin: several can follow each other. */
  #swapAtOnce(slot: number): void {
    const { resident } = this.swaps;
    for (let changed = true; changed; ) {
      changed = false;
      for (let node = 0; node < resident.length; node++) {
        const leaving = this.bestSwap(node, slot, NO_MARK, NO_MARK, 0).worth;
        if (leaving <= (this.#leaving[node] as number)) continue;
        changed = true;
        this.#leaving[node] = leaving;
        const entries = this.#entries[node] as Float64Array;
        entries[slot] = Math.max(entries[slot] as number, leaving);
        const model = this.grid.models[resident[node] as number];
        if (model === undefined) continue;
        const [from, end] = [model.offsets[slot] as number, model.offsets[slot + 1] as number];
        raise(this.#values[node] as Float64Array, from, end, leaving);
      }
    }
  }
}

function totalOf(model: GridModel | undefined): number {
  return model?.offsets.at(-1) ?? 0;
}

/** Whether a swap can take less than a slot. */
export function hasSwapsAtOnce({ swapSlots }: Grid, { next }: SwapGraph): boolean {
  return swapSlots.some((row, node) =>
    row.some((slots, model: ModelIndex) => slots === 0 && (next[node]?.[model] ?? -1) >= 0),
  );
}
