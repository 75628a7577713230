import { NO_PREFETCH, type PrefetchConfig } from '../../serving/batch/config.js';
import type { LoadStage, TeeMode, TimingConfig } from '../../timing/config.js';
import { isOverlapped, type LoadPath, withLoadPath } from '../../timing/load-path.js';
import { withMeanDurations } from '../../timing/mean-durations.js';
import { withWeights } from '../../timing/weights.js';
import type { Fields } from '../read-fields.js';
import type { Section } from '../schema.js';
import { type Context, figure, report } from './context.js';
import type { Models } from './models.js';
import type { Tee } from './tee.js';
import type { Timing } from './timing.js';

type ServerFields = Fields<Section<'server'>>;
type LoadPathInput = NonNullable<Section<'server'>['loadPath']>;

/** Small enough to overlap all but the ends of a load of some GiB; nobody has measured one. */
const DEFAULT_CHUNK_GIB = 1;

/** Durations with the scenario's own weights and load path; undefined when these have problems. */
export function adaptDurations(
  durations: Timing,
  models: Models,
  weights: Fields<Section<'models'>>['weightsGiB'],
  server: ServerFields,
  tee: Tee,
  context: Context,
): Timing | undefined {
  const { loadPath } = server;
  if (weights === undefined || loadPath === undefined) {
    return undefined;
  }
  checkWeights(Object.keys(weights.value), loadPath.value, durations.timing, context);
  const sizes = models.names.map((name) =>
    Object.hasOwn(weights.value, name) ? weights.value[name] : undefined,
  );
  const isMeasured = sizes.every((size) => size === undefined);
  const timing = isMeasured ? durations.timing : withWeights(durations.timing, sizes);
  if (loadPath.value === undefined) {
    return { ...durations, timing };
  }
  const path = resolveLoadPath(loadPath.value, context);
  checkTransfers(path, tee, context);
  const staged = withLoadPath(timing, path, tee.mode, tee.factors);
  // The path brings a spread of its own.
  const still = server.variability?.value === 'none';
  return { ...durations, timing: still ? withMeanDurations(staged) : staged };
}

/** Loads that were measured as a whole are those of the profile's weights, and of no others. */
function checkWeights(
  names: readonly string[],
  loadPath: LoadPathInput | undefined,
  { models, profile }: TimingConfig,
  context: Context,
): void {
  for (const { name, swap, weightsGiB } of models) {
    const follows = swap.form === 'disk' || loadPath !== undefined;
    if (names.includes(name) && !follows) {
      const expected = `swapTimes: disk or a server.loadPath, whose loads follow the weights`;
      const got = `${swap.form === 'history' ? 'history' : 'measured'} loads of ${figure(weightsGiB)} GiB (${profile})`;
      report(context, ['models', 'weightsGiB', name], expected, got);
    }
  }
}

/** In overlapped stages, slower transfers need one stage that they are part of. */
function checkTransfers(path: LoadPath, { factors }: Tee, context: Context): void {
  const transfers = path.stages.off.filter(({ place }) => place === 'gpu').length;
  if ((factors?.perGiBSeconds ?? 0) === 0 || !isOverlapped(path) || transfers === 1) {
    return;
  }
  const expected = 'one stage with place: gpu, which the seconds per GiB of the TEE slow down';
  report(context, ['server', 'loadPath', 'stages'], expected, `${transfers} of them`);
}

function resolveLoadPath(input: LoadPathInput, context: Context): LoadPath {
  const { pipeline, chunkGiB, cv } = input;
  const at = ['server', 'loadPath', 'chunkGiB'];
  if (pipeline === 'serial' && chunkGiB !== undefined) {
    report(context, at, 'chunkGiB with pipeline: overlapped only', figure(chunkGiB));
  }
  const stages = (mode: TeeMode): LoadStage[] =>
    input.stages.map(({ name, place, giBPerSecond, seconds }) => ({
      name,
      place,
      giBPerSecond: inMode(giBPerSecond, mode) ?? Number.POSITIVE_INFINITY,
      seconds: inMode(seconds, mode) ?? 0,
    }));
  return {
    stages: { off: stages('off'), cc: stages('cc') },
    chunkGiB: pipeline === 'serial' ? Number.POSITIVE_INFINITY : (chunkGiB ?? DEFAULT_CHUNK_GIB),
    cv,
  };
}

function inMode(
  value: number | Readonly<Record<TeeMode, number>> | undefined,
  mode: TeeMode,
): number | undefined {
  return typeof value === 'object' ? value[mode] : value;
}

/** What may be brought in while the GPU works; undefined when it was refused. */
export function resolvePrefetch(
  { prefetch }: ServerFields,
  durations: Timing | undefined,
  context: Context,
): PrefetchConfig | undefined {
  if (prefetch === undefined) {
    return undefined;
  }
  const { to, hostMemoryGiB, sharedGiBPerSecond, inferenceGiBPerSecond } = prefetch.value;
  const at = ['server', 'prefetch'];
  if (inferenceGiBPerSecond !== undefined && sharedGiBPerSecond === undefined) {
    const expected = 'inferenceGiBPerSecond beside sharedGiBPerSecond only';
    report(context, [...at, 'inferenceGiBPerSecond'], expected, figure(inferenceGiBPerSecond));
  }
  if (to === 'host' || to === 'both') {
    checkHost(to, hostMemoryGiB, durations, context);
  }
  return {
    to,
    hostMemoryGiB: hostMemoryGiB ?? NO_PREFETCH.hostMemoryGiB,
    sharedGiBPerSecond: sharedGiBPerSecond ?? NO_PREFETCH.sharedGiBPerSecond,
    inferenceGiBPerSecond: inferenceGiBPerSecond ?? NO_PREFETCH.inferenceGiBPerSecond,
  };
}

/** What is prefetched to the host needs room there, and a load of which that part is known. */
function checkHost(
  to: string,
  hostMemoryGiB: number | undefined,
  durations: Timing | undefined,
  context: Context,
): void {
  const at = ['server', 'prefetch'];
  if (hostMemoryGiB === undefined) {
    report(context, [...at, 'hostMemoryGiB'], `a size, as weights go to: ${to}`, 'nothing');
  }
  const models = durations?.timing.models ?? [];
  if (models.some(({ swap }) => swap.form !== 'disk' && swap.form !== 'stages')) {
    const expected = 'none or gpu: these loads do not tell reading from disk apart';
    const hint = 'swapTimes: disk and server.loadPath do';
    report(context, [...at, 'to'], expected, to, hint);
  }
  const least = Math.min(...models.map(({ weightsGiB }) => weightsGiB));
  if (hostMemoryGiB !== undefined && hostMemoryGiB < least && models.length > 0) {
    const expected = `room for a model (${figure(least)} GiB at least)`;
    report(context, [...at, 'hostMemoryGiB'], expected, figure(hostMemoryGiB));
  }
}
