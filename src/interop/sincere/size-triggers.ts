import type { LogReport } from './log-report.js';

/** How the logs name the trigger of a full batch. */
export const SIZE_CONDITION = 'Batch size';

/** How many size triggers each run's log counts, by run, where it counts no others. */
export function sizeTriggersOf(reports: readonly LogReport[]): ReadonlyMap<string, number> {
  return new Map(
    reports
      .filter(({ triggers }) => triggers.every(({ condition }) => condition === SIZE_CONDITION))
      .map(({ run, triggers }) => [run, triggers.length]),
  );
}
