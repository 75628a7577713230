import type { Demand, GpuType, PlanProblem } from './types.js';

/**
 * Loads that add up to a whole number, but for the last digit, are that number: 1e−6 GPUs is also
 * the tolerance of the solver. Without it ten GPUs with a load of 10.000000000000002 would be eleven.
 */
export const LOAD_TOLERANCE = 1e-6;

/** The buckets that have requests, by row and column, headroom put in. */
export function demandsOf({ workload, sliceFactor, headroom }: PlanProblem): readonly Demand[] {
  return workload.shares.flatMap((row, at) =>
    row.flatMap((share, column): Demand[] => {
      if (share === 0) return [];
      const rate = share * workload.rate * (1 + headroom);
      return [{ row: at, column, sliceRate: rate / sliceFactor, slices: sliceFactor }];
    }),
  );
}

/** GPUs' worth of work that a slice is on a type; Infinity where it cannot be served. */
export function sliceLoad({ row, column, sliceRate }: Demand, { throughput }: GpuType): number {
  return sliceRate / (throughput[row]?.[column] ?? 0);
}

/** A load that a solver's tolerance may hide: that there is a GPU for it has to be said apart. */
export const HIDDEN_LOAD = 1e-4;

/** Least whole number of GPUs for a load: for any at all, at least one. */
export function gpusFor(load: number): number {
  return Math.max(load > 0 ? 1 : 0, Math.ceil(load - LOAD_TOLERANCE * Math.max(1, load)));
}
