/** What a folder of results holds, in a form in which any two of a kind can be put side by side. */
export interface Measured {
  /** The folder, for messages. */
  readonly folder: string;
  /** Of sealsim. */
  readonly version: string;
  /** What was asked for, as text. */
  readonly replications: string;
  /** Names of the settings by which cells are told apart. */
  readonly columns: readonly string[];
  /** Names of the numbers: paths in the summary, or columns of CSV files. */
  readonly metrics: readonly string[];
  /** Files that were read. */
  readonly inputs: readonly MeasuredInput[];
  readonly cells: readonly MeasuredCell[];
}

export interface MeasuredInput {
  readonly what: string;
  readonly name: string;
  readonly sha256: string;
}

export interface MeasuredCell {
  /** By column. */
  readonly values: readonly string[];
  /** The resolved scenario, as far as it is known. */
  readonly scenario: unknown;
  /** The metric in each finished replication; NaN where it is not defined, empty if there is none. */
  metric(name: string): readonly number[];
  /** The requests that were kept, as CSV text; null if none were. */
  requestsCsv(): Promise<string | null>;
}

/** The settings of a cell, as a reader would write them; `the run` where there are none. */
export function placeOf({ columns }: Pick<Measured, 'columns'>, cell: MeasuredCell): string {
  if (columns.length === 0) return 'the run';
  return columns.map((name, at) => `${name}=${cell.values[at] ?? ''}`).join(' · ');
}
