import { type Solved, stoppedWith } from './best.js';
import { demandsOf } from './demand.js';
import { firstFit } from './first-fit.js';
import { leastCost, mostRate, quickFleet, quickWithin } from './rule-of-thumb.js';
import type { Demand, Fleet, PlanProblem } from './types.js';

/** What is known of a problem whose solver had to be ended: a fleet by a rule of thumb, and a bound. */
export function stoppedEarly(problem: PlanProblem, timeLimitSeconds: number): Solved {
  const { types, budgetPerHour } = problem;
  const demands = demandsOf(problem);
  const nothing = { status: 'time-limit', fleet: null, bound: null, gap: null } as const;
  const quick = quickOf(problem, demands);
  const outcome =
    budgetPerHour === null
      ? stoppedWith(nothing, quick, [leastCost(demands, types)])
      : stoppedWith(nothing, quick, [mostRate(demands, types, budgetPerHour)], -1);
  return { outcome, solveSeconds: timeLimitSeconds };
}

function quickOf(
  { types, packing, budgetPerHour }: PlanProblem,
  demands: readonly Demand[],
): Fleet | null {
  if (packing === 'pooled') {
    return budgetPerHour === null
      ? quickFleet(demands, types)
      : quickWithin(demands, types, budgetPerHour);
  }
  return firstFit(demands, types, budgetPerHour);
}
