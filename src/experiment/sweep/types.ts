import type { IssueSource } from '../../errors.js';
import type { Better } from '../../metrics/figures.js';
import type { PlacedSetting } from '../../scenario/text/sets.js';

/** A column of the cells' table: a scenario path, or the name of an axis of variants. */
export interface SweepColumn {
  readonly name: string;
  /** What figures call it; the name if the file says nothing. */
  readonly label: string;
  /** For the axes of figures; null when there is none or it is not known. */
  readonly unit: string | null;
  /** Every value that a cell has, in the order of the file, as text. */
  readonly values: readonly string[];
  /** Whether all values are numbers. */
  readonly numeric: boolean;
}

/** `path: value`, where it stands in the sweep file. */
export type { PlacedSetting as CellSetting } from '../../scenario/text/sets.js';

/** One point of a sweep. */
export interface SweepCell {
  /** Position in the sweep: 0, 1, 2, … The last axis changes fastest. */
  readonly index: number;
  /** By column. */
  readonly values: readonly string[];
  /** Names of the overrides that apply to it. */
  readonly marks: readonly string[];
  /** What turns the base scenario into the cell's, in order: `set`, axes, overrides. */
  readonly settings: readonly PlacedSetting[];
}

/** Cells by the values of some columns; a cell matches if it has one of the values of each. */
export type CellFilter = Readonly<Record<string, readonly string[]>>;

/** Two cells are a pair when they differ along this column only. */
export interface Pairing {
  /** Name of a column. */
  readonly column: string;
  /** What the others are compared with. */
  readonly baseline: string;
  /**
   * Differences no larger than this count as none, by metric path, in the metric's unit; to show
   * that two settings are equivalent the whole interval has to lie inside.
   */
  readonly margins: Readonly<Record<string, number>>;
}

/** Which value of a column is best, everything else equal. */
export interface Ranking {
  /** Name of a column. */
  readonly column: string;
  /** Path of a metric; its `better` says which end is wanted. */
  readonly metric: string;
}

/** A precision to be reached. */
export interface PrecisionTarget {
  /** Path of a metric. */
  readonly metric: string;
  /** Of the cell's mean, or of its paired difference from the baseline. */
  readonly of: 'mean' | 'difference';
  /** Half-width of the 95 % interval, in the metric's unit; null: relative. */
  readonly absolute: number | null;
  /** Half-width as a share of the mean (of the baseline's mean, for a difference); null: absolute. */
  readonly relative: number | null;
}

/** How many replications each cell gets. */
export type ReplicationPlan =
  | { readonly kind: 'fixed'; readonly count: number }
  | {
      readonly kind: 'precision';
      readonly targets: readonly PrecisionTarget[];
      /** ≥ 20. */
      readonly least: number;
      readonly most: number;
    };

/** What is kept of a cell beside its metrics; by cell index. */
export interface Keep {
  readonly latencyHistogram: ReadonlySet<number>;
  /** GPU timeline of replication 0. */
  readonly timeline: ReadonlySet<number>;
  /** Requests of replication 0. */
  readonly requests: ReadonlySet<number>;
}

/** A number that is taken of every replication. */
export interface Metric {
  /** In the summary: `sla.attainmentReceived`, `perModel.gemma-7b.latencySeconds.p95`. */
  readonly path: string;
  /** In CSV files: `attainment_received`, `gemma-7b.latency_p95_s`. */
  readonly column: string;
  readonly label: string;
  readonly unit: string;
  readonly better: Better;
}

/** A place in the sweep file that names a model; whether there is one, the scenarios tell. */
export interface ModelReference {
  readonly model: string;
  readonly source: IssueSource;
  /** Where that is in the file, for messages. */
  readonly path: string;
}

/** A sweep file, checked and expanded; its scenarios are still to be loaded. */
export interface Sweep {
  readonly name: string;
  /** The sweep file, as it was given. */
  readonly file: string;
  /** The base scenario's file, resolved. */
  readonly scenarioFile: string;
  readonly columns: readonly SweepColumn[];
  readonly cells: readonly SweepCell[];
  /** Scenario paths, canonical, that axes and overrides set: nothing else may set them. */
  readonly ownPaths: readonly string[];
  readonly replications: ReplicationPlan;
  readonly pairing: Pairing | null;
  readonly ranking: Ranking | null;
  /** Paths of metrics; `perModel.*.…` stands for every model. Known to exist, but for the models. */
  readonly metrics: readonly string[];
  readonly modelReferences: readonly ModelReference[];
  readonly keep: Keep;
}
