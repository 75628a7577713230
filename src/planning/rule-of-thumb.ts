import { gpusFor, sliceLoad } from './demand.js';
import { fleetOf, singleTypeFleet } from './fleet.js';
import type { Demand, Fleet, GpuType } from './types.js';

/**
 * No fleet that serves everything costs less, $/h: every slice where it costs least, as if parts of
 * a GPU could be rented, and at least what has to be rented. Holds for both ways of packing.
 */
export function leastCost(demands: readonly Demand[], types: readonly GpuType[]): number {
  const rented = types.reduce((sum, { costPerHour, least }) => sum + costPerHour * least, 0);
  const work = demands.reduce((sum, each) => sum + each.slices * cheapest(each, types), 0);
  return Math.max(rented, Number.isFinite(work) ? work : 0);
}

/** No fleet within a budget serves more, requests/s: the cheapest requests first, parts of GPUs rented. */
export function mostRate(
  demands: readonly Demand[],
  types: readonly GpuType[],
  budgetPerHour: number,
): number {
  let left = budgetPerHour;
  let rate = 0;
  for (const demand of byCostOfRequest(demands, types)) {
    const cost = demand.slices * cheapest(demand, types);
    if (!Number.isFinite(cost)) continue;
    const share = cost <= left ? 1 : Math.max(0, left) / cost;
    rate += demand.slices * demand.sliceRate * share;
    left -= cost;
  }
  return rate;
}

/**
 * A pooled fleet for when there is no time for a better one: each slice where it costs least, or
 * one type for all, whichever is cheaper.
 * @returns null where that is more than there is
 */
export function quickFleet(demands: readonly Demand[], types: readonly GpuType[]): Fleet | null {
  const placed = placeSlices(demands, types, Number.POSITIVE_INFINITY);
  const all = demands.reduce((sum, { slices }) => sum + slices, 0);
  const isDone = placed !== null && slicesOf(placed) === all;
  const fleets = [
    ...(isDone ? [placed] : []),
    ...types.flatMap((_, at): readonly Fleet[] => {
      const single = singleTypeFleet(demands, types, at);
      if (single === null) return [];
      const counts = types.map(({ least }, type) => Math.max(least, single.counts[type] ?? 0));
      return [fleetOf(demands, types, single.assigned, counts)];
    }),
  ];
  return fleets.reduce<Fleet | null>(
    (best, each) => (best === null || each.costPerHour < best.costPerHour ? each : best),
    null,
  );
}

/** A pooled fleet that serves what it can within a budget, the cheapest requests first. */
export function quickWithin(
  demands: readonly Demand[],
  types: readonly GpuType[],
  budgetPerHour: number,
): Fleet | null {
  return placeSlices(demands, types, budgetPerHour);
}

function placeSlices(
  demands: readonly Demand[],
  types: readonly GpuType[],
  budgetPerHour: number,
): Fleet | null {
  const loads = types.map(() => 0);
  const countWith = (type: GpuType, at: number, more: number): number =>
    Math.max(type.least, gpusFor((loads[at] ?? 0) + more));
  let cost = types.reduce((sum, { costPerHour, least }) => sum + costPerHour * least, 0);
  if (cost > budgetPerHour) return null;
  const placed = new Map(demands.map((demand) => [demand, types.map(() => 0)]));
  for (const demand of byCostOfRequest(demands, types)) {
    const row = placed.get(demand) ?? [];
    const order = types.map((type, at) => ({ type, at, load: sliceLoad(demand, type) }));
    order.sort((a, b) => a.load * a.type.costPerHour - b.load * b.type.costPerHour);
    for (let slice = 0; slice < demand.slices; slice++) {
      const found = order.find(({ type, at, load }) => {
        if (!Number.isFinite(load)) return false;
        const more = countWith(type, at, load);
        const dearer = (more - countWith(type, at, 0)) * type.costPerHour;
        return more <= type.most && cost + dearer <= budgetPerHour;
      });
      if (found === undefined) break;
      const { type, at, load } = found;
      cost += (countWith(type, at, load) - countWith(type, at, 0)) * type.costPerHour;
      loads[at] = (loads[at] ?? 0) + load;
      row[at] = (row[at] ?? 0) + 1;
    }
  }
  const counts = types.map((type, at) => countWith(type, at, 0));
  return fleetOf(
    demands,
    types,
    demands.map((demand) => placed.get(demand) ?? []),
    counts,
  );
}

function slicesOf({ assigned }: Fleet): number {
  return assigned.flat().reduce((sum, slices) => sum + slices, 0);
}

/** $/h for a slice where it costs least; Infinity: none serves it. */
function cheapest(demand: Demand, types: readonly GpuType[]): number {
  return Math.min(...types.map((type) => sliceLoad(demand, type) * type.costPerHour));
}

function byCostOfRequest(demands: readonly Demand[], types: readonly GpuType[]): readonly Demand[] {
  const perRequest = (demand: Demand): number => cheapest(demand, types) / demand.sliceRate;
  return demands.toSorted((a, b) => compare(perRequest(a), perRequest(b)));
}

function compare(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
