import { UserError } from '../../errors.js';
import type { MeasuredRun } from '../../interop/measured.js';
import type { ProfileDocument } from '../../timing/profile-schema.js';
import { type ProfileChoice, resolveTiming } from '../../timing/resolve-profile.js';
import type { TeeMode } from '../../timing/types.js';
import type { CalibratedServer, ServerSource } from './settings.js';

/** What of a profile a replay uses. */
export interface ReplayProfile
  extends Pick<ProfileChoice, 'profile' | 'sha256' | 'swapTimes' | 'batchTimes'>,
    Pick<CalibratedServer, 'raceProbability'> {
  readonly document: ProfileDocument;
}

/**
 * One profile for all runs, each in its own TEE mode.
 * @throws UserError (from the source) with every problem of the profile.
 */
export function profileServers(profile: ReplayProfile, models: readonly string[]): ServerSource {
  const known = new Map<TeeMode, CalibratedServer>();
  return ({ teeMode }) => {
    const server = known.get(teeMode) ?? resolveServer(profile, models, teeMode);
    known.set(teeMode, server);
    return server;
  };
}

/**
 * Cross-validation: each run is replayed on the server that was fitted without its fold.
 * @param foldOf the fold of a run, e.g. its cell of (mean rate, SLA).
 * @param fitOn called once for each fold that is asked for, with the runs outside it.
 */
export function crossValidated(
  runs: readonly MeasuredRun[],
  foldOf: (run: MeasuredRun) => string,
  fitOn: (outside: readonly MeasuredRun[], fold: string) => ServerSource,
): ServerSource {
  const fitted = new Map<string, ServerSource>();
  return (run) => {
    const fold = foldOf(run);
    const known = fitted.get(fold);
    const source =
      known ??
      fitOn(
        runs.filter((each) => foldOf(each) !== fold),
        fold,
      );
    fitted.set(fold, source);
    return source(run);
  };
}

function resolveServer(
  profile: ReplayProfile,
  models: readonly string[],
  mode: TeeMode,
): CalibratedServer {
  const { document, raceProbability, ...choice } = profile;
  const resolved = resolveTiming(document, { ...choice, models, mode, factors: null });
  if (!('issues' in resolved)) return { ...resolved, raceProbability };
  throw new UserError(
    resolved.issues.map(({ path, in: _, ...issue }) => ({
      ...issue,
      source: { kind: 'option', option: `profile ${profile.profile} (${mode})` },
      path: path.join('.'),
    })),
  );
}
