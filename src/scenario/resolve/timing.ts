import type { DispatchRules } from '../../serving/batch/config.js';
import type { StrategyOptions } from '../../serving/batch/strategies/strategy.js';
import type { ModelTiming, TeeMode, TimingConfig } from '../../timing/config.js';
import type { ProfileIssue } from '../../timing/resolve-profile.js';
import { quoted } from '../issues/values.js';
import type { Fields } from '../read-fields.js';
import type { Section } from '../schema.js';
import { keyPlaceOf, type Path, placeOf, valueAt } from '../text/tree.js';
import { type Context, report } from './context.js';
import type { Models } from './models.js';
import type { LoadedProfile } from './profile.js';
import type { Tee } from './tee.js';

/** Durations, and the memory that the profile gives the GPU. */
export interface Timing {
  readonly timing: TimingConfig;
  readonly gpu: { readonly memoryGiB: number; readonly reserveGiB: number };
}

/** Refuses a timer that is to believe load times which nobody has measured. */
export function checkTimerProfile(
  { believed, profile }: TimingConfig,
  timerProfile: TeeMode,
  context: Context,
): void {
  if (believed[timerProfile].length === 0) {
    const expected = `off: profile ${profile} has no ${timerProfile} measurement of every model`;
    report(context, ['strategy', 'timerProfile'], expected, timerProfile);
  }
}

/** What the profile says for this scenario; undefined, and reported, when it lacks something. */
export function resolveDurations(
  loaded: LoadedProfile,
  server: Fields<Section<'server'>>,
  tee: Tee,
  models: Models,
  context: Context,
): Timing | undefined {
  const { swapTimes, batchTimes, variability } = server;
  if (!(swapTimes && batchTimes && variability)) {
    return undefined;
  }
  const resolved = context.sources.timing(loaded.profile, {
    profile: loaded.name,
    sha256: loaded.sha256,
    models: models.names,
    ...tee,
    swapTimes: swapTimes.value,
    batchTimes: batchTimes.value,
    variability: variability.value,
  });
  if (!('issues' in resolved)) {
    return resolved;
  }
  for (const issue of resolved.issues) {
    addProfileIssue(issue, loaded, context);
  }
  return undefined;
}

function addProfileIssue(issue: ProfileIssue, loaded: LoadedProfile, context: Context): void {
  const { expected, hint } = issue;
  const inProfile = issue.in === 'profile';
  const document = inProfile ? loaded.document : context.document;
  const path = inProfile ? [...loaded.at, ...issue.path] : issue.path;
  // A wrong name that is itself a key: point at the key.
  const isKey = path.at(-1) === issue.got;
  const place = isKey ? keyPlaceOf(document, path) : placeOf(document, path);
  const tree = valueAt(document, path);
  const isText = tree?.kind === 'scalar' && tree.value === issue.got;
  const got = isKey || isText ? quoted(issue.got) : issue.got;
  context.problems.add({ place, path, expected, got, hint });
}

/** Largest batch whose duration a profile gives. */
function definedUpTo({ batch }: ModelTiming): number {
  const isOpen = batch.form === 'line' || batch.beyond === 'linear';
  return isOpen ? Number.POSITIVE_INFINITY : (batch.sizes.at(-1) ?? 0);
}

/**
 * Refuses batch sizes, chosen in the scenario, that the profile has no duration for. Batches that
 * only happen to grow beyond a table are an error when they do.
 */
export function checkBatchSizes(
  { models }: TimingConfig,
  { batchLimit }: DispatchRules,
  { sizes, allowedSizes, batchCap }: StrategyOptions,
  context: Context,
): void {
  for (const model of models) {
    const most = definedUpTo(model);
    // Batches are split at the limit, and `profile` limits them to what has a duration.
    if (batchLimit === 'profile' || (batchLimit !== 'none' && batchLimit <= most)) {
      continue;
    }
    const refuse = (path: Path, size: number): void => {
      const expected = `at most ${most}, where the batch table of ${model.name} ends`;
      report(context, path, expected, String(size));
    };
    const size = Object.hasOwn(sizes, model.name) ? (sizes[model.name] ?? 0) : 0;
    if (size > most) {
      refuse(sizePath(model.name, context), size);
    }
    const largest = allowedSizes.at(-1) ?? 0;
    if (largest > most && valueAt(context.document, ['strategy', 'allowedSizes']) !== undefined) {
      refuse(['strategy', 'allowedSizes', allowedSizes.length - 1], largest);
    }
    if (batchCap !== null && batchCap > most) {
      refuse(['strategy', 'batchCap'], batchCap);
    }
  }
}

/** `strategy.sizes` may be one number for all models. */
function sizePath(model: string, { document }: Context): Path {
  const path = ['strategy', 'sizes'];
  return valueAt(document, path)?.kind === 'mapping' ? [...path, model] : path;
}
