import type { Seconds } from '../units.js';
import type { BoundModel, BoundProblem } from './problem.js';

/** A problem whose times are rounded down to slots, so that it can only have become easier. */
export interface Grid {
  readonly slotSeconds: Seconds;
  /** The last slot in which the results of a batch may have been written. */
  readonly lastSlot: number;
  readonly models: readonly GridModel[];
  /** By node, then by model: slots of a swap. */
  readonly swapSlots: readonly Int32Array[];
}

/** One model's requests and batches in slots. */
export interface GridModel {
  /** By slot: requests that have arrived. */
  readonly arrived: Int32Array;
  /** By slot: the first request that is on time if it is completed in that slot. */
  readonly onTimeFrom: Int32Array;
  /** By slot: the first request that a batch begun then could serve on time. */
  readonly liveFrom: Int32Array;
  /** Sizes that differ in their slots: the largest of each. */
  readonly sizes: readonly GridBatch[];
  /** By slot: where the values of its positions `liveFrom` … `arrived` begin; at the end, the total. */
  readonly offsets: Int32Array;
}

/** Batches that take equally many slots. */
export interface GridBatch {
  /** Smallest and largest size. */
  readonly least: number;
  readonly most: number;
  readonly completionSlots: number;
  readonly heldSlots: number;
}

/**
 * Rounds a problem to slots.
 * @param problem its durations never decrease with the size of a batch (`relaxed`).
 * @param slotSeconds a power of two, so that dividing by it is exact.
 */
export function createGrid(problem: BoundProblem, slotSeconds: Seconds): Grid {
  const lastSlot = Math.floor(lastSecond(problem) / slotSeconds);
  return {
    slotSeconds,
    lastSlot,
    models: problem.models.map((model) =>
      createModel(model, slotSeconds, lastSlot, problem.roundingSeconds),
    ),
    swapSlots: problem.swaps.seconds.map((row) =>
      Int32Array.from(row, (seconds) => Math.floor(seconds / slotSeconds)),
    ),
  };
}

/** No batch that serves a request on time can hold the GPU for longer. */
function lastSecond({ models, endSeconds, roundingSeconds }: BoundProblem): Seconds {
  const latest = models.map(({ arrivals, slaSeconds, batchSeconds, heldSeconds }) => {
    const writing = Math.max(
      0,
      ...heldSeconds.map((held, n) => held - (batchSeconds[n] as number)),
    );
    return (arrivals.at(-1) ?? 0) + slaSeconds + writing;
  });
  return Math.min(endSeconds, Math.max(0, ...latest)) + roundingSeconds;
}

function createModel(
  model: BoundModel,
  slotSeconds: Seconds,
  lastSlot: number,
  roundingSeconds: Seconds,
): GridModel {
  const { arrivals, slaSeconds } = model;
  const sizes = createBatches(model, slotSeconds);
  const arrivalSlots = arrivals.map((arrival) => Math.floor(arrival / slotSeconds));
  // Completed before the deadline, not at it; unless rounding alone could tell these apart.
  const lastSlots = arrivals.map((arrival) => {
    const deadline = (arrival + slaSeconds + roundingSeconds) / slotSeconds;
    return Math.ceil(deadline) - 1;
  });
  const arrived = new Int32Array(lastSlot + 1);
  const onTimeFrom = new Int32Array(lastSlot + 1);
  for (let slot = 0, come = 0, from = 0; slot <= lastSlot; slot++) {
    while (come < arrivals.length && (arrivalSlots[come] as number) <= slot) come++;
    while (from < arrivals.length && (lastSlots[from] as number) < slot) from++;
    arrived[slot] = come;
    onTimeFrom[slot] = from;
  }
  const shortest = sizes[0]?.completionSlots ?? 0;
  const liveFrom = onTimeFrom.map((_, slot) =>
    // After the end nothing is on time.
    Math.min(onTimeFrom[slot + shortest] ?? arrivals.length, arrived[slot] as number),
  );
  return { arrived, onTimeFrom, liveFrom, sizes, offsets: offsetsOf(liveFrom, arrived) };
}

function offsetsOf(liveFrom: Int32Array, arrived: Int32Array): Int32Array {
  const offsets = new Int32Array(arrived.length + 1);
  for (let slot = 0; slot < arrived.length; slot++) {
    const positions = (arrived[slot] as number) - (liveFrom[slot] as number) + 1;
    offsets[slot + 1] = (offsets[slot] as number) + positions;
  }
  return offsets;
}

function createBatches(model: BoundModel, slotSeconds: Seconds): readonly GridBatch[] {
  const { batchSeconds, heldSeconds, arrivals } = model;
  const batches: GridBatch[] = [];
  for (let size = 1; size < batchSeconds.length && size <= arrivals.length; size++) {
    const completionSlots = Math.floor((batchSeconds[size] as number) / slotSeconds);
    const heldSlots = Math.floor((heldSeconds[size] as number) / slotSeconds);
    const last = batches.at(-1);
    const same = last?.completionSlots === completionSlots && last.heldSlots === heldSlots;
    if (last !== undefined && same) batches[batches.length - 1] = { ...last, most: size };
    else batches.push({ least: size, most: size, completionSlots, heldSlots });
  }
  return batches;
}
