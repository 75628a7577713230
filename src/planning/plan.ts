import type { GpuType, Packing, PlanProblem, Workload } from './types.js';

/**
 * How the shares of a workload lie beside the tables of throughput. `aligned`: by the names of their
 * axes. `as-printed`: as in Mélange's notebook, whose histogram has the tables' columns, descending,
 * as its rows, and is then multiplied cell by cell: a mistake, kept so that what was printed can be
 * checked. `notebook-histogram`: the shares are such a histogram, and are put right.
 */
export const ORIENTATIONS = ['aligned', 'as-printed', 'notebook-histogram'] as const;
export type Orientation = (typeof ORIENTATIONS)[number];

/** What becomes of requests that no bucket holds. */
export const OUTSIDE = ['refuse', 'clamp', 'drop'] as const;
export type Outside = (typeof OUTSIDE)[number];

/** Without and with confidential computing. */
export type TeeMode = 'off' | 'cc';

/** What a file of a plan asks for, checked, every default put in. */
export interface Plan {
  readonly name: string;
  readonly file: string;
  readonly source: string | null;
  readonly workload: Workload;
  /** At least one. */
  readonly gpus: readonly OfferedGpu[];
  /** ≥ 1. */
  readonly sliceFactor: number;
  /** ≥ 0. */
  readonly headroom: number;
  readonly packing: Packing;
  /** Null: serve everything. */
  readonly budgetPerHour: number | null;
  readonly orientation: Orientation;
  /** Requests of a trace or distribution that no bucket holds; null: the file gives shares. */
  readonly outside: OutsideRequests | null;
  /** What was changed or assumed, for the user. */
  readonly remarks: readonly string[];
  /** What was read besides the file itself. */
  readonly inputs: readonly PlanInput[];
}

/** A file that a plan depends on. */
export interface PlanInput {
  readonly what: string;
  readonly name: string;
  readonly sha256: string;
}

/** A kind of GPU, as it can be rented without and with confidential computing. */
export interface OfferedGpu {
  readonly name: string;
  readonly off: Offer;
  /** Null: the file does not say what it does with CC. */
  readonly cc: Offer | null;
  /** How many there are at least and at most (Infinity: no limit). */
  readonly least: number;
  readonly most: number;
  /** At which its throughput was measured; null: not said. */
  readonly slo: string | null;
  readonly source: string | null;
}

export interface Offer {
  /** > 0. */
  readonly costPerHour: number;
  /** Requests/s, by row and column of the workload; 0: it cannot serve them. */
  readonly throughput: readonly (readonly number[])[];
}

export interface OutsideRequests {
  readonly rule: Outside;
  /** Null: of a distribution. */
  readonly count: number | null;
  /** Of all requests, in [0, 1]. */
  readonly share: number;
}

/** What is to be decided in one TEE mode; with CC, among the GPUs of which it is known. */
export function problemOf(plan: Plan, mode: TeeMode): PlanProblem {
  const { workload, sliceFactor, headroom, packing, budgetPerHour } = plan;
  const types = plan.gpus.flatMap((gpu): GpuType[] => {
    const offer = gpu[mode];
    return offer === null ? [] : [{ name: gpu.name, ...offer, least: gpu.least, most: gpu.most }];
  });
  return { workload, types, sliceFactor, headroom, packing, budgetPerHour };
}
