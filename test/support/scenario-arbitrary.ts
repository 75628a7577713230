import fc from 'fast-check';
import type {
  DispatchRules,
  MemoryConfig,
  PrefetchConfig,
} from '../../src/serving/batch/config.js';
import type { StrategyOptions } from '../../src/serving/batch/strategies/strategy.js';
import type { TeeMode } from '../../src/timing/config.js';
import { type Style, seconds, shares, uniform } from './arbitrary-style.js';
import { arrivals } from './arrivals-arbitrary.js';
import type { ModelParts, ScenarioParts } from './scenario-builder.js';
import { model } from './timing-arbitrary.js';

const STRATEGIES = [
  'best-batch',
  'best-batch+timer',
  'select-batch+timer',
  'best-batch+partial-batch',
  'best-batch+partial-batch+timer',
  'fcfs',
  'greedy',
  'erratic',
];

/** Says of itself whether its times are on the grid. */
export interface RandomParts extends ScenarioParts {
  readonly style: Style;
}

/** A small random scenario: any workload, timing, strategy, semantics, rules and memory. */
export function scenarioParts(): fc.Arbitrary<RandomParts> {
  return fc
    .constantFrom<Style>('grid', 'free', 'free')
    .chain((style) => fc.integer({ min: 1, max: 3 }).chain((count) => partsOf(style, count)));
}

function partsOf(style: Style, count: number): fc.Arbitrary<RandomParts> {
  const list = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: count, maxLength: count });
  return fc
    .record({
      style: fc.constant(style),
      seed: fc.nat(1e6).map(String),
      durationSeconds: fc.integer({ min: 4, max: 30 }),
      drainSeconds: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), seconds(style, 0, 20)),
      models: list(model(style)),
      slaSeconds: list(seconds(style, 2, 25)),
      teeMode: mode,
      timerProfile: mode,
      believedCc: fc.option(list(model(style)), { nil: null }),
      arrivals: arrivals(style, count),
      mix: shares(count),
      semantics: fc.constantFrom('as-published', 'lossless'),
      rules: rules(style),
      memory: memory(),
      unloadWhenIdle: fc.constantFrom(false, false, true),
      prefetch: prefetch(style),
      pageCacheGiB: fc.constantFrom(null, 0, 15, 45, 200),
      preload: fc.subarray(Array.from({ length: count }, (_, index) => index)),
      write: fc.record({
        baseSeconds: seconds(style, 0.25, 0.5),
        perRequestSeconds: fc.constantFrom(0, 0.25),
      }),
      added: fc.record({
        perBatchSeconds: fc.constantFrom(0, 0.25),
        perRequestSeconds: fc.constantFrom(0, 0.25),
        perSwapSeconds: fc.constantFrom(0, 0.5),
        perGiBSeconds: fc.constantFrom(0, 0.125),
        perUnloadSeconds: fc.constantFrom(0, 0, 0.25),
        firstLoadSeconds: fc.constantFrom(0, 0, 4),
      }),
      busyLoopInferenceRate: fc.constantFrom(1, 0.5, 0.25),
      strategy: fc.constantFrom(...STRATEGIES),
      options: options(style),
    })
    .map(withEnd)
    .map(withPlainSplit)
    .map(withPlainUnload)
    .map(withRoomBeside)
    .map(withRoomForPreload)
    .map(withDiskParts);
}

const mode = fc.constantFrom<TeeMode>('off', 'cc');

/** The erratic strategy may go on for ever over what it leaves waiting. */
function withEnd(parts: RandomParts): RandomParts {
  return parts.strategy === 'erratic' && parts.drainSeconds === Number.POSITIVE_INFINITY
    ? { ...parts, drainSeconds: 30 }
    : parts;
}

/** Which part of a split release goes first is only defined when the lock is first in, first out. */
function withPlainSplit(parts: RandomParts): RandomParts {
  const inOrder = (parts.rules?.lockOrder ?? 'fifo') === 'fifo';
  return inOrder ? parts : { ...parts, rules: { ...parts.rules, batchLimit: 'none' } };
}

/** Whether unloading counts as a grant of the lock only matters when the lock is drawn for. */
function withPlainUnload(parts: RandomParts): RandomParts {
  return parts.rules?.lockOrder === 'random' ? { ...parts, unloadWhenIdle: false } : parts;
}

/** Room for a second model, so that something can be loaded into it. */
function withRoomBeside(parts: RandomParts): RandomParts {
  const to = parts.prefetch?.to ?? 'none';
  if (to === 'none' || to === 'host') return parts;
  const { residentModels = 1 } = parts.memory ?? {};
  return { ...parts, memory: { ...parts.memory, residentModels: Math.max(2, residentModels) } };
}

/** What is preloaded is what fits. */
function withRoomForPreload(parts: RandomParts): RandomParts {
  const { memoryGiB = 0, reserveGiB = 0, residentModels = 1 } = parts.memory ?? {};
  let free = memoryGiB - reserveGiB;
  const preload = (parts.preload ?? []).slice(0, residentModels).filter((index) => {
    const weights = weightsOf(parts.models?.[index]);
    const fits = weights <= free;
    if (fits) free -= weights;
    return fits;
  });
  return { ...parts, preload };
}

