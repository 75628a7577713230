import type { Scenario } from '../../src/scenario/types.js';
import {
  AS_PUBLISHED,
  type BatchServerConfig,
  type DispatchRules,
  LOSSLESS,
  type MemoryConfig,
  NO_PREFETCH,
  type Placement,
  type PrefetchConfig,
} from '../../src/serving/batch/config.js';
import type { StrategyOptions } from '../../src/serving/batch/strategies/strategy.js';
import { type AddedSeconds, NOTHING_ADDED } from '../../src/timing/added.js';
import { type BeliefConfig, TABLES_AS_THEY_ARE } from '../../src/timing/belief/config.js';
import type { BelievedModel, ModelTiming, TeeMode, TimingConfig } from '../../src/timing/config.js';
import type { TeeRange } from '../../src/timing/tee/range.js';
import type { ArrivalsConfig, ModelMix } from '../../src/workload/config.js';

/** What a test says of one model; the rest has defaults. */
export interface ModelParts {
  readonly name?: string;
  readonly weightsGiB?: number;
  readonly maxBatch?: number;
  readonly bestBatch?: number;
  readonly batch?: ModelTiming['batch'];
  readonly swap?: ModelTiming['swap'];
  readonly busyLoopLoadExtraSeconds?: number;
}

/** What a test says of a scenario; the rest has defaults that keep out of the way. */
export interface ScenarioParts {
  readonly seed?: string;
  readonly durationSeconds?: number;
  readonly drainSeconds?: number;
  readonly horizon?: Scenario['horizon'];
  readonly models?: readonly ModelParts[];
  readonly slaSeconds?: readonly number[];
  readonly teeMode?: TeeMode;
  /** Which mode's tables timers believe; as `teeMode` when not given. */
  readonly timerProfile?: TeeMode;
  /** What is believed of the models in mode `cc`, if not the same as in `off`. */
  readonly believedCc?: readonly ModelParts[] | null;
  readonly believed?: Partial<BeliefConfig>;
  readonly arrivals?: ArrivalsConfig;
  readonly mix?: ModelMix;
  readonly semantics?: BatchServerConfig['semantics'];
  readonly rules?: Partial<DispatchRules>;
  readonly memory?: Partial<MemoryConfig>;
  readonly gpus?: number;
  readonly placement?: Placement;
  readonly preload?: readonly number[];
  readonly prefetch?: Partial<PrefetchConfig>;
  readonly pageCacheGiB?: number | null;
  readonly unloadWhenIdle?: boolean;
  readonly write?: TimingConfig['write'];
  /** Of every model. */
  readonly added?: Partial<AddedSeconds>;
  readonly busyLoopInferenceRate?: number;
  readonly strategy?: string;
  readonly options?: Partial<StrategyOptions>;
  readonly latency?: 'exact' | 'histogram';
}

/** Every option that only matters where a test sets it is neutral. */
export const NEUTRAL_OPTIONS: StrategyOptions = {
  timerSigmas: 1,
  completionAllowanceSeconds: 0,
  queueDamping: 0,
  minimumTimerSeconds: 0,
  fixedTimerSeconds: null,
  sizes: {},
  allowedSizes: [1, 2, 4, 8],
  rateWindow: 100,
  partialFraction: 0.25,
  partialResidentSeconds: 10,
  partialPollSeconds: 0.2,
  batchCap: null,
  weights: {},
  attainmentFloor: 0,
  lookAhead: 3,
  beamWidth: 8,
  rateWindowSeconds: 60,
  slackSigmas: 0,
  custom: {},
};

