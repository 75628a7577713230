import {
  cheapest,
  mostServed,
  type Search,
  type SearchResult,
  type Solved,
  stoppedWith,
} from './best.js';
import { demandsOf } from './demand.js';
import { fleetOf } from './fleet.js';
import type { IlpSolution, IlpSolver } from './ilp.js';
import { type PooledProgram, pooledProgram } from './pooled.js';
import { leastCost, mostRate, quickFleet, quickWithin } from './rule-of-thumb.js';
import { shortfallsOf } from './shortfalls.js';
import type { Demand, Fleet, GpuType, PlanProblem } from './types.js';

/** The cheapest fleet that serves a workload, or the fleet that serves most for a budget. */
export async function solvePooled(
  problem: PlanProblem,
  solver: IlpSolver,
  timeLimitSeconds: number,
): Promise<Solved> {
  const demands = demandsOf(problem);
  const { types, budgetPerHour } = problem;
  const search = pooledSearch(demands, types, solver, timeLimitSeconds);
  const { found, seconds } =
    budgetPerHour === null
      ? await cheapestPooled(search)
      : await mostServedPooled(search, budgetPerHour);
  if (found !== null) return { outcome: found, solveSeconds: seconds };
  const rest = { ...search, timeLimitSeconds: timeLimitSeconds - seconds };
  const shortfalls = await shortfallsOf(demands, types, rest);
  return { outcome: { status: 'infeasible', shortfalls }, solveSeconds: seconds };
}

/**
 * The cheapest pooled fleet. If slices could be cut at will only the counts of GPUs would be whole
 * numbers, a handful: that is solved at once, and is a floor, most often one that is reached.
 */
export async function cheapestPooled(search: PooledSearch): Promise<SearchResult> {
  const { solver, timeLimitSeconds, demands, types } = search;
  const program = search.program({ kind: 'relaxed' });
  const { status, values, bound, seconds } = await solver.solve(program, timeLimitSeconds);
  // What cannot be done with slices cut at will cannot be done.
  if (status === 'infeasible') return { found: null, seconds };
  const rest = { ...search, timeLimitSeconds: timeLimitSeconds - seconds };
  const counts = program.countAt.map((column) => Math.round(values?.[column] ?? 0));
  const costPerHour = costOf(types, counts);
  const isKnown = status === 'optimal' && values !== null;
  const result = await cheapest(rest, isKnown ? { costPerHour, counts } : null);
  const bounds = [isKnown ? costPerHour : bound, leastCost(demands, types)];
  const found =
    result.found?.status === 'time-limit'
      ? stoppedWith(result.found, quickFleet(demands, types), bounds)
      : result.found;
  return { found, seconds: seconds + result.seconds };
}

async function mostServedPooled(
  search: PooledSearch,
  budgetPerHour: number,
): Promise<SearchResult> {
  const { demands, types } = search;
  const { found, seconds } = await mostServed(search, budgetPerHour);
  if (found?.status !== 'time-limit') return { found, seconds };
  const quick = quickWithin(demands, types, budgetPerHour);
  const bounds = [mostRate(demands, types, budgetPerHour)];
  return { found: stoppedWith(found, quick, bounds, -1), seconds };
}

/** $/h. */
function costOf(types: readonly GpuType[], counts: readonly number[]): number {
  return types.reduce((sum, { costPerHour }, at) => sum + costPerHour * (counts[at] ?? 0), 0);
}

interface PooledSearch extends Search<PooledProgram> {
  readonly demands: readonly Demand[];
  readonly types: readonly GpuType[];
}

/** How pooled fleets are found. */
export function pooledSearch(
  demands: readonly Demand[],
  types: readonly GpuType[],
  solver: IlpSolver,
  timeLimitSeconds: number,
): PooledSearch {
  return {
    demands,
    types,
    solver,
    timeLimitSeconds,
    program: (goal) => pooledProgram(demands, types, goal),
    fleet: (solution, program) => fleetFrom(solution, program, demands, types),
  };
}

function fleetFrom(
  { values }: IlpSolution,
  { slicesAt, countAt }: PooledProgram,
  demands: readonly Demand[],
  types: readonly GpuType[],
): Fleet | null {
  if (values === null) return null;
  // Rounded, never cut off: a solver's 0.9999999 is 1.
  const whole = (column: number): number => (column < 0 ? 0 : Math.round(values[column] ?? 0) || 0);
  const assigned = slicesAt.map((row) => row.map(whole));
  return fleetOf(demands, types, assigned, countAt.map(whole));
}
