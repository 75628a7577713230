import { demandsOf, gpusFor, sliceLoad } from './demand.js';
import { singleTypeFleet } from './fleet.js';
import type { Demand, Fleet, PlanProblem } from './types.js';

/** A fleet of one type alone that serves everything, or why there is none. */
export interface SingleType {
  readonly name: string;
  /** GPUs' worth of work; null: it cannot serve some of it. */
  readonly load: number | null;
  readonly fleet: Fleet | null;
  /** Buckets that it cannot serve. */
  readonly cannotServe: readonly Pick<Demand, 'row' | 'column'>[];
  /** How many it would take where that is more than there are; null otherwise. */
  readonly short: { readonly needed: number; readonly available: number } | null;
}

/**
 * Every fleet of a single type, its load pooled: with `per-instance` packing the least that it can
 * be. Minimum counts of the others do not count.
 */
export function singleTypesOf(problem: PlanProblem): readonly SingleType[] {
  const demands = demandsOf(problem);
  return problem.types.map((type, at): SingleType => {
    const cannotServe = demands
      .filter((demand) => !Number.isFinite(sliceLoad(demand, type)))
      .map(({ row, column }) => ({ row, column }));
    const { name, most } = type;
    if (cannotServe.length > 0) {
      return { name, load: null, fleet: null, cannotServe, short: null };
    }
    const load = demands.reduce((sum, each) => sum + each.slices * sliceLoad(each, type), 0);
    const fleet = singleTypeFleet(demands, problem.types, at);
    const short = fleet === null ? { needed: gpusFor(load), available: most } : null;
    return { name, load, fleet, cannotServe, short };
  });
}

/** What share of a dearer fleet's cost is saved: (dear − cheap) / dear, as in Mélange's notebook. */
export function savingAgainst(dear: Fleet, cheap: Fleet): number {
  return (dear.costPerHour - cheap.costPerHour) / dear.costPerHour;
}
