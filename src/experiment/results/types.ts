import type { LatencyCounts } from '../../metrics/latency/log-histogram.js';
import type { SweepDescription } from '../store/types.js';

/** Everything a results folder holds, read back: what tables, figures and claims are made of. */
export interface SweepResults {
  /** The folder, for messages. */
  readonly folder: string;
  readonly description: SweepDescription;
  /** How many replications of the cell are finished: 0 … planned. */
  replications(cell: number): number;
  /**
   * The metric in each finished replication of the cell, in order; NaN where it is not defined.
   * @param path of a metric of the sweep. @throws InvariantError if it is none.
   */
  values(cell: number, path: string): readonly number[];
  /** Latencies by replication; null when they were not kept. */
  latency(cell: number): readonly LatencyCounts[] | null;
  /** CSV text of what was kept of replication 0; null when it was not. */
  timelineCsv(cell: number): Promise<string | null>;
  requestsCsv(cell: number): Promise<string | null>;
}

/** A table of a sweep as the file it is written to. */
export interface TableFile {
  readonly name: string;
  /** Made while it is read: nothing is computed for a file that is not written. */
  readonly chunks: Iterable<string | Uint8Array>;
}
