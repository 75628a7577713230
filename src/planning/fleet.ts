import { InvariantError } from '../errors.js';
import { gpusFor, LOAD_TOLERANCE, sliceLoad } from './demand.js';
import type { Demand, Fleet, GpuType } from './types.js';

/**
 * A fleet from what a solver decided, with loads and cost computed anew.
 * @throws InvariantError if it breaks a constraint: then the program was not the problem.
 */
export function fleetOf(
  demands: readonly Demand[],
  types: readonly GpuType[],
  assigned: readonly (readonly number[])[],
  counts: readonly number[],
): Fleet {
  const loads = types.map((type, at) => loadOn(demands, type, assigned, at));
  types.forEach(({ name, least, most }, at) => {
    const [count = 0, load = 0] = [counts[at], loads[at]];
    const isWithin = count >= least && count <= most;
    if (isWithin && load <= count + 2 * LOAD_TOLERANCE * Math.max(1, count)) return;
    throw new InvariantError('a fleet breaks its constraints', { name, count, load, least, most });
  });
  const costPerHour = types.reduce(
    (sum, type, at) => sum + type.costPerHour * (counts[at] ?? 0),
    0,
  );
  const servedRate = demands.reduce((sum, { sliceRate }, row) => {
    const slices = (assigned[row] ?? []).reduce((all, each) => all + each, 0);
    return sum + slices * sliceRate;
  }, 0);
  return { counts, costPerHour, loads, assigned, servedRate, instanceLoads: null };
}

/** The fewest GPUs of one type that serve everything; null where some bucket cannot be served. */
export function singleTypeFleet(
  demands: readonly Demand[],
  types: readonly GpuType[],
  at: number,
): Fleet | null {
  const type = types[at];
  if (type === undefined) return null;
  const assigned = demands.map(({ slices }) =>
    types.map((_, column) => (column === at ? slices : 0)),
  );
  const load = loadOn(demands, type, assigned, at);
  const count = Math.max(type.least, gpusFor(load));
  if (!Number.isFinite(load) || count > type.most) return null;
  return fleetOf(
    demands,
    types.map((each, column) => (column === at ? each : { ...each, least: 0 })),
    assigned,
    types.map((_, column) => (column === at ? count : 0)),
  );
}

function loadOn(
  demands: readonly Demand[],
  type: GpuType,
  assigned: readonly (readonly number[])[],
  at: number,
): number {
  return demands.reduce((sum, demand, row) => {
    const slices = assigned[row]?.[at] ?? 0;
    return slices === 0 ? sum : sum + slices * sliceLoad(demand, type);
  }, 0);
}
