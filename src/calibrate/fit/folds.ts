import type { MeasuredData, MeasuredRun } from '../../interop/measured.js';

/** Runs held out together, and the rest, on which to fit. */
export interface Fold {
  /** What the runs held out have in common. */
  readonly name: string;
  readonly training: MeasuredData;
  readonly heldOut: MeasuredData;
}

/**
 * One fold for each cell of (nominal rate, SLA), in ascending order: what is predicted for a cell
 * never rests on runs of it.
 */
export function foldsByCell(data: MeasuredData): readonly Fold[] {
  const cells = new Map<string, readonly [number, number]>();
  for (const run of data.runs) cells.set(cellOf(run), [run.nominalRate, run.slaSeconds]);
  const ordered = [...cells].sort(([, a], [, b]) => a[0] - b[0] || a[1] - b[1]);
  return ordered.map(([name]) => ({
    name,
    training: { ...data, runs: data.runs.filter((run) => cellOf(run) !== name) },
    heldOut: { ...data, runs: data.runs.filter((run) => cellOf(run) === name) },
  }));
}

/** The cell of a run, as folds are named. */
export function cellOf({ nominalRate, slaSeconds }: MeasuredRun): string {
  return `rate ${nominalRate}, SLA ${slaSeconds} s`;
}
