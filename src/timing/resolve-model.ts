import { InvariantError } from '../errors.js';
import type {
  BatchTiming,
  BelievedModel,
  DiskSwap,
  DurationFamily,
  HistorySwap,
  IndependentSwap,
  MeanSd,
  RatioBucket,
  SwapTiming,
} from './config.js';
import type {
  ProfileBatch,
  ProfileDisk,
  ProfileDuration,
  ProfileHistory,
  ProfileMode,
  ProfileModel,
  ProfileSwap,
} from './profile-schema.js';

/** Which of a profile's swap times a run takes. */
export type SwapTimesChoice = 'profiled' | 'in-experiment' | 'disk' | 'history';
/** Which of a profile's batch times a run takes. */
export type BatchTimesChoice = 'profiled' | 'in-experiment';

/** The chosen batch times of a checked profile, defaults filled in; undefined when it has none. */
export function resolveBatch(mode: ProfileMode, choice: BatchTimesChoice): BatchTiming | undefined {
  const batch = mode.batch[choice];
  return batch === undefined ? undefined : batchTiming(batch);
}

/**
 * The chosen swap times of a checked profile, defaults filled in; undefined when it has none.
 * @param models the scenario's, in its order.
 */
export function resolveSwap(
  model: ProfileModel,
  mode: ProfileMode,
  choice: SwapTimesChoice,
  models: readonly string[],
): SwapTiming | undefined {
  const { disk, history, profiled } = mode.swap;
  if (choice === 'disk') return disk && diskSwap(disk, profiled, model.weightsGiB);
  if (choice === 'history') return history && historySwap(history, profiled, models);
  const swap = mode.swap[choice];
  return swap && independentSwap(swap);
}

/** What can be looked up about a model in one mode of a checked profile: the profiled tables. */
export function resolveBelief(model: ProfileModel, mode: ProfileMode): BelievedModel {
  const { load, unload } = independentSwap(mode.swap.profiled);
  return {
    load,
    unload,
    batch: batchTiming(mode.batch.profiled),
    added: { perBatchSeconds: 0, perRequestSeconds: 0 },
    bestBatch: model.bestBatch,
    maxBatch: maxBatchOf(model),
  };
}

/** Largest batch that fits in memory; Infinity when the profile does not say. */
export function maxBatchOf(model: ProfileModel): number {
  return model.maxBatch ?? Number.POSITIVE_INFINITY;
}

function batchTiming(batch: ProfileBatch): BatchTiming {
  if (batch.table === undefined) {
    const family = familyOf(batch.family, (batch.cv ?? 0) > 0);
    const cv = family === 'exponential' ? 1 : (batch.cv ?? 0);
    const line = { form: 'line', a: batch.a ?? 0, b: batch.b ?? 0, cv, family } as const;
    return batch.ratio === undefined ? line : { ...line, ratio: ratioBuckets(batch.ratio) };
  }
  const family = familyOf(batch.family, batch.table.some(hasSpread));
  return {
    form: 'table',
    sizes: batch.table.map((point) => point.size),
    mean: batch.table.map((point) => point.mean),
    sd: batch.table.map((point) => meanSd(point, family).sd),
    family,
    beyond: batch.beyond ?? 'error',
  };
}

function ratioBuckets({ buckets }: NonNullable<ProfileBatch['ratio']>): readonly RatioBucket[] {
  return buckets.map(({ upTo = Number.POSITIVE_INFINITY, quantiles }) => ({ upTo, quantiles }));
}

function independentSwap(swap: ProfileSwap): IndependentSwap {
  const unload = swap.unload ?? { mean: 0 };
  const family = familyOf(swap.family, [swap.load, unload, swap.firstLoad].some(hasSpread));
  return {
    form: 'independent',
    load: meanSd(swap.load, family),
    unload: meanSd(unload, family),
    firstLoad: swap.firstLoad === undefined ? null : meanSd(swap.firstLoad, family),
    family,
  };
}

function diskSwap(disk: ProfileDisk, profiled: ProfileSwap, weightsGiB: number): DiskSwap {
  const family = familyOf(disk.family, (disk.cv ?? 0) > 0);
  return {
    form: 'disk',
    load: profiled.load.mean,
    unload: profiled.unload?.mean ?? 0,
    weightsGiB,
    diskGiBPerSecond: disk.diskGiBPerSecond,
    uncached: disk.uncached,
    cv: family === 'exponential' ? 1 : (disk.cv ?? 0),
    runCv: disk.runCv ?? 0,
    family,
  };
}

function historySwap(
  history: ProfileHistory,
  profiled: ProfileSwap,
  models: readonly string[],
): HistorySwap {
  const { first, returning, otherwise, second = otherwise } = history;
  const family = familyOf(history.family, historyDurations(history).some(hasSpread));
  const byLast = ({ after = {}, ...rest }: ProfileHistory['returning']): MeanSd[] =>
    models.map((name) => meanSd((Object.hasOwn(after, name) && after[name]) || rest, family));
  return {
    form: 'history',
    load: profiled.load.mean,
    unload: profiled.unload?.mean ?? 0,
    first: meanSd(first, family),
    second: meanSd(second, family),
    returning: byLast(returning),
    otherwise: byLast(otherwise),
    runCv: history.runCv ?? 0,
    family,
  };
}

function historyDurations(history: ProfileHistory): readonly (ProfileDuration | undefined)[] {
  const { first, second, returning, otherwise } = history;
  const after = [returning, otherwise].flatMap((kind) => Object.values(kind.after ?? {}));
  return [first, second, returning, otherwise, ...after];
}

function familyOf(given: DurationFamily | undefined, spread: boolean): DurationFamily {
  return given ?? (spread ? 'lognormal' : 'constant');
}

function hasSpread(duration: ProfileDuration | undefined): boolean {
  return (duration?.sd ?? 0) > 0;
}

function meanSd({ mean, sd }: ProfileDuration, family: DurationFamily): MeanSd {
  return { mean, sd: family === 'exponential' ? mean : (sd ?? 0) };
}

/** For what `resolveTiming` has made sure of already. */
export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new InvariantError('missing from a checked profile', { what });
  return value;
}
