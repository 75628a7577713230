import { gpusFor, sliceLoad } from './demand.js';
import { goalRows, gpuCost, servesFewer, sliceCost } from './goal.js';
import type { IlpColumn, IlpRow, IntegerProgram } from './ilp.js';
import { allSlices, forHidden } from './pooled.js';
import type { Demand, Goal, GpuType } from './types.js';

/** One GPU that may be rented. */
export interface Instance {
  /** Position of its type. */
  readonly type: number;
}

export interface InstanceProgram extends IntegerProgram {
  readonly instances: readonly Instance[];
  /** Column of the slices of a demand on an instance; −1: it cannot serve one. */
  readonly slicesAt: readonly (readonly number[])[];
  /** Column that says whether an instance is rented. */
  readonly usedAt: readonly number[];
}

/**
 * The choice of GPUs where each slice lies on one of them and none is loaded above 1: bin packing
 * with bins of several sizes. Instances of a type are interchangeable: those that are rented come
 * first, which spares the solver their permutations.
 *
 * @param most how many instances of each type are offered.
 */
export function instanceProgram(
  demands: readonly Demand[],
  types: readonly GpuType[],
  most: readonly number[],
  goal: Goal,
): InstanceProgram {
  const instances = types.flatMap((_, type) =>
    Array.from({ length: most[type] ?? 0 }, (): Instance => ({ type })),
  );
  const columns: IlpColumn[] = [];
  const slicesAt = demands.map((demand) =>
    instances.map(({ type }) => {
      const fitting = slicesThatFit(demand, types[type]);
      if (fitting === 0) return -1;
      const upper = Math.min(demand.slices, fitting);
      const cost = sliceCost(goal, demand);
      return columns.push({ cost, lower: 0, upper, isInteger: true }) - 1;
    }),
  );
  const seen = types.map(() => 0);
  const usedAt = instances.map(({ type }) => {
    const kind = types[type];
    const isNeeded = goal.kind === 'counts' || (seen[type] ?? 0) < (kind?.least ?? 0);
    seen[type] = (seen[type] ?? 0) + 1;
    const lower = isNeeded ? 1 : 0;
    const cost = kind === undefined ? 0 : gpuCost(goal, kind);
    return columns.push({ cost, lower, upper: 1, isInteger: true }) - 1;
  });
  const costs = instances.map(
    ({ type }, at) => [usedAt[at] ?? -1, types[type]?.costPerHour ?? 0] as const,
  );
  const rows = [
    ...demands.map((demand, at) => allSlices(demand, slicesAt[at] ?? [], servesFewer(goal))),
    ...instances.map(({ type }, at) => withinInstance(demands, types[type], slicesAt, usedAt, at)),
    ...instances.flatMap(({ type }, at) =>
      demands.flatMap((demand, row) => {
        const kind = types[type];
        const slices = slicesAt[row]?.[at] ?? -1;
        return kind === undefined ? [] : forHidden(demand, kind, slices, usedAt[at] ?? -1);
      }),
    ),
    ...inOrder(instances, usedAt),
    ...goalRows(goal, demands, slicesAt, costs),
  ];
  return { columns, rows, instances, slicesAt, usedAt };
}

/** How many slices of a demand one GPU can serve. */
export function slicesThatFit(demand: Demand, type: GpuType | undefined): number {
  if (type === undefined) return 0;
  const load = sliceLoad(demand, type);
  if (!Number.isFinite(load) || gpusFor(load) > 1) return 0;
  return Math.max(1, Math.floor(1 / load + 1e-9));
}

function withinInstance(
  demands: readonly Demand[],
  type: GpuType | undefined,
  slicesAt: readonly (readonly number[])[],
  usedAt: readonly number[],
  at: number,
): IlpRow {
  const loads = demands.flatMap((demand, row) => {
    const column = slicesAt[row]?.[at] ?? -1;
    return column < 0 || type === undefined ? [] : [[column, sliceLoad(demand, type)] as const];
  });
  const used = [usedAt[at] ?? -1, -1] as const;
  return { lower: Number.NEGATIVE_INFINITY, upper: 0, entries: [...loads, used] };
}

function inOrder(instances: readonly Instance[], usedAt: readonly number[]): readonly IlpRow[] {
  return instances.flatMap(({ type }, at): IlpRow[] => {
    if (instances[at + 1]?.type !== type) return [];
    const entries = [[usedAt[at] ?? -1, 1] as const, [usedAt[at + 1] ?? -1, -1] as const];
    return [{ lower: 0, upper: Number.POSITIVE_INFINITY, entries }];
  });
}
