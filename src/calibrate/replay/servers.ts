import { UserError } from '../../errors.js';
import type { MeasuredRun } from '../../interop/measured.js';
import type { ProfileDocument } from '../../timing/profile-schema.js';
import {
  type ProfileChoice,
  type ProfileIssue,
  resolveTiming,
} from '../../timing/resolve-profile.js';
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
 * Cross-validation: each run is replayed on the server (or whatever `fitOn` gives) that was fitted without its fold.
 * @param foldOf the fold of a run, e.g. its cell of (mean rate, SLA).
 * @param fitOn called once for each fold that is asked for, with the runs outside it.
 */
export function crossValidated<T>(
  runs: readonly MeasuredRun[],
  foldOf: (run: MeasuredRun) => string,
  fitOn: (outside: readonly MeasuredRun[], fold: string) => (run: MeasuredRun) => T,
): (run: MeasuredRun) => T {
  const fitted = new Map<string, (run: MeasuredRun) => T>();
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

/** The server of a profile in one mode, or what the profile lacks for it. */
export function tryServer(
  profile: ReplayProfile,
  models: readonly string[],
  mode: TeeMode,
): CalibratedServer | { readonly issues: readonly ProfileIssue[] } {
  const { document, raceProbability, ...choice } = profile;
  const resolved = resolveTiming(document, { ...choice, models, mode, factors: null });
  return 'issues' in resolved ? resolved : { ...resolved, raceProbability };
}

function resolveServer(
  profile: ReplayProfile,
  models: readonly string[],
  mode: TeeMode,
): CalibratedServer {
  const resolved = tryServer(profile, models, mode);
  if (!('issues' in resolved)) return resolved;
  throw new UserError(
    resolved.issues.map(({ path, in: _, ...issue }) => ({
      ...issue,
      source: { kind: 'option', option: `profile ${profile.profile} (${mode})` },
      path: path.join('.'),
    })),
  );
}
