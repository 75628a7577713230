import { LOAD_TOLERANCE, sliceLoad } from './demand.js';
import { fleetOf } from './fleet.js';
import type { Demand, Fleet, GpuType } from './types.js';

interface Bin {
  readonly type: number;
  load: number;
  /** Slices in it, by demand. */
  readonly slices: Map<number, number>;
}

/** A slice that is still to be placed. */
interface Piece {
  readonly demand: number;
  readonly load: number;
}

/**
 * Packs a pooled fleet onto its own GPUs, or failing that with one GPU more, the cheapest that does:
 * a rule of thumb that is right where there is some room. Null where it finds none.
 */
export function packedFrom(
  pooled: Fleet,
  demands: readonly Demand[],
  types: readonly GpuType[],
): Fleet | null {
  const more = types
    .map(({ costPerHour, most }, at) => ({
      costPerHour,
      at,
      isLeft: (pooled.counts[at] ?? 0) < most,
    }))
    .filter(({ isLeft }) => isLeft)
    .sort((a, b) => a.costPerHour - b.costPerHour)
    .map(({ at }) => pooled.counts.map((count, type) => count + (type === at ? 1 : 0)));
  for (const counts of [pooled.counts, ...more]) {
    const fleet = packInto(counts, pooled.assigned, demands, types);
    if (fleet !== null) return fleet;
  }
  return null;
}

/** Largest slices first, each onto the fullest GPU of its type that has room, or any other that has. */
function packInto(
  counts: readonly number[],
  assigned: Fleet['assigned'],
  demands: readonly Demand[],
  types: readonly GpuType[],
): Fleet | null {
  const bins = counts.flatMap((count, type) =>
    Array.from({ length: count }, (): Bin => ({ type, load: 0, slices: new Map() })),
  );
  const left = types.flatMap((type, at) => {
    const own = bins.filter((bin) => bin.type === at);
    return piecesOf(type, at, assigned, demands).filter(
      ({ demand, load }) => !put(own, () => load, demand),
    );
  });
  left.sort((a, b) => b.load - a.load);
  const isDone = left.every(({ demand }) =>
    put(bins, ({ type }) => loadOn(demands, types, demand, type), demand),
  );
  return isDone ? fleetFrom(bins, counts, demands, types) : null;
}

function piecesOf(
  type: GpuType,
  at: number,
  assigned: Fleet['assigned'],
  demands: readonly Demand[],
): readonly Piece[] {
  const pieces = demands.flatMap((each, demand) => {
    const load = sliceLoad(each, type);
    return Array.from({ length: assigned[demand]?.[at] ?? 0 }, () => ({ demand, load }));
  });
  return pieces.sort((a, b) => b.load - a.load);
}

/** Whether a slice found room. */
function put(bins: readonly Bin[], loadOf: (bin: Bin) => number, demand: number): boolean {
  let best: Bin | null = null;
  let bestRoom = Number.POSITIVE_INFINITY;
  for (const bin of bins) {
    const room = 1 + LOAD_TOLERANCE - bin.load - loadOf(bin);
    if (room < 0 || room >= bestRoom) continue;
    best = bin;
    bestRoom = room;
  }
  if (best === null) return false;
  best.load += loadOf(best);
  best.slices.set(demand, (best.slices.get(demand) ?? 0) + 1);
  return true;
}

function loadOn(
  demands: readonly Demand[],
  types: readonly GpuType[],
  demand: number,
  type: number,
): number {
  const [each, kind] = [demands[demand], types[type]];
  return each === undefined || kind === undefined
    ? Number.POSITIVE_INFINITY
    : sliceLoad(each, kind);
}

function fleetFrom(
  bins: readonly Bin[],
  counts: readonly number[],
  demands: readonly Demand[],
  types: readonly GpuType[],
): Fleet {
  const assigned = demands.map(() => types.map(() => 0));
  for (const { type, slices } of bins) {
    for (const [demand, count] of slices) {
      const row = assigned[demand];
      if (row !== undefined) row[type] = (row[type] ?? 0) + count;
    }
  }
  const instanceLoads = types.map((_, at) =>
    bins.filter(({ type }) => type === at).map(({ load }) => load),
  );
  return { ...fleetOf(demands, types, assigned, counts), instanceLoads };
}
