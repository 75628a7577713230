import type { MeasuredData, MeasuredRun } from '../../interop/measured.js';
import { fitBatchServer } from '../fit/batch-server-fit.js';
import { fittedProfile } from '../fit/fitted-profile.js';
import { cellOf } from '../fit/folds.js';
import { partialBatchSpins } from '../fit/observations.js';
import { profiledOnly } from '../fit/profiled-only.js';
import { crossValidated, type ReplayProfile, tryServer } from './servers.js';
import type { CalibratedServer } from './settings.js';

/** The server fitted without a run's cell; null when the other cells lack what the run needs. */
export type CrossValidation = (run: MeasuredRun) => CalibratedServer | null;

/**
 * Predicts every run with durations fitted on the runs of other cells of (mean rate, SLA).
 * @param base the profile whose profiled durations, weights and sizes the fits start from. What it
 * has from measured runs is not used: the run to predict may be among them.
 * @param sizeTriggers as `FitOptions`; without it double triggers are as `base` has them.
 * @returns null when all runs are in one cell: nothing is left to fit on.
 */
export function crossValidatedByCell(
  data: MeasuredData,
  base: ReplayProfile,
  sizeTriggers: ReadonlyMap<string, number> | null,
): CrossValidation | null {
  if (cellsOf(data).length < 2) return null;
  const bare = { ...base, document: profiledOnly(base.document) };
  return crossValidated(data.runs, cellOf, (outside, cell) =>
    fittedServers({ ...data, runs: outside }, bare, sizeTriggers, cell),
  );
}

/** The cells of the data. */
export function cellsOf({ runs }: MeasuredData): readonly string[] {
  return [...new Set(runs.map(cellOf))];
}

function fittedServers(
  outside: MeasuredData,
  bare: ReplayProfile,
  sizeTriggers: ReadonlyMap<string, number> | null,
  cell: string,
): CrossValidation {
  const fit = fitBatchServer(outside, {
    base: bare.document,
    ...(sizeTriggers !== null && { sizeTriggers }),
  });
  const profile: ReplayProfile = {
    ...bare,
    document: fittedProfile(fit, bare.document, `runs outside ${cell}`),
    profile: `fitted outside ${cell}`,
    raceProbability: fit.race?.value ?? bare.raceProbability,
  };
  return (run) => {
    // Without the loop in the other cells, its cost is unknown, not zero.
    if (fit.busyLoop === null && partialBatchSpins(run)) return null;
    const server = tryServer(profile, outside.models, run.teeMode);
    return 'issues' in server ? null : server;
  };
}
