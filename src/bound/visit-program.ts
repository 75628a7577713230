import { InvariantError } from '../errors.js';
import type { ModelIndex } from '../units.js';
import type { Grid, GridBatch, GridModel } from './grid.js';
import type { SwapGraph } from './problem.js';

/** A batch of the path that is worth most: requests `from` … `from + count − 1` of `model`. */
export interface PathBatch {
  readonly model: ModelIndex;
  readonly from: number;
  readonly count: number;
}

/**
 * The most that a path through the grid is worth when request i of a model is worth `gains[model][i]`
 * each time it is served. A path knows, during a visit to a model, which of its requests it has
 * served; it forgets that when it swaps to another (docs/bound.md, step 4).
 *
 * values[node][offset(slot) + position − liveFrom(slot)] is what can still be gained from `slot` on
 * with the node's model in memory and its requests before `position` served.
 */
export class VisitProgram {
  readonly grid: Grid;
  readonly #swaps: SwapGraph;
  readonly #values: readonly Float64Array[];
  /** By node and slot: the most over all positions, which is what a swap to it is worth. */
  readonly #entries: readonly Float64Array[];
  /** By model: the gain of all requests before a position. */
  readonly #sums: readonly Float64Array[];
  readonly #swapsAtOnce: boolean;
  /** By node: what a swap at the slot in hand is known to be worth. */
  readonly #leaving: Float64Array;