/** What reads ahead must know what is read: other forms of swaps give way to one that does. */
function withDiskParts(parts: RandomParts): RandomParts {
  const to = parts.prefetch?.to ?? 'none';
  if (to !== 'host' && to !== 'both') return parts;
  const models = (parts.models ?? []).map((one, index) =>
    one.swap?.form === 'disk' || one.swap?.form === 'stages'
      ? one
      : { ...one, swap: { ...READ_FROM_DISK, load: 1 + index / 4 } },
  );
  return { ...parts, models };
}

const READ_FROM_DISK = {
  form: 'disk',
  unload: 0.25,
  weightsGiB: 16,
  diskGiBPerSecond: 8,
  uncached: { first: 0.5, returning: 0.25, otherwise: 1 },
  cv: 0,
  runCv: 0,
  family: 'constant',
} as const;

/** Speeds that change amid an operation take it off the grid. */
function prefetch(style: Style): fc.Arbitrary<PrefetchConfig> {
  const endless = fc.constant(Number.POSITIVE_INFINITY);
  return fc.record({
    to: fc.constantFrom('none', 'none', 'host', 'gpu', 'both'),
    hostMemoryGiB: fc.constantFrom(15, 40, 60, 200),
    sharedGiBPerSecond: style === 'grid' ? endless : fc.oneof(endless, uniform(2, 30)),
    inferenceGiBPerSecond: style === 'grid' ? fc.constantFrom(0, 3) : uniform(0, 10),
  });
}

function weightsOf(parts: ModelParts | undefined): number {
  return parts?.weightsGiB ?? Number.POSITIVE_INFINITY;
}

function memory(): fc.Arbitrary<MemoryConfig> {
  return fc.record({
    memoryGiB: fc.constantFrom(60, 80, 120),
    reserveGiB: fc.constantFrom(0, 10),
    residentModels: fc.constantFrom(1, 1, 2, 3),
    eviction: fc.constantFrom('lru', 'fifo', 'largest'),
  });
}

/** Each rule is left as the semantics has it, or set to something else. */
function rules(style: Style): fc.Arbitrary<Partial<DispatchRules>> {
  const flag = fc.boolean();
  return fc.record(
    {
      slot: fc.constantFrom('overwrite', 'queue'),
      lockOrder: fc.constantFrom('fifo', 'lifo', 'random'),
      emptyTimerOverwrites: flag,
      leavingThreadFirst: flag,
      timerPollSeconds: pollSeconds(style),
      timerThreadBlocks: flag,
      timerSnapshotStale: flag,
      timerResetBy: fc.constantFrom('completion', 'release'),
      partial: fc.constantFrom('append', 'replace'),
      // A spin that ends amid an operation takes it off the grid.
      busyLoop: style === 'grid' ? fc.constant(false) : flag,
      raceProbability: fc.constantFrom(0, 0.1, 0.5, 1),
      writeResults: flag,
      batchLimit: fc.constantFrom<DispatchRules['batchLimit']>('none', 'profile', 2, 3),
      tieOrder: fc.shuffledSubarray(['work', 'arrival', 'timer', 'poll'], { minLength: 4 }),
    },
    { requiredKeys: style === 'grid' ? ['timerPollSeconds', 'busyLoop'] : [] },
  );
}

/** Sweeps start at a random phase: off the grid, where rounding would decide what comes first. */
function pollSeconds(style: Style): fc.Arbitrary<number> {
  return style === 'grid' ? fc.constant(0) : fc.oneof(fc.constant(0), seconds(style, 0.25, 2));
}

function options(style: Style): fc.Arbitrary<Omit<StrategyOptions, 'custom'>> {
  return fc.record({
    timerSigmas: fc.constantFrom(0, 1, 2),
    completionAllowanceSeconds: seconds(style, 0, 2),
    queueDamping: fc.constantFrom(0, 0.001, 0.1),
    minimumTimerSeconds: seconds(style, 0, 5),
    fixedTimerSeconds: fc.option(seconds(style, 0, 8)),
    sizes: fc.constantFrom<Record<string, number>>({}, { 'model-0': 1 }, { 'model-1': 6 }),
    allowedSizes: fc.constantFrom([1, 2, 4, 8], [2, 3], [4]),
    rateWindow: fc.constantFrom(2, 5, 100),
    partialFraction: fc.constantFrom(0.25, 0.5, 0.1),
    partialResidentSeconds: seconds(style, 0, 4),
    partialPollSeconds: seconds(style, 0.25, 1),
    batchCap: fc.option(fc.integer({ min: 1, max: 5 })),
    weights: fc.constantFrom<Record<string, number>>({}, { 'model-0': 3 }),
    attainmentFloor: fc.constantFrom(0, 0.5),
    lookAhead: fc.constantFrom(1, 2, 3),
    beamWidth: fc.constantFrom(1, 4),
    rateWindowSeconds: fc.constantFrom(5, 60),
    slackSigmas: fc.constantFrom(0, 1),
  });
}
