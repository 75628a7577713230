import { InvariantError } from '../errors.js';
import type { ModelIndex } from '../units.js';
import { NO_MARK } from './marks.js';
import type { VisitProgram } from './visit-program.js';

/** A batch of the path that is worth most: requests `from` … `from + count − 1` of `model`. */
export interface PathBatch {
  readonly model: ModelIndex;
  readonly from: number;
  readonly count: number;
}

/** The batches of a path that is worth what `solve` returned. @param program solved. */
export function bestPath(program: VisitProgram): readonly PathBatch[] {
  const { grid, swaps, marks } = program;
  const batches: PathBatch[] = [];
  let [node, slot, position, mark] = [0, 0, 0, NO_MARK];
  while (slot <= grid.lastSlot) {
    const worth = program.worth(node, slot, position, mark);
    if (worth <= 0) break;
    const served = batchWorth(program, node, slot, position, mark, worth);
    if (served !== undefined) {
      batches.push(served);
      slot += served.heldSlots;
      position = served.from + served.count;
      continue;
    }
    const model = swaps.resident[node] as number;
    const own = model < 0 ? NO_MARK : marks.of(model, position, slot);
    const swap = swapWorth(program, node, slot, mark, own, worth);
    if (swap === undefined) slot++;
    else {
      slot += swap.slots;
      node = swap.node;
      mark = own;
      position = bestPosition(program, node, slot, mark, swap.own);
    }
  }
  return batches;
}

function batchWorth(
  program: VisitProgram,
  node: number,
  slot: number,
  position: number,
  mark: number,
  worth: number,
) {
  const { grid, swaps, sums: allSums } = program;
  const model = swaps.resident[node] as number;
  const parts = grid.models[model];
  if (parts === undefined) return undefined;
  const sums = allSums[model] as Float64Array;
  const arrived = parts.arrived[slot] as number;
  for (const { least, most, completionSlots, heldSlots } of parts.sizes) {
    if (slot + heldSlots > grid.lastSlot) break;
    const from = Math.max(position, parts.onTimeFrom[slot + completionSlots] as number);
    const count = Math.min(most, arrived - from);
    if (count < least) continue;
    const gained = (sums[from + count] as number) - (sums[from] as number);
    const then = program.worth(node, slot + heldSlots, from + count, mark);
    if (isClose(gained + then, worth)) return { model, from, count, heldSlots };
  }
  return undefined;
}

function swapWorth(
  program: VisitProgram,
  node: number,
  slot: number,
  mark: number,
  own: number,
  worth: number,
) {
  const swap = program.bestSwap(node, slot, mark, own, 1);
  if (swap.node >= 0 && isClose(swap.worth, worth)) return swap;
  return swapAtOnce(program, node, slot, worth);
}

/** Swaps without end could go round in a circle: the first that leads to a batch ends them. */
function swapAtOnce(program: VisitProgram, start: number, slot: number, worth: number) {
  const { swaps, grid } = program;
  const reached = [start];
  for (const node of reached) {
    for (const [model, next] of (swaps.next[node] ?? []).entries()) {
      if (next < 0 || grid.swapSlots[node]?.[model] !== 0 || reached.includes(next)) continue;
      if (!isClose(program.entry(next, slot, NO_MARK, NO_MARK), worth)) continue;
      const position = bestPosition(program, next, slot, NO_MARK, NO_MARK);
      const serves = batchWorth(program, next, slot, position, NO_MARK, worth) !== undefined;
      const leaves = isClose(program.bestSwap(next, slot, NO_MARK, NO_MARK, 1).worth, worth);
      if (serves || leaves) return { node: next, slots: 0, own: NO_MARK };
      reached.push(next);
    }
  }
  return undefined;
}

function bestPosition(
  program: VisitProgram,
  node: number,
  slot: number,
  mark: number,
  own: number,
): number {
  const { grid, swaps, marks } = program;
  const model = swaps.resident[node] as number;
  const parts = grid.models[model];
  if (parts === undefined) throw new InvariantError('a swap to no model', { node, slot });
  const best = program.entry(node, slot, mark, own);
  let position = Math.max(parts.liveFrom[slot] as number, marks.position(model, own));
  while (!isClose(program.worth(node, slot, position, mark), best)) {
    if (++position > (parts.arrived[slot] as number)) {
      throw new InvariantError('no position is worth what an entry is', { node, slot, mark, own });
    }
  }
  return position;
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
}
