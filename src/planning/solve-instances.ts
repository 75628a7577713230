import {
  cheapest,
  type Floor,
  type Found,
  mostServed,
  type Search,
  type Solved,
  stoppedWith,
} from './best.js';
import { demandsOf, sliceLoad } from './demand.js';
import { firstFit } from './first-fit.js';
import { fleetOf } from './fleet.js';
import type { IlpSolution, IlpSolver } from './ilp.js';
import { packedFrom } from './pack.js';
import { type InstanceProgram, instanceProgram, slicesThatFit } from './per-instance.js';
import { leastCost, mostRate } from './rule-of-thumb.js';
import { shortfallsOf } from './shortfalls.js';
import { cheapestPooled, pooledSearch } from './solve.js';
import type { Demand, Fleet, GpuType, PlanProblem, Shortfall } from './types.js';

/**
 * The best fleet in which every slice lies on one GPU and none is loaded above 1. A pooled fleet can
 * only be better, and is found at once: it bounds the search, and ends it where a rule of thumb packs it as it is.
 */
export async function solvePerInstance(
  problem: PlanProblem,
  solver: IlpSolver,
  timeLimitSeconds: number,
): Promise<Solved> {
  const demands = demandsOf(problem);
  const { types, budgetPerHour } = problem;
  if (budgetPerHour !== null) {
    const most = offered(demands, types, budgetPerHour);
    const search = instanceSearch(demands, types, most, solver, timeLimitSeconds);
    const { found, seconds } = await mostServed(search, budgetPerHour);
    const none: readonly Shortfall[] = [];
    const bounds = [mostRate(demands, types, budgetPerHour)];
    const outcome =
      found === null
        ? ({ status: 'infeasible', shortfalls: none } as const)
        : stoppedWith(found, firstFit(demands, types, budgetPerHour), bounds, -1);
    return { outcome, solveSeconds: seconds };
  }
  const tooLarge = slicesTooLarge(demands, types);
  if (tooLarge.length > 0) {
    return { outcome: { status: 'infeasible', shortfalls: tooLarge }, solveSeconds: 0 };
  }
  return solveAll(demands, types, solver, timeLimitSeconds);
}

async function solveAll(
  demands: readonly Demand[],
  types: readonly GpuType[],
  solver: IlpSolver,
  timeLimitSeconds: number,
): Promise<Solved> {
  const pooled = await cheapestPooled(pooledSearch(demands, types, solver, timeLimitSeconds));
  const floor = floorOf(pooled.found);
  const packed = packedBy(pooled.found?.fleet ?? null, demands, types);
  if (packed !== null && floor !== null && packed.costPerHour <= floor.costPerHour + SAME_COST) {
    return { outcome: { status: 'optimal', fleet: packed }, solveSeconds: pooled.seconds };
  }
  const rest = Math.max(0, timeLimitSeconds - pooled.seconds);
  const most = offered(demands, types, packed?.costPerHour ?? null);
  const search = instanceSearch(demands, types, most, solver, rest);
  const { found, seconds } = await cheapest(search, floor);
  const solveSeconds = pooled.seconds + seconds;
  if (found !== null) {
    const bounds = [floor?.costPerHour ?? boundOf(pooled.found), leastCost(demands, types)];
    return { outcome: stoppedWith(found, packed, bounds), solveSeconds };
  }
  const shortfalls = await shortfallsOf(demands, types, search);
  return { outcome: { status: 'infeasible', shortfalls }, solveSeconds };
}

/** $/h: fleets that differ by less cost the same. */
const SAME_COST = 1e-6;

/** The cheaper of what two rules of thumb come to; null: neither finds a fleet. */
function packedBy(
  pooled: Fleet | null,
  demands: readonly Demand[],
  types: readonly GpuType[],
): Fleet | null {
  const near = pooled === null ? null : packedFrom(pooled, demands, types);
  const first = firstFit(demands, types);
  if (near === null || first === null) return near ?? first;
  return first.costPerHour < near.costPerHour ? first : near;
}

/** The best pooled fleet: none that is packed costs less. */
function floorOf(pooled: Found | null): Floor | null {
  if (pooled?.status !== 'optimal') return null;
  const { costPerHour, counts } = pooled.fleet;
  return { costPerHour, counts };
}

/** What was proved of pooled fleets before time ran out. */
function boundOf(pooled: Found | null): number | null {
  return pooled?.status === 'time-limit' ? pooled.bound : null;
}

/** @param offered how many of each type may be rented. */
function instanceSearch(
  demands: readonly Demand[],
  types: readonly GpuType[],
  offered: readonly number[],
  solver: IlpSolver,
  timeLimitSeconds: number,
): Search<InstanceProgram> {
  return {
    solver,
    timeLimitSeconds,
    program: (goal) => {
      const most = goal.kind === 'counts' ? goal.counts : offered;
      return instanceProgram(demands, types, most, goal);
    },
    fleet: (solution, program) => fleetFrom(solution, program, demands, types),
  };
}

/** Buckets of which not even one slice fits on any GPU. */
function slicesTooLarge(
  demands: readonly Demand[],
  types: readonly GpuType[],
): readonly Shortfall[] {
  return demands
    .filter((demand) => types.every((type) => slicesThatFit(demand, type) === 0))
    .map((demand): Shortfall => {
      const isServed = types.some((type) => Number.isFinite(sliceLoad(demand, type)));
      const { row, column } = demand;
      return { row, column, unserved: 1, limit: isServed ? 'instance' : 'throughput' };
    });
}

/** More of a type than a fleet may cost in all cannot be in it. */
function offered(
  demands: readonly Demand[],
  types: readonly GpuType[],
  cost: number | null,
): readonly number[] {
  const slices = demands.reduce((sum, demand) => sum + demand.slices, 0);
  return types.map(({ costPerHour, least, most }) => {
    const byCost = cost === null ? slices : Math.floor(cost / costPerHour + 1e-9);
    return Math.max(least, Math.min(most, slices, byCost));
  });
}

function fleetFrom(
  { values }: IlpSolution,
  { instances, slicesAt, usedAt }: InstanceProgram,
  demands: readonly Demand[],
  types: readonly GpuType[],
): Fleet | null {
  if (values === null) return null;
  const whole = (column: number): number => (column < 0 ? 0 : Math.round(values[column] ?? 0) || 0);
  const slices = slicesAt.map((row) => row.map(whole));
  const isUsed = usedAt.map(whole);
  const ofType = <T>(type: number, value: (at: number) => T): T[] =>
    instances.flatMap((instance, at) =>
      instance.type === type && isUsed[at] === 1 ? [value(at)] : [],
    );
  const counts = types.map((_, type) => ofType(type, () => 1).length);
  const assigned = slices.map((row) =>
    types.map((_, type) => ofType(type, (at) => row[at] ?? 0).reduce((sum, each) => sum + each, 0)),
  );
  const instanceLoads = types.map((type, at) =>
    ofType(at, (instance) =>
      demands.reduce((sum, demand, row) => {
        const count = slices[row]?.[instance] ?? 0;
        return count === 0 ? sum : sum + count * sliceLoad(demand, type);
      }, 0),
    ),
  );
  return { ...fleetOf(demands, types, assigned, counts), instanceLoads };
}
