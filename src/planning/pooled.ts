import { HIDDEN_LOAD, sliceLoad } from './demand.js';
import { goalRows, gpuCost, servesFewer, sliceCost } from './goal.js';
import type { IlpColumn, IlpRow, IntegerProgram } from './ilp.js';
import type { Demand, Goal, GpuType } from './types.js';

/** What a program decides about. */
export interface PooledProgram extends IntegerProgram {
  /** Column of the slices of a demand on a type; −1: it cannot serve them. By demand and type. */
  readonly slicesAt: readonly (readonly number[])[];
  /** Column of the number of GPUs, by type. */
  readonly countAt: readonly number[];
}

/**
 * The choice of GPUs as an integer program, after Mélange (arXiv 2404.14527, §5.4): every slice of
 * a bucket goes to one type, and a type needs as many GPUs as the loads on it add up to. Slices of a
 * bucket are equal, so that what is decided is how many of them go where: one whole number in the
 * place of a yes or no for each slice, which leaves the solver no copies of one solution to
 * compare.
 */
export function pooledProgram(
  demands: readonly Demand[],
  types: readonly GpuType[],
  goal: Goal,
): PooledProgram {
  const columns: IlpColumn[] = [];
  const slicesAt = demands.map((demand) =>
    types.map((type) => {
      if (!Number.isFinite(sliceLoad(demand, type))) return -1;
      const cost = sliceCost(goal, demand);
      const isInteger = goal.kind !== 'relaxed';
      return columns.push({ cost, lower: 0, upper: demand.slices, isInteger }) - 1;
    }),
  );
  const countAt = types.map((type, at) => {
    const cost = gpuCost(goal, type);
    const fixed = goal.kind === 'counts' ? (goal.counts[at] ?? 0) : null;
    const [lower, upper] = fixed === null ? [type.least, type.most] : [fixed, fixed];
    return columns.push({ cost, lower, upper, isInteger: true }) - 1;
  });
  const rows = [
    ...demands.map((demand, at) => allSlices(demand, slicesAt[at] ?? [], servesFewer(goal))),
    ...types.map((type, at) => capacity(type, at, demands, slicesAt, countAt[at] ?? -1)),
    ...types.flatMap((type, at) =>
      demands.flatMap((demand, row) =>
        forHidden(demand, type, slicesAt[row]?.[at] ?? -1, countAt[at] ?? -1),
      ),
    ),
    ...goalRows(goal, demands, slicesAt, costEntries(types, countAt)),
  ];
  return { columns, rows, slicesAt, countAt };
}

/** A bucket’s slices, all of them or fewer. */
export function allSlices({ slices }: Demand, at: readonly number[], orFewer: boolean): IlpRow {
  const entries = at.filter((column) => column >= 0).map((column) => [column, 1] as const);
  return { lower: orFewer ? 0 : slices, upper: slices, entries };
}

/** Slices whose load is next to nothing still need a GPU. */
export function forHidden(
  demand: Demand,
  type: GpuType,
  slices: number,
  gpus: number,
): readonly IlpRow[] {
  if (slices < 0 || demand.slices * sliceLoad(demand, type) > HIDDEN_LOAD) return [];
  const entries = [[slices, 1] as const, [gpus, -demand.slices] as const];
  return [{ lower: Number.NEGATIVE_INFINITY, upper: 0, entries }];
}

function capacity(
  type: GpuType,
  at: number,
  demands: readonly Demand[],
  slicesAt: readonly (readonly number[])[],
  count: number,
): IlpRow {
  const loads = demands.flatMap((demand, row) => {
    const column = slicesAt[row]?.[at] ?? -1;
    return column < 0 ? [] : [[column, sliceLoad(demand, type)] as const];
  });
  return { lower: Number.NEGATIVE_INFINITY, upper: 0, entries: [...loads, [count, -1]] };
}

function costEntries(
  types: readonly GpuType[],
  countAt: readonly number[],
): readonly (readonly [number, number])[] {
  return types.map(({ costPerHour }, at) => [countAt[at] ?? -1, costPerHour] as const);
}