/** A resolved scenario from the parts that a test cares about. */
export function buildScenario(parts: ScenarioParts): Scenario {
  const models = (parts.models ?? [{}]).map(buildModel);
  const durationSeconds = parts.durationSeconds ?? 100;
  return {
    name: 'test',
    seed: parts.seed ?? '1',
    replications: 1,
    durationSeconds,
    drainSeconds: parts.drainSeconds ?? Number.POSITIVE_INFINITY,
    horizon: parts.horizon ?? 'terminating',
    models: models.map((model) => model.name),
    slaSeconds: parts.slaSeconds ?? models.map(() => 60),
    teeMode: parts.teeMode ?? 'off',
    workload: {
      arrivals: parts.arrivals ?? { process: 'poisson', rate: 1, first: 'gap' },
      mix: parts.mix ?? models.map(() => 1 / models.length),
      modelCount: models.length,
      durationSeconds,
    },
    timing: buildTiming(models, parts),
    server: buildServer(parts),
    strategy: {
      name: parts.strategy ?? 'best-batch',
      module: null,
      timerProfile: parts.timerProfile ?? parts.teeMode ?? 'off',
      options: { ...NEUTRAL_OPTIONS, ...parts.options },
    },
    believed: { ...TABLES_AS_THEY_ARE, ...parts.believed },
    metrics: { latency: parts.latency ?? 'exact' },
  };
}

function buildServer(parts: ScenarioParts): BatchServerConfig {
  const semantics = parts.semantics ?? 'lossless';
  const published = semantics === 'as-published' ? AS_PUBLISHED : LOSSLESS;
  return {
    engine: 'batch',
    gpus: parts.gpus ?? 1,
    placement: parts.placement ?? { kind: 'free' },
    semantics,
    rules: { ...published, ...parts.rules },
    memory: {
      memoryGiB: 80,
      reserveGiB: 0,
      residentModels: 1,
      eviction: 'lru',
      ...parts.memory,
    },
    preload: parts.preload ?? [],
    prefetch: { ...NO_PREFETCH, ...parts.prefetch },
    pageCacheGiB: parts.pageCacheGiB ?? null,
    unloadWhenIdle: parts.unloadWhenIdle ?? false,
  };
}

function buildModel(parts: ModelParts, index: number): ModelTiming {
  const swap = {
    form: 'independent',
    load: { mean: 0, sd: 0 },
    unload: { mean: 0, sd: 0 },
    firstLoad: null,
    family: 'constant',
  } as const;
  return {
    name: `model-${index}`,
    weightsGiB: 10,
    maxBatch: Number.POSITIVE_INFINITY,
    bestBatch: 4,
    batch: { form: 'line', a: 1, b: 0, cv: 0, family: 'constant' },
    swap,
    busyLoopLoadExtraSeconds: 0,
    added: NOTHING_ADDED,
    tokens: { input: null, output: null },
    ...parts,
  };
}

/** Nothing depends on it. */
const RANGE: TeeRange = {
  path: 'tee.effects.load.ratio',
  value: 2,
  low: 1,
  high: 3,
  unit: '×',
  spread: 'made up',
  source: 'nobody',
};

function buildTiming(models: readonly ModelTiming[], parts: ScenarioParts): TimingConfig {
  const off = models.map(believe);
  const cc = parts.believedCc?.map((model, index) => believe(buildModel(model, index))) ?? off;
  return {
    profile: 'test',
    profileSha256: '',
    gpuName: null,
    models: models.map((model) => ({ ...model, added: { ...model.added, ...parts.added } })),
    write: parts.write ?? { baseSeconds: 0, perRequestSeconds: 0 },
    presets: [{ name: 'preset', sha256: '' }],
    teeRanges: [RANGE],
    busyLoopInferenceRate: parts.busyLoopInferenceRate ?? 1,
    believed: { off, cc },
  };
}

function believe(model: ModelTiming): BelievedModel {
  const { batch, bestBatch, maxBatch, swap } = model;
  const added = { perBatchSeconds: 0, perRequestSeconds: 0 };
  if (swap.form === 'independent') {
    return { load: swap.load, unload: swap.unload, batch, added, bestBatch, maxBatch };
  }
  // Any belief will do; that of loads by stages is resolved from them.
  const load = { mean: swap.form === 'stages' ? 1 : swap.load, sd: 0 };
  return { load, unload: { mean: swap.unload, sd: 0 }, batch, added, bestBatch, maxBatch };
}
