import type { BoundedReplication } from '../../experiment/bound/run-bound.js';
import type { Axis } from '../../experiment/grid.js';
import type { Seconds } from '../../units.js';

/** What `sealsim bound` found, in each cell of a grid. */
export interface BoundGridReport {
  /** In what cells differ; none: one cell. */
  readonly axes: readonly Axis[];
  readonly cells: readonly BoundReport[];
}

/** What was found in one cell. */
export interface BoundReport {
  /** The values of the axes. */
  readonly settings: readonly string[];
  readonly name: string;
  readonly seed: string;
  readonly models: readonly string[];
  readonly slaSeconds: readonly Seconds[];
  readonly teeMode: string;
  readonly replications: readonly BoundedReplication[];
}

/** A share in [0, 1]; NaN when there is nothing to have a share of. */
export function share(part: number, whole: number): number {
  return whole === 0 ? Number.NaN : part / whole;
}

/** Counts summed over the replications. */
export interface Totals {
  readonly received: number;
  readonly trivial: number;
  readonly bound: number;
  readonly feasible: number;
  readonly receivedByModel: readonly number[];
  readonly feasibleByModel: readonly number[];
  readonly policies: readonly {
    readonly strategy: string;
    readonly onTime: number;
    readonly onTimeByModel: readonly number[];
  }[];
}

/** Everything added up over replications, which share models and policies. */
export function totalsOf({ models, replications }: BoundReport): Totals {
  const sum = (value: (replication: BoundedReplication) => number): number =>
    replications.reduce((total, each) => total + value(each), 0);
  const byModel = (values: (replication: BoundedReplication) => readonly number[]) =>
    models.map((_, model) => sum((each) => values(each)[model] ?? 0));
  return {
    received: sum(({ possible }) => possible.received),
    trivial: sum(({ possible }) => possible.trivial),
    bound: sum(({ possible }) => possible.bound),
    feasible: sum(({ possible }) => possible.feasible),
    receivedByModel: byModel(({ received }) => received),
    feasibleByModel: byModel(({ possible }) => possible.feasibleByModel),
    policies: (replications[0]?.policies ?? []).map(({ strategy }, policy) => ({
      strategy,
      onTime: sum(({ policies }) => policies[policy]?.onTime ?? 0),
      onTimeByModel: byModel(({ policies }) => policies[policy]?.onTimeByModel ?? []),
    })),
  };
}
