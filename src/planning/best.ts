import { InvariantError } from '../errors.js';
import type { IlpSolution, IlpSolver, IntegerProgram } from './ilp.js';
import type { Fleet, Goal, PlanOutcome } from './types.js';

/** A plan, and how long the solver took for it. */
export interface Solved {
  readonly outcome: PlanOutcome;
  /** s, without loading the solver. */
  readonly solveSeconds: number;
}

/** How a way of packing asks a solver for a fleet. */
export interface Search<Program extends IntegerProgram> {
  readonly solver: IlpSolver;
  /** For everything together. */
  readonly timeLimitSeconds: number;
  program(goal: Goal): Program;
  /** Null: the solver has none. */
  fleet(solution: IlpSolution, program: Program): Fleet | null;
}

/** What was found; null: no fleet does it. */
export type Found = Exclude<PlanOutcome, { readonly status: 'infeasible' }>;

/** What a search came to. */
export interface SearchResult {
  readonly found: Found | null;
  readonly seconds: number;
}

/** What is known before the cheapest fleet is searched for. */
export interface Floor {
  /** No fleet that serves everything costs less, $/h. */
  readonly costPerHour: number;
  /** GPUs of each type that cost just that, and may do. */
  readonly counts: readonly number[];
}

/** The share of the time that counts which may do are tried for. */
const TRIAL_SHARE = 0.25;

/**
 * The cheapest fleet that serves everything. Whether the counts of a floor do is asked first: most
 * often they do, and a solver that has to find them among all others takes many times longer.
 */
export async function cheapest<P extends IntegerProgram>(
  search: Search<P>,
  floor: Floor | null,
): Promise<SearchResult> {
  const { timeLimitSeconds } = search;
  let seconds = 0;
  if (floor !== null) {
    const { counts } = floor;
    const trial = await searchFor(
      search,
      { kind: 'counts', counts },
      timeLimitSeconds * TRIAL_SHARE,
    );
    const fleet = trial.found?.fleet ?? null;
    // Whatever serves everything at a cost that none is below is the best there is.
    if (fleet !== null) return { found: { status: 'optimal', fleet }, seconds: trial.seconds };
    seconds = trial.seconds;
  }
  const goal = { kind: 'least cost', floor: floor?.costPerHour ?? null } as const;
  const rest = await searchFor(search, goal, timeLimitSeconds - seconds);
  return { found: rest.found, seconds: seconds + rest.seconds };
}

/**
 * The fleet that serves most within a budget; of those that serve as much the cheapest, for which
 * the program is solved a second time.
 */
export async function mostServed<P extends IntegerProgram>(
  search: Search<P>,
  budgetPerHour: number,
): Promise<SearchResult> {
  const { timeLimitSeconds } = search;
  const first = await searchFor(search, { kind: 'most served', budgetPerHour }, timeLimitSeconds);
  if (first.found?.status !== 'optimal') return first;
  const { servedRate } = first.found.fleet;
  const rest = timeLimitSeconds - first.seconds;
  if (rest <= 0) return first;
  const second = await searchFor(search, { kind: 'enough', servedAtLeast: servedRate }, rest);
  const seconds = first.seconds + second.seconds;
  const cheaper = second.found?.fleet ?? null;
  // What serves most is proved by the first; without the second it may be had for less.
  const isBetter = cheaper !== null && cheaper.costPerHour < first.found.fleet.costPerHour;
  return { found: isBetter ? { status: 'optimal', fleet: cheaper } : first.found, seconds };
}

/** What reaches one goal. */
export async function searchFor<P extends IntegerProgram>(
  { solver, program: programOf, fleet: fleetOf }: Search<P>,
  goal: Goal,
  timeLimitSeconds: number,
): Promise<SearchResult> {
  const program = programOf(goal);
  const solution = await solver.solve(program, timeLimitSeconds);
  const { status, seconds } = solution;
  if (status === 'infeasible') return { found: null, seconds };
  const fleet = fleetOf(solution, program);
  if (status === 'time-limit') return { found: unfinished(fleet, solution, goal), seconds };
  if (fleet === null) throw new InvariantError('an optimum without values', { seconds });
  return { found: { status, fleet }, seconds };
}

function unfinished(fleet: Fleet | null, solution: IlpSolution, { kind }: Goal): Found {
  const isMost = kind === 'most served';
  const bound = solution.bound === null ? null : isMost ? -solution.bound : solution.bound;
  const reached = fleet === null ? null : isMost ? fleet.servedRate : fleet.costPerHour;
  return { status: 'time-limit', fleet, bound, gap: gapOf(reached, bound) };
}

/** |reached − bound| / |reached|; null where one of them is not known. */
export function gapOf(reached: number | null, bound: number | null): number | null {
  return bound === null || !reached ? null : Math.abs(reached - bound) / reached;
}

/**
 * What a search that was stopped came to, with the better of its fleet and one by a rule of thumb,
 * and the strictest of the bounds that are known.
 * @param sense 1: less is better (cost); −1: more is (requests served).
 */
export function stoppedWith(
  found: Found,
  quick: Fleet | null,
  bounds: readonly (number | null)[],
  sense: 1 | -1 = 1,
): Found {
  if (found.status === 'optimal') return found;
  const value = (fleet: Fleet | null): number =>
    fleet === null ? Number.POSITIVE_INFINITY : sense === 1 ? fleet.costPerHour : -fleet.servedRate;
  const fleet = value(quick) < value(found.fleet) ? quick : found.fleet;
  const reached = fleet === null ? null : sense * value(fleet);
  const known = [found.bound, ...bounds].filter((bound) => bound !== null);
  const strictest = known.length === 0 ? null : sense * Math.max(...known.map((b) => sense * b));
  // What a fleet reaches can be reached: a bound beyond it is what rounding leaves.
  const isBeyond = strictest !== null && reached !== null && sense * strictest > sense * reached;
  const bound = isBeyond ? reached : strictest;
  return { status: 'time-limit', fleet, bound, gap: gapOf(reached, bound) };
}
