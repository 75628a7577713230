import fc from 'fast-check';
import type { DispatchRules, MemoryConfig } from '../../src/serving/batch/config.js';
import type { StrategyOptions } from '../../src/serving/batch/strategies/strategy.js';
import type { ModelTiming } from '../../src/timing/config.js';
import type { ArrivalsConfig } from '../../src/workload/config.js';
import type { ModelParts, ScenarioParts } from './scenario-builder.js';

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

/**
 * Times are multiples of a quarter second in a `grid` scenario, so that many things happen at one
 * instant, and are drawn from distributions in a `free` one, so that hardly two do.
 */
type Style = 'grid' | 'free';

/** A small random scenario: any strategy, semantics, rules and memory. */
export function scenarioParts(): fc.Arbitrary<ScenarioParts> {
  return fc
    .constantFrom<Style>('grid', 'free', 'free')
    .chain((style) => fc.integer({ min: 1, max: 3 }).chain((count) => partsOf(style, count)));
}

function partsOf(style: Style, count: number): fc.Arbitrary<ScenarioParts> {
  const list = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: count, maxLength: count });
  return fc
    .record({
      seed: fc.nat(1e6).map(String),
      durationSeconds: fc.integer({ min: 4, max: 30 }),
      drainSeconds: fc.oneof(fc.constant(Number.POSITIVE_INFINITY), seconds(style, 0, 20)),
      models: list(model(style)),
      slaSeconds: list(seconds(style, 2, 25)),
      arrivals: arrivals(style),
      mix: list(fc.integer({ min: 1, max: 5 })).map(normalise),
      semantics: fc.constantFrom('as-published', 'lossless'),
      rules: rules(style),
      memory: memory(),
      unloadWhenIdle: fc.constantFrom(false, false, true),
      preload: fc.constantFrom<number[][]>([], [], [0]),
      write: fc.record({
        baseSeconds: seconds(style, 0.25, 0.5),
        perRequestSeconds: fc.constantFrom(0, 0.25),
      }),
      busyLoopInferenceRate: fc.constantFrom(1, 0.5, 0.25),
      strategy: fc.constantFrom(...STRATEGIES),
      options: options(style),
    })
    .map(withEnd)
    .map(withPlainSplit)
    .map(withPlainUnload);
}

/** The erratic strategy may go on for ever over what it leaves waiting. */
function withEnd(parts: ScenarioParts): ScenarioParts {
  return parts.strategy === 'erratic' && parts.drainSeconds === Number.POSITIVE_INFINITY
    ? { ...parts, drainSeconds: 30 }
    : parts;
}

/** Which part of a split release goes first is only defined when the lock is first in, first out. */
function withPlainSplit(parts: ScenarioParts): ScenarioParts {
  const inOrder = (parts.rules?.lockOrder ?? 'fifo') === 'fifo';
  return inOrder ? parts : { ...parts, rules: { ...parts.rules, batchLimit: 'none' } };
}

/**
 * A preloaded model would be unloaded before anything has happened; and whether unloading counts
 * as a grant of the lock only matters when the lock is drawn for.
 */
function withPlainUnload(parts: ScenarioParts): ScenarioParts {
  if (parts.rules?.lockOrder === 'random') return { ...parts, unloadWhenIdle: false };
  return parts.unloadWhenIdle === true ? { ...parts, preload: [] } : parts;
}

function seconds(style: Style, min: number, max: number): fc.Arbitrary<number> {
  const steps = fc.integer({ min: Math.ceil(min * 4), max: Math.floor(max * 4) });
  if (style === 'grid') return steps.map((step) => step / 4);
  return fc.double({ min, max, noNaN: true });
}

function model(style: Style): fc.Arbitrary<ModelParts> {
  return fc.record({
    weightsGiB: fc.constantFrom(10, 20, 35, 50),
    maxBatch: fc.constantFrom(2, 3, 8, Number.POSITIVE_INFINITY),
    bestBatch: fc.integer({ min: 1, max: 5 }),
    batch: batch(style),
    swap: swap(style),
    busyLoopLoadExtraSeconds: seconds(style, 0, 4),
  });
}

function batch(style: Style): fc.Arbitrary<ModelTiming['batch']> {
  return fc.record({
    form: fc.constant('line' as const),
    a: seconds(style, 0.25, 3),
    b: seconds(style, 0, 0.5),
    cv: style === 'grid' ? fc.constant(0) : fc.constantFrom(0, 0.3, 1),
    family: style === 'grid' ? fc.constant('constant' as const) : family(),
  });
}

function family(): fc.Arbitrary<'constant' | 'lognormal' | 'gamma'> {
  return fc.constantFrom('constant', 'lognormal', 'gamma');
}

function swap(style: Style): fc.Arbitrary<ModelTiming['swap']> {
  const spread = style === 'grid' ? fc.constant(0) : fc.constantFrom(0, 0.3);
  const duration = (min: number, max: number) =>
    fc.record({ mean: seconds(style, min, max), sd: spread });
  const independent = fc.record({
    form: fc.constant('independent' as const),
    load: duration(0.5, 5),
    unload: duration(0.25, 1),
    firstLoad: fc.option(duration(0.5, 5)),
    family: style === 'grid' ? fc.constant('constant' as const) : family(),
  });
  const disk = fc.record({
    form: fc.constant('disk' as const),
    load: seconds(style, 0.5, 4),
    unload: seconds(style, 0.25, 1),
    weightsGiB: fc.constantFrom(8, 16),
    diskGiBPerSecond: fc.constantFrom(4, 8),
    uncached: fc.constant({ first: 0.5, returning: 0.25, otherwise: 1 }),
    cv: spread,
    family: style === 'grid' ? fc.constant('constant' as const) : family(),
  });
  return fc.oneof(independent, disk);
}

function arrivals(style: Style): fc.Arbitrary<ArrivalsConfig> {
  const first = fc.constantFrom<'gap' | 'immediate'>('gap', 'immediate');
  if (style === 'grid') {
    const rate = fc.constantFrom(0.5, 1, 2, 4);
    return fc.record({ process: fc.constant('constant' as const), rate, first });
  }
  const rate = fc.double({ min: 0.3, max: 5, noNaN: true });
  return fc.record({ process: fc.constant('poisson' as const), rate, first });
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
  });
}

function normalise(weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}
