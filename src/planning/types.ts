import type { RequestsPerSecond } from '../units.js';

/** What the rows or columns of a table of buckets stand for. */
export interface Axis {
  /** E.g. `input tokens`. */
  readonly label: string;
  /** Of each bucket, in the order of the rows or columns. */
  readonly buckets: readonly string[];
  /** Ends of the buckets, ascending, one more than there are buckets; null: only names are known. */
  readonly edges: readonly number[] | null;
}

/** Requests by size. */
export interface Workload {
  readonly rows: Axis;
  readonly columns: Axis;
  /** Share of the requests in each bucket, by row and column, ≥ 0. */
  readonly shares: readonly (readonly number[])[];
  /** Of all buckets together, if the shares add up to 1. */
  readonly rate: RequestsPerSecond;
}

/** A kind of GPU that can be rented. */
export interface GpuType {
  readonly name: string;
  /** > 0. */
  readonly costPerHour: number;
  /** Requests per second that one serves of each bucket alone, at the SLO; 0: it cannot serve them. */
  readonly throughput: readonly (readonly number[])[];
  /** How many there are at least, and at most (Infinity: no limit). */
  readonly least: number;
  readonly most: number;
}

/**
 * How requests share GPUs. `pooled`: the load of a type is spread over its GPUs at will;
 * `per-instance`: each slice is served by one GPU, which must not be loaded above 1.
 */
export type Packing = 'pooled' | 'per-instance';

/** What is to be decided. */
export interface PlanProblem {
  readonly workload: Workload;
  readonly types: readonly GpuType[];
  /** Equal parts that each bucket is cut into, ≥ 1; a part goes to one type. */
  readonly sliceFactor: number;
  /** The rate is raised by this share, ≥ 0. */
  readonly headroom: number;
  readonly packing: Packing;
  /** Null: serve everything as cheaply as possible; otherwise serve most for at most this an hour. */
  readonly budgetPerHour: number | null;
}

/** What is asked of a solver. */
export type Goal =
  /** The cheapest fleet that serves everything. */
  | {
      readonly kind: 'least cost';
      /** No fleet is cheaper, $/h, which spares the solver the search for one; null: not known. */
      readonly floor: number | null;
    }
  /** The cheapest fleet that serves at least so much, requests/s. */
  | { readonly kind: 'enough'; readonly servedAtLeast: number }
  /** The fleet that serves most within what it may cost. */
  | { readonly kind: 'most served'; readonly budgetPerHour: number }
  /** Whether so many GPUs of each type serve everything. */
  | { readonly kind: 'counts'; readonly counts: readonly number[] }
  /** The least that any fleet costs, if slices could be cut at will. */
  | { readonly kind: 'relaxed' };

/** A bucket with requests in it. */
export interface Demand {
  readonly row: number;
  readonly column: number;
  /** Of one slice, requests/s, headroom put in. */
  readonly sliceRate: RequestsPerSecond;
  readonly slices: number;
}

/** GPUs and what they serve. */
export interface Fleet {
  /** By type. */
  readonly counts: readonly number[];
  readonly costPerHour: number;
  /** GPUs' worth of work, by type. */
  readonly loads: readonly number[];
  /** Slices of a bucket that go to a type, by demand and type. */
  readonly assigned: readonly (readonly number[])[];
  /** Requests/s that are served, headroom put in. */
  readonly servedRate: RequestsPerSecond;
  /** With `per-instance`: the load of each GPU, by type. */
  readonly instanceLoads: readonly (readonly number[])[] | null;
}

/** Why there is no fleet. */
export interface Shortfall {
  readonly row: number;
  readonly column: number;
  /** What part of the bucket's requests stays without a GPU, in (0, 1]. */
  readonly unserved: number;
  /**
   * `throughput`: no type can serve the bucket; `availability`: those that can are all in use;
   * `instance`: a single slice of it is more than one GPU of any type can take.
   */
  readonly limit: 'throughput' | 'availability' | 'instance';
}

export type PlanOutcome =
  | {
      readonly status: 'optimal';
      readonly fleet: Fleet;
    }
  | {
      /** Time ran out: the best fleet found, and how far it may be from the best there is. */
      readonly status: 'time-limit';
      readonly fleet: Fleet | null;
      /** No fleet costs less (or, with a budget, serves more) than this; null: nothing is known. */
      readonly bound: number | null;
      /** |fleet − bound| / |fleet|; null without a fleet or bound. */
      readonly gap: number | null;
    }
  | { readonly status: 'infeasible'; readonly shortfalls: readonly Shortfall[] };
