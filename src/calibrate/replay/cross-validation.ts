import type { MeasuredData } from '../../interop/measured.js';
import { fitBatchServer } from '../fit/batch-server-fit.js';
import { fittedProfile } from '../fit/fitted-profile.js';
import { cellOf } from '../fit/folds.js';
import { crossValidated, profileServers, type ReplayProfile } from './servers.js';
import type { ServerSource } from './settings.js';

/**
 * Predicts every run with durations fitted on the runs of other cells of (mean rate, SLA).
 * @param base the profile in which fitted durations replace its own.
 * @param sizeTriggers as `FitOptions`; without it double triggers are as `base` has them.
 * @returns null when all runs are in one cell: nothing is left to fit on.
 */
export function crossValidatedByCell(
  data: MeasuredData,
  base: ReplayProfile,
  sizeTriggers: ReadonlyMap<string, number> | null,
): ServerSource | null {
  const { models, runs } = data;
  if (cellsOf(data).length < 2) return null;
  return crossValidated(runs, cellOf, (outside, cell) => {
    const options = {
      base: base.document,
      ...(sizeTriggers !== null && { sizeTriggers }),
    };
    const fit = fitBatchServer({ models, runs: outside }, options);
    const profile: ReplayProfile = {
      ...base,
      document: fittedProfile(fit, base.document, `runs outside ${cell}`),
      profile: `fitted outside ${cell}`,
      raceProbability: fit.race?.value ?? base.raceProbability,
    };
    return profileServers(profile, models);
  });
}

/** The cells of the data. */
export function cellsOf({ runs }: MeasuredData): readonly string[] {
  return [...new Set(runs.map(cellOf))];
}