  constructor(grid: Grid, swaps: SwapGraph) {
    this.grid = grid;
    this.#swaps = swaps;
    this.#values = swaps.resident.map((model) => {
      const { offsets } = modelOf(grid, model) ?? { offsets: [0] };
      return new Float64Array(offsets.at(-1) ?? 0);
    });
    this.#entries = swaps.resident.map(() => new Float64Array(grid.lastSlot + 1));
    this.#sums = grid.models.map(({ arrived }) => new Float64Array((arrived.at(-1) ?? 0) + 1));
    this.#leaving = new Float64Array(swaps.resident.length);
    this.#swapsAtOnce = grid.swapSlots.some((row, node) =>
      row.some((slots, model) => slots === 0 && nextNode(swaps, node, model) >= 0),
    );
  }

  /** How many values a program for the grid holds. */
  static size(grid: Grid, { resident }: SwapGraph): number {
    return resident.reduce((sum, model) => sum + (modelOf(grid, model)?.offsets.at(-1) ?? 0), 0);
  }

  /** @param gains by model and request, ≥ 0. @returns the worth of the best path. */
  solve(gains: readonly Float64Array[]): number {
    for (const [model, sums] of this.#sums.entries()) {
      const gain = gains[model] as Float64Array;
      for (let i = 0; i + 1 < sums.length; i++) {
        sums[i + 1] = (sums[i] as number) + (gain[i] as number);
      }
    }
    const { resident } = this.#swaps;
    for (let slot = this.grid.lastSlot; slot >= 0; slot--) {
      for (let node = 0; node < resident.length; node++) this.#fill(node, slot);
      if (this.#swapsAtOnce) this.#swapAtOnce(slot);
    }
    return this.worth(0, 0, 0);
  }

  /** What can be gained from there on; see `values`. */
  worth(node: number, slot: number, position: number): number {
    const model = modelOf(this.grid, this.#swaps.resident[node] as number);
    if (model === undefined) return this.#entry(node, slot);
    const first = model.liveFrom[slot] as number;
    const at = (model.offsets[slot] as number) + Math.max(position, first) - first;
    return (this.#values[node] as Float64Array)[at] as number;
  }

  #entry(node: number, slot: number): number {
    return (this.#entries[node] as Float64Array)[slot] as number;
  }

  #fill(node: number, slot: number): void {
    const model = this.#swaps.resident[node] as number;
    const leaving = this.#bestSwap(node, slot, 1);
    this.#leaving[node] = leaving;
    const entries = this.#entries[node] as Float64Array;
    const parts = modelOf(this.grid, model);
    if (parts === undefined) {
      entries[slot] = leaving;
      return;
    }
    const values = this.#values[node] as Float64Array;
    const sums = this.#sums[model] as Float64Array;
    stay(values, parts, slot, leaving, this.grid.lastSlot);
    for (const batch of parts.sizes) {
      if (slot + batch.heldSlots > this.grid.lastSlot) break;
      serve(values, sums, parts, slot, batch);
    }
    let best = 0;
    const end = parts.offsets[slot + 1] as number;
    for (let at = parts.offsets[slot] as number; at < end; at++) {
      if ((values[at] as number) > best) best = values[at] as number;
    }
    entries[slot] = best;
  }

  /** The worth of the best swap that takes at least so many slots. */
  #bestSwap(node: number, slot: number, atLeast: number): number {
    const slots = this.grid.swapSlots[node] as Int32Array;
    let best = 0;
    for (let model = 0; model < slots.length; model++) {
      const next = nextNode(this.#swaps, node, model);
      const takes = slots[model] as number;
      if (next < 0 || takes < atLeast || slot + takes > this.grid.lastSlot) continue;
      best = Math.max(best, this.#entry(next, slot + takes));
    }
    return best;
  }

  /** Swaps that end in the slot in which they begin: several can follow each other. */
  #swapAtOnce(slot: number): void {
    const { resident } = this.#swaps;
    for (let changed = true; changed; ) {
      changed = false;
      for (let node = 0; node < resident.length; node++) {
        const leaving = this.#bestSwap(node, slot, 0);
        if (leaving <= (this.#leaving[node] as number)) continue;
        changed = true;
        this.#leaving[node] = leaving;
        this.#raise(node, slot, leaving);
      }
    }
  }

  #raise(node: number, slot: number, to: number): void {
    const entries = this.#entries[node] as Float64Array;
    entries[slot] = Math.max(entries[slot] as number, to);
    const parts = modelOf(this.grid, this.#swaps.resident[node] as number);
    if (parts === undefined) return;
    const values = this.#values[node] as Float64Array;
    const end = parts.offsets[slot + 1] as number;
    for (let at = parts.offsets[slot] as number; at < end; at++) {
      if ((values[at] as number) < to) values[at] = to;
    }
  }

  /** The batches of a path that is worth what `solve` returned. */
  path(): readonly PathBatch[] {
    const batches: PathBatch[] = [];
    const { lastSlot } = this.grid;
    let [node, slot, position] = [0, 0, 0];
    while (slot <= lastSlot) {
      const worth = this.worth(node, slot, position);
      if (worth <= 0) break;
      const served = this.#batchWorth(node, slot, position, worth);
      if (served !== undefined) {
        batches.push(served);
        slot += served.heldSlots;
        position = served.from + served.count;
        continue;
      }
      const swap = this.#swapWorth(node, slot, worth);
      if (swap !== undefined) {
        slot += swap.slots;
        node = swap.node;
        position = this.#bestPosition(node, slot);
      } else slot++;
    }
    return batches;
  }

  #batchWorth(node: number, slot: number, position: number, worth: number) {
    const model = this.#swaps.resident[node] as number;
    const parts = modelOf(this.grid, model);
    if (parts === undefined) return undefined;
    const sums = this.#sums[model] as Float64Array;
    const arrived = parts.arrived[slot] as number;
    for (const { least, most, completionSlots, heldSlots } of parts.sizes) {
      if (slot + heldSlots > this.grid.lastSlot) break;
      const from = Math.max(position, parts.onTimeFrom[slot + completionSlots] as number);
      const count = Math.min(most, arrived - from);
      if (count < least) continue;
      const gained = (sums[from + count] as number) - (sums[from] as number);
      if (isClose(gained + this.worth(node, slot + heldSlots, from + count), worth)) {
        return { model, from, count, heldSlots };
      }
    }
    return undefined;
  }

  #swapWorth(node: number, slot: number, worth: number) {
    const row = this.grid.swapSlots[node] as Int32Array;
    // Not at once, where it can be avoided: such swaps could go round in a circle.
    for (const least of [1, 0]) {
      for (const [model, slots] of row.entries()) {
        const next = nextNode(this.#swaps, node, model);
        if (next < 0 || slots < least || slot + slots > this.grid.lastSlot) continue;
        if (least === 0 && !this.#servesNext(next, slot, worth)) continue;
        if (isClose(this.#entry(next, slot + slots), worth)) return { node: next, slots };
      }
    }
    return undefined;
  }

  #servesNext(node: number, slot: number, worth: number): boolean {
    return this.#batchWorth(node, slot, this.#bestPosition(node, slot), worth) !== undefined;
  }

  #bestPosition(node: number, slot: number): number {
    const parts = modelOf(this.grid, this.#swaps.resident[node] as number);
    if (parts === undefined) throw new InvariantError('a swap to no model', { node, slot });
    const best = this.#entry(node, slot);
    let position = parts.liveFrom[slot] as number;
    while (!isClose(this.worth(node, slot, position), best)) position++;
    return position;
  }
}

function modelOf(grid: Grid, model: ModelIndex): GridModel | undefined {
  return grid.models[model];
}

function nextNode({ next }: SwapGraph, node: number, model: ModelIndex): number {
  return next[node]?.[model] ?? -1;
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
}

/** Values of a slot with no batch begun in it: wait for the next, or leave for another model. */
function stay(
  values: Float64Array,
  { liveFrom, arrived, offsets }: GridModel,
  slot: number,
  leaving: number,
  lastSlot: number,
): void {
  const first = liveFrom[slot] as number;
  const last = arrived[slot] as number;
  const at = (offsets[slot] as number) - first;
  if (slot === lastSlot) {
    values.fill(leaving, at + first, at + last + 1);
    return;
  }
  const firstNext = liveFrom[slot + 1] as number;
  const next = (offsets[slot + 1] as number) - firstNext;
  for (let position = first; position <= last; position++) {
    const waiting = values[next + (position < firstNext ? firstNext : position)] as number;
    values[at + position] = waiting > leaving ? waiting : leaving;
  }
}

/** Raises the values of a slot to what they are with a batch of these sizes begun in it. */
function serve(
  values: Float64Array,
  sums: Float64Array,
  { liveFrom, onTimeFrom, arrived, offsets }: GridModel,
  slot: number,
  { least, most, completionSlots, heldSlots }: GridBatch,
): void {
  const first = liveFrom[slot] as number;
  const here = (offsets[slot] as number) - first;
  const after = slot + heldSlots;
  const firstAfter = liveFrom[after] as number;
  const there = (offsets[after] as number) - firstAfter;
  const last = arrived[slot] as number;
  const from = Math.max(first, onTimeFrom[slot + completionSlots] as number);
  if (from > last - least) return;
  let position = from;
  for (const end = Math.min(last - most, firstAfter - most - 1); position <= end; position++) {
    const worth =
      (sums[position + most] as number) -
      (sums[position] as number) +
      (values[there + firstAfter] as number);
    if (worth > (values[here + position] as number)) values[here + position] = worth;
  }
  for (const end = last - most; position <= end; position++) {
    const worth =
      (sums[position + most] as number) -
      (sums[position] as number) +
      (values[there + position + most] as number);
    if (worth > (values[here + position] as number)) values[here + position] = worth;
  }
  const rest =
    (sums[last] as number) + (values[there + (last < firstAfter ? firstAfter : last)] as number);
  for (const end = last - least; position <= end; position++) {
    const worth = rest - (sums[position] as number);
    if (worth > (values[here + position] as number)) values[here + position] = worth;
  }
  if (from === first) return;
  // Who begins before `from` serves what one serves who begins there: those before are late.
  const count = Math.min(most, last - from);
  const next = Math.max(from + count, firstAfter);
  const worth =
    (sums[from + count] as number) - (sums[from] as number) + (values[there + next] as number);
  for (let late = first; late < from; late++) {
    if (worth > (values[here + late] as number)) values[here + late] = worth;
  }
}
