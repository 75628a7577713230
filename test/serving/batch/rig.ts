import type { Fact, Observer } from '../../../src/events/facts.js';
import { Kernel } from '../../../src/kernel/kernel.js';
import type { RunKey } from '../../../src/random/types.js';
import {
  AS_PUBLISHED,
  type BatchServerConfig,
  type DispatchRules,
  LOSSLESS,
  NO_PREFETCH,
} from '../../../src/serving/batch/config.js';
import type { Strategy } from '../../../src/serving/batch/strategies/strategy.js';
import { Cluster } from '../../../src/serving/cluster/cluster.js';
import type { Timing } from '../../../src/timing/types.js';
import type { ModelIndex } from '../../../src/units.js';

/** A run written down by hand: round numbers, so that a timeline can be worked out on paper. */
export interface Rig {
  readonly strategy: Strategy;
  /** Of each GPU, where they are not all the same. */
  readonly strategies?: readonly Strategy[];
  /** [time, model] of each request. */
  readonly requests: readonly (readonly [number, ModelIndex])[];
  readonly semantics?: 'as-published' | 'lossless';
  readonly rules?: Partial<DispatchRules>;
  readonly server?: Partial<BatchServerConfig>;
  readonly timing?: Partial<Timing>;
  readonly until?: number;
  /** The uniform that every keyed draw of a purpose gets. Default 0.5. */
  readonly draws?: Readonly<Record<string, number>>;
}

/** Loads take 10 s, 6 of them for the disk, unloads 1 s, batches 2 s, writing nothing; every model weighs 30 of 80 GiB. */
const TIMING: Timing = {
  loadSeconds: (_model, { readAhead = 0 }) => 4 + 6 * (1 - readAhead),
  prefetchSeconds: () => 6,
  prefetchGiB: () => 30,
  unloadSeconds: () => 1,
  batchSeconds: () => 2,
  writeSeconds: () => 0,
  busyLoopLoadExtraSeconds: () => 20,
  busyLoopInferenceRate: 0.05,
  weightsGiB: () => 30,
  maxBatch: () => 64,
  definedUpTo: () => Number.POSITIVE_INFINITY,
};

/** A fact with its requests copied out: `[ids]` in place of reused arrays. */
export type Seen = Fact & { readonly ids: readonly number[] };

/** Runs the rig and returns every fact, copied. */
export function play(rig: Rig): readonly Seen[] {
  const kernel = new Kernel();
  const seen: Seen[] = [];
  const observer: Observer = {
    observe: (fact) => {
      const ids = 'requests' in fact ? [...fact.requests.ids.subarray(0, fact.requests.count)] : [];
      seen.push({ ...fact, ids });
    },
  };
  const models = ['a', 'b', 'c'];
  const preset = rig.semantics === 'as-published' ? AS_PUBLISHED : LOSSLESS;
  const server = new Cluster({
    kernel,
    arrivals: arrivalsOf(rig.requests),
    timing: { ...TIMING, ...rig.timing },
    models,
    config: {
      engine: 'batch',
      gpus: 1,
      placement: { kind: 'free' },
      semantics: rig.semantics ?? 'lossless',
      rules: { ...preset, raceProbability: 0, ...rig.rules },
      memory: { memoryGiB: 80, reserveGiB: 0, residentModels: 1, eviction: 'lru' },
      preload: [],
      prefetch: NO_PREFETCH,
      pageCacheGiB: null,
      unloadWhenIdle: false,
      ...rig.server,
    },
    key: fixedKey(rig.draws ?? {}),
    strategyName: 'test',
    gpus: Array.from({ length: rig.server?.gpus ?? 1 }, (_, gpu) => ({
      strategy: rig.strategies?.[gpu] ?? rig.strategy,
      observers: [],
    })),
    observers: [observer],
    untilEmpty: rig.until === undefined,
  });
  if (rig.until === undefined) while (kernel.step());
  else kernel.runUntil(rig.until);
  server.end();
  return seen;
}

/** The facts of one kind. */
export function only<Kind extends Fact['kind']>(
  seen: readonly Seen[],
  kind: Kind,
): (Extract<Fact, { kind: Kind }> & { ids: readonly number[] })[] {
  return seen.filter((fact) => fact.kind === kind) as never;
}

/** Phases as text: `load a 0-10`. */
export function timeline(seen: readonly Seen[]): string[] {
  return only(seen, 'phase').map(
    ({ phase, model, start, end, completed }) =>
      `${phase} ${'abc'[model]} ${round(start)}-${round(end)}${completed ? '' : ' cut'}`,
  );
}

function round(seconds: number): number {
  return Math.round(seconds * 1e6) / 1e6;
}

function arrivalsOf(requests: Rig['requests']) {
  let index = -1;
  return {
    advance: () => ++index < requests.length,
    get time() {
      return requests[index]?.[0] ?? Number.NaN;
    },
    get model() {
      return requests[index]?.[1] ?? -1;
    },
  };
}

function fixedKey(draws: Readonly<Record<string, number>>): RunKey {
  return {
    stream: () => ({ next: () => 0.5 }),
    keyed: (purpose) => ({ at: () => draws[purpose] ?? 0.5 }),
  };
}
