import { type Search, searchFor } from './best.js';
import { sliceLoad } from './demand.js';
import type { IntegerProgram } from './ilp.js';
import type { Demand, GpuType, Shortfall } from './types.js';

/** They are looked for at least so long, s: an answer that is cut off would name too many. */
const LEAST_SECONDS = 1;

/**
 * Why no fleet serves everything: the buckets that no type can serve; otherwise those that stay
 * without a GPU when as many requests as possible are served within availability.
 */
export async function shortfallsOf<P extends IntegerProgram>(
  demands: readonly Demand[],
  types: readonly GpuType[],
  search: Search<P>,
): Promise<readonly Shortfall[]> {
  const impossible = demands
    .filter((demand) => types.every((type) => !Number.isFinite(sliceLoad(demand, type))))
    .map(({ row, column }): Shortfall => ({ row, column, unserved: 1, limit: 'throughput' }));
  if (impossible.length > 0) return impossible;
  // Money is no limit: what is missing is GPUs.
  const goal = { kind: 'most served', budgetPerHour: Number.POSITIVE_INFINITY } as const;
  const { found } = await searchFor(search, goal, Math.max(LEAST_SECONDS, search.timeLimitSeconds));
  return demands.flatMap(({ row, column, slices }, at): Shortfall[] => {
    const assigned = found?.fleet?.assigned[at] ?? [];
    const unserved = 1 - assigned.reduce((sum, each) => sum + each, 0) / slices;
    return unserved > 0 ? [{ row, column, unserved, limit: 'availability' }] : [];
  });
}
