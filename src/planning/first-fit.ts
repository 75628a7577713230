import { LOAD_TOLERANCE, sliceLoad } from './demand.js';
import { fleetOf } from './fleet.js';
import { slicesThatFit } from './per-instance.js';
import type { Demand, Fleet, GpuType } from './types.js';

interface Bin {
  readonly type: number;
  load: number;
}

/**
 * A fleet by a rule of thumb, for a first bound on the cost: slices by descending cost of serving
 * them, each onto the first rented GPU that has room, or else onto a new one of the type on which it
 * costs least. Null if availability does not allow it.
 *
 * @param budgetPerHour if given, what may be spent: slices for which there is no GPU are left out,
 *   and those come first that are served at the least cost.
 */
export function firstFit(
  demands: readonly Demand[],
  types: readonly GpuType[],
  budgetPerHour: number | null = null,
): Fleet | null {
  const bins: Bin[] = types.flatMap(({ least }, type) =>
    Array.from({ length: least }, (): Bin => ({ type, load: 0 })),
  );
  const onBins = demands.map(() => new Map<Bin, number>());
  const costOf = (demand: Demand, type: GpuType): number =>
    slicesThatFit(demand, type) === 0
      ? Number.POSITIVE_INFINITY
      : sliceLoad(demand, type) * type.costPerHour;
  const cheapest = (demand: Demand): number =>
    Math.min(...types.map((type) => costOf(demand, type)));
  const weigh = (demand: Demand): number =>
    budgetPerHour === null ? -cheapest(demand) : cheapest(demand) / demand.sliceRate;
  const order = demands.map((demand, at) => ({ demand, weight: weigh(demand), at }));
  order.sort((a, b) => (a.weight === b.weight ? 0 : a.weight - b.weight));
  let left =
    (budgetPerHour ?? Number.POSITIVE_INFINITY) -
    types.reduce((sum, { costPerHour, least }) => sum + costPerHour * least, 0);
  if (left < 0) return null;
  for (const { demand, at } of order) {
    for (let slice = 0; slice < demand.slices; slice++) {
      const before = bins.length;
      const bin = roomFor(demand, bins, types) ?? rented(demand, bins, types, costOf, left);
      if (bin === null && budgetPerHour === null) return null;
      if (bin === null) break;
      const type = types[bin.type];
      if (bins.length > before) left -= type?.costPerHour ?? 0;
      if (type !== undefined) bin.load += sliceLoad(demand, type);
      onBins[at]?.set(bin, (onBins[at]?.get(bin) ?? 0) + 1);
    }
  }
  const counts = types.map((_, type) => bins.filter((bin) => bin.type === type).length);
  const assigned = onBins.map((row) =>
    types.map((_, type) =>
      [...row].reduce((sum, [bin, slices]) => (bin.type === type ? sum + slices : sum), 0),
    ),
  );
  const instanceLoads = types.map((_, type) =>
    bins.filter((bin) => bin.type === type).map(({ load }) => load),
  );
  return { ...fleetOf(demands, types, assigned, counts), instanceLoads };
}

function roomFor(demand: Demand, bins: readonly Bin[], types: readonly GpuType[]): Bin | null {
  const found = bins.find(({ type, load }) => {
    const kind = types[type];
    return kind !== undefined && load + sliceLoad(demand, kind) <= 1 + LOAD_TOLERANCE;
  });
  return found ?? null;
}

function rented(
  demand: Demand,
  bins: Bin[],
  types: readonly GpuType[],
  costOf: (demand: Demand, type: GpuType) => number,
  budgetPerHour: number,
): Bin | null {
  const offers = types.flatMap((type, at) => {
    const rentedNow = bins.filter((bin) => bin.type === at).length;
    const cost = costOf(demand, type);
    const isLeft = rentedNow < type.most && type.costPerHour <= budgetPerHour;
    return Number.isFinite(cost) && isLeft ? [{ at, cost }] : [];
  });
  const best = offers.sort((a, b) => a.cost - b.cost)[0];
  if (best === undefined) return null;
  const bin = { type: best.at, load: 0 };
  bins.push(bin);
  return bin;
}
