import type { LatencyCounts } from '../../metrics/latency/log-histogram.js';
import type { Scenario } from '../../scenario/types.js';
import type { Metric, Pairing, Ranking, ReplicationPlan, SweepColumn } from '../sweep/types.js';

/** Some replications of a cell, as a worker gets them. Plain data that can be sent to a thread. */
export interface BlockTask {
  readonly cell: number;
  /** Traces in it lie in shared memory. */
  readonly scenario: Scenario;
  /** The first replication. */
  readonly from: number;
  /** How many. */
  readonly count: number;
  /** Paths in the summary, in the order of the sweep's metrics. */
  readonly metrics: readonly string[];
  readonly keep: {
    readonly latencyHistogram: boolean;
    readonly timeline: boolean;
    readonly requests: boolean;
  };
}

/** What came of some replications of a cell: the unit that is simulated, stored and redone. */
export interface BlockRecord {
  readonly cell: number;
  readonly from: number;
  /** By replication from `from`, then by metric; NaN where it is not defined. */
  readonly values: readonly (readonly number[])[];
  /** By replication; null when the sweep does not keep it. */
  readonly latency: readonly LatencyCounts[] | null;
}

/** A record and the files kept with it. */
export interface BlockResult {
  readonly record: BlockRecord;
  /** CSV text of replication 0, where it was asked for. */
  readonly timelineCsv: string | null;
  readonly requestsCsv: string | null;
}

/** A cell in `sweep.json`. */
export interface DescribedCell {
  readonly values: readonly string[];
  readonly marks: readonly string[];
  /** The resolved scenario; `scenario-json.ts` says how it is written. */
  readonly scenario: Scenario;
  readonly keeps: BlockTask['keep'];
}

/** The content of `sweep.json`: what a results folder is of. The same for every shard. */
export interface SweepDescription {
  /** SHA-256 of all that the results depend on, the version of sealsim included. */
  readonly identity: string;
  readonly version: string;
  readonly name: string;
  readonly columns: readonly SweepColumn[];
  readonly cells: readonly DescribedCell[];
  readonly replications: ReplicationPlan;
  readonly pairing: Pairing | null;
  readonly ranking: Ranking | null;
  readonly metrics: readonly Metric[];
  /** Files read: sweep, scenario, profiles, traces, strategy modules. */
  readonly inputs: readonly {
    readonly what: string;
    readonly name: string;
    readonly sha256: string;
  }[];
}

/** One of several parts of a sweep that are simulated apart. */
export interface Shard {
  /** 1 … of. */
  readonly number: number;
  readonly of: number;
}
