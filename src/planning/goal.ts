import type { IlpRow } from './ilp.js';
import type { Demand, Goal, GpuType } from './types.js';

/** What is served in a second pass may be less by this share: the solver's own tolerance. */
const SERVED_TOLERANCE = 1e-9;
/** $/h: a bound is as exact as the solver's objective. */
const COST_TOLERANCE = 1e-6;

/** Whether slices may stay without a GPU. */
export function servesFewer({ kind }: Goal): boolean {
  return kind === 'most served' || kind === 'enough';
}

/** What a slice counts in the objective. */
export function sliceCost({ kind }: Goal, { sliceRate }: Demand): number {
  return kind === 'most served' ? -sliceRate : 0;
}

/** What a GPU counts in the objective. */
export function gpuCost({ kind }: Goal, { costPerHour }: GpuType): number {
  return kind === 'most served' || kind === 'counts' ? 0 : costPerHour;
}

/**
 * The rows of a goal beyond its objective.
 * @param slicesAt columns of the slices of each demand; −1: none.
 * @param costs the cost of a fleet, as entries of a row.
 */
export function goalRows(
  goal: Goal,
  demands: readonly Demand[],
  slicesAt: readonly (readonly number[])[],
  costs: IlpRow['entries'],
): readonly IlpRow[] {
  switch (goal.kind) {
    case 'most served':
      if (goal.budgetPerHour === Number.POSITIVE_INFINITY) return [];
      return [{ lower: Number.NEGATIVE_INFINITY, upper: goal.budgetPerHour, entries: costs }];
    case 'enough': {
      const lower = goal.servedAtLeast * (1 - SERVED_TOLERANCE);
      return [{ ...atLeast(lower), entries: served(demands, slicesAt) }];
    }
    case 'least cost':
      if (goal.floor === null) return [];
      return [{ ...atLeast(goal.floor - COST_TOLERANCE), entries: costs }];
    default:
      return [];
  }
}

function atLeast(lower: number): Pick<IlpRow, 'lower' | 'upper'> {
  return { lower, upper: Number.POSITIVE_INFINITY };
}

function served(
  demands: readonly Demand[],
  slicesAt: readonly (readonly number[])[],
): IlpRow['entries'] {
  return demands.flatMap(({ sliceRate }, at) =>
    (slicesAt[at] ?? []).flatMap((column) => (column < 0 ? [] : [[column, sliceRate] as const])),
  );
}
