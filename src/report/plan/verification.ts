import type { TeeMode } from '../../planning/plan.js';
import type { PlanProblem } from '../../planning/types.js';
import type { FleetSearch, MetFleets, Verification } from '../../planning/verify/types.js';

/** What the simulation of a plan showed in one TEE mode. */
export interface VerifiedMode {
  readonly mode: TeeMode;
  readonly problem: PlanProblem;
  readonly verification: Verification;
  /** Null: not asked for. */
  readonly met: MetFleets | null;
}

/** Whether the plan meets its target, or a fleet was found that does. */
export function isMet({ verification, met }: VerifiedMode): boolean {
  return met === null ? verification.planMeets : met.cheapest !== null;
}

/** What a search began with and may use. */
export function searchName({ only, from }: FleetSearch, { types }: PlanProblem): string {
  if (only !== null) return `${types[only]?.name ?? ''} only`;
  return from === null ? 'from the plan' : `from ${types[from]?.name ?? ''} only`;
}

/** The cheapest fleet of a single type that meets the target; null: none was found. */
export function bestSingle({ searches }: MetFleets): FleetSearch | null {
  let best: FleetSearch | null = null;
  for (const search of searches) {
    if (search.only === null || search.found === null) continue;
    const isCheaper = search.found.costPerHour < (best?.found?.costPerHour ?? Infinity);
    if (isCheaper) best = search;
  }
  return best;
}

/** The fleet to rent; null: none was found. */
export function cheapestFound({ searches, cheapest }: MetFleets): FleetSearch | null {
  return cheapest === null ? null : (searches[cheapest] ?? null);
}
