import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coalition,
  coalitionName,
  coalitionProblem,
  coalitions,
  factorsBetween,
} from '../../../src/experiment/explain/factors.js';
import { strategyTable, timerTable } from '../../../src/experiment/explain/lenses/beliefs.js';
import { LENSES } from '../../../src/experiment/explain/lenses/registry.js';
import { toExactJson } from '../../../src/scenario/exact-json.js';
import type { Scenario } from '../../../src/scenario/types.js';
import type { SwapTiming } from '../../../src/timing/config.js';
import type { ArrivalsConfig } from '../../../src/workload/config.js';
import { holds } from '../../support/property.js';
import { runFast } from '../../support/run-both.js';
import { scenarioParts } from '../../support/scenario-arbitrary.js';
import { buildScenario, type ScenarioParts } from '../../support/scenario-builder.js';

const CASES = 100;

/** The same at both ends, or names that nothing depends on. */
const NO_INPUTS = [
  'name',
  'seed',
  'replications',
  'models.*',
  'workload.modelCount',
  'timing.profile',
  'timing.profileSha256',
  'timing.gpuName',
  'timing.presets.*.name',
  'timing.presets.*.sha256',
  ...['path', 'value', 'low', 'high', 'unit', 'spread', 'source'].map(
    (key) => `timing.teeRanges.*.${key}`,
  ),
  'timing.models.*.name',
  'timing.models.*.tokens.input',
  'timing.models.*.tokens.output',
  'server.engine',
];

const INDEPENDENT: SwapTiming = {
  form: 'independent',
  load: { mean: 2, sd: 1 },
  unload: { mean: 0.5, sd: 0.1 },
  firstLoad: { mean: 3, sd: 1 },
  family: 'lognormal',
};
const DISK: SwapTiming = {
  form: 'disk',
  load: 2,
  unload: 0.5,
  weightsGiB: 10,
  diskGiBPerSecond: 4,
  uncached: { first: 1, returning: 0.5, otherwise: 0.75 },
  cv: 0.2,
  runCv: 0.1,
  family: 'lognormal',
};
const HISTORY: SwapTiming = {
  form: 'history',
  load: 2,
  unload: 0.5,
  first: { mean: 5, sd: 1 },
  second: { mean: 4, sd: 1 },
  returning: [{ mean: 3, sd: 1 }],
  otherwise: [{ mean: 3, sd: 1 }],
  runCv: 0.1,
  family: 'lognormal',
};

/** Parts that give every field a value of its own. */
const FULL: ScenarioParts = {
  teeMode: 'cc',
  timerProfile: 'off',
  drainSeconds: 20,
  semantics: 'as-published',
  preload: [0],
  rules: { batchLimit: 8 },
  options: { sizes: { 'model-0': 3 }, batchCap: 4, fixedTimerSeconds: 2, custom: { own: 1 } },
};

const STAGES: SwapTiming = {
  form: 'stages',
  stages: [{ name: 'disk', place: 'disk', giBPerSecond: 4, seconds: 0.5 }],
  weightsGiB: 10,
  chunkGiB: 2,
  unload: 0.5,
  cv: 0.2,
  family: 'lognormal',
};

function loadOf(swap: SwapTiming | undefined): unknown {
  return swap?.form === 'independent' ? swap.load : undefined;
}

type Leaf = readonly string[];

/** The way to every number, text and switch in plain data. */
function leavesOf(value: unknown, at: Leaf = []): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, [...at, key]));
}

/** The same data, but for one leaf. */
function withAnother(value: unknown, [key, ...rest]: Leaf): unknown {
  if (key === undefined) return another(value);
  const changed = withAnother(Reflect.get(Object(value), key), rest);
  if (Array.isArray(value)) return value.with(Number(key), changed);
  return { ...Object(value), [key]: changed };
}

function another(value: unknown): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value + 1 : 1;
  if (typeof value === 'boolean') return !value;
  if (value === 'off' || value === 'cc') return value === 'off' ? 'cc' : 'off';
  return typeof value === 'string' ? `${value} or another` : 1;
}

/** A leaf's path with `*` for elements of a list. */
function pathOf(leaf: Leaf): string {
  return leaf.map((key) => (/^\d+$/.test(key) ? '*' : key)).join('.');
}

function namesBetween(from: Scenario, to: Scenario): readonly string[] {
  return factorsBetween({ from, to }).map(({ name }) => name);
}

/** All that a simulation depends on; tables under the name of who looks at them. */
function inputsOf(scenario: Scenario): string {
  const { name, seed, replications, teeMode, timing, strategy, ...rest } = scenario;
  const { believed, profile, profileSha256, ...durations } = timing;
  const { timerProfile, ...chosen } = strategy;
  const tables = { strategy: strategyTable(scenario), timers: timerTable(scenario) };
  return JSON.stringify(sorted(toExactJson({ ...rest, tables, durations, chosen })));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}

describe.each([
  ['independent', INDEPENDENT],
  ['disk', DISK],
  ['history', HISTORY],
  ['stages', STAGES],
])('with swaps of the form %s', (_, swap) => {
  const models = [{ swap }];
  const scenario = buildScenario({ ...FULL, models, believedCc: [{ bestBatch: 7 }] });
  const leaves = leavesOf(scenario);
  const isInput = (leaf: Leaf): boolean => !NO_INPUTS.includes(pathOf(leaf));

  it.each(leaves.filter(isInput).map((leaf) => [leaf.join('.'), leaf] as const))(
    'a change of %s is one factor, which takes it over',
    (__, leaf) => {
      const changed = withAnother(scenario, leaf) as Scenario;
      const ends = { from: scenario, to: changed };
      const factors = factorsBetween(ends);
      expect(factors.map(({ name }) => name)).toEqual([expect.any(String)]);
      expect(inputsOf(coalition(ends, factors, 1))).toBe(inputsOf(changed));
    },
  );

  it('what is no input is no factor', () => {
    const others = leaves.filter((leaf) => !isInput(leaf));
    expect(new Set(others.map(pathOf))).toEqual(new Set(NO_INPUTS));
    for (const leaf of others) {
      expect(namesBetween(scenario, withAnother(scenario, leaf) as Scenario)).toEqual([]);
    }
  });
});

describe('factors', () => {
  it('have names of their own', () => {
    const names = LENSES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('are swap-in time, disk path and unload where the form tells them apart', () => {
    const slower: SwapTiming = { ...DISK, load: 4, diskGiBPerSecond: 2, unload: 1 };
    const [from, to] = [DISK, slower].map((swap) => buildScenario({ models: [{ swap }] }));
    expect(namesBetween(from as Scenario, to as Scenario).slice(0, 3)).toEqual([
      'swap-in',
      'disk-path',
      'unload',
    ]);
  });

  it.each([
    ['forms', HISTORY],
    ['families', { ...DISK, family: 'gamma' } as SwapTiming],
  ])('are whole swap times where the %s differ', (__, other) => {
    const [from, to] = [DISK, other].map((swap) => buildScenario({ models: [{ swap }] }));
    expect(namesBetween(from as Scenario, to as Scenario)).toEqual(['swap']);
  });

  it('keep what the strategy believes apart from what its timers do', () => {
    const believedCc = [{ bestBatch: 7 }];
    const off = buildScenario({ teeMode: 'off', believedCc });
    const strategyAlone = buildScenario({ teeMode: 'cc', timerProfile: 'off', believedCc });
    const both = buildScenario({ teeMode: 'cc', believedCc });
    expect(namesBetween(off, strategyAlone)).toEqual(['believed-timing']);
    expect(namesBetween(strategyAlone, both)).toEqual(['timer-profile']);
    expect(namesBetween(off, both)).toEqual(['believed-timing', 'timer-profile']);
  });

  it('are none where another table has the same in it', () => {
    expect(
      namesBetween(buildScenario({ teeMode: 'off' }), buildScenario({ teeMode: 'cc' })),
    ).toEqual([]);
  });

  it('have rules one by one under the same semantics, and all of them together otherwise', () => {
    const from = buildScenario({ semantics: 'as-published' });
    const rules = { slot: 'queue', raceProbability: 0 } as const;
    const to = buildScenario({ semantics: 'as-published', rules });
    expect(namesBetween(from, to)).toEqual(['rules.slot', 'rules.raceProbability']);
    expect(namesBetween(from, buildScenario({ semantics: 'lossless' }))).toEqual(['semantics']);
  });
});

/** Traces with a hash of what is in them, as they have when they are read. */
function withHashes(scenario: Scenario): Scenario {
  const { workload } = scenario;
  return { ...scenario, workload: { ...workload, arrivals: hashed(workload.arrivals) } };
}

function hashed<T extends ArrivalsConfig>(arrivals: T): T {
  if (arrivals.process === 'superposition') {
    const of = arrivals.of.map((each) => ({ ...each, arrivals: hashed(each.arrivals) }));
    return { ...arrivals, of };
  }
  if (arrivals.process !== 'trace') return arrivals;
  return { ...arrivals, sha256: `${arrivals.times} ${arrivals.models}` };
}

/** Two scenarios of the same models. */
const ends = fc
  .tuple(scenarioParts(), scenarioParts())
  .filter(([a, b]) => a.models?.length === b.models?.length)
  .map(([a, b]) => ({
    from: withHashes(buildScenario(a)),
    to: withHashes(buildScenario({ ...b, seed: a.seed ?? '1' })),
  }));

describe('the coalition', () => {
  it('of no factor is the one end, that of all factors the other', () => {
    holds(
      ends,
      (each) => {
        const factors = factorsBetween(each);
        expect(coalition(each, factors, 0)).toBe(each.from);
        const all = coalition(each, factors, 2 ** factors.length - 1);
        expect(inputsOf(all)).toBe(inputsOf(each.to));
      },
      CASES,
    );
  });

  it('of all factors does what the other end does', () => {
    holds(
      ends,
      (each) => {
        const factors = factorsBetween(each);
        const all = coalition(each, factors, 2 ** factors.length - 1);
        expect(runFast(all)).toEqual(runFast(each.to));
      },
      CASES,
    );
  });

  it('is the same in whatever order its factors are taken', () => {
    holds(
      ends,
      (each) => {
        const factors = factorsBetween(each);
        const backwards = factors.toReversed();
        const mask = 2 ** factors.length - 1;
        expect(inputsOf(coalition(each, backwards, mask))).toBe(
          inputsOf(coalition(each, factors, mask)),
        );
      },
      CASES,
    );
  });

  it('has what its factors have at the other end, and all else as it was', () => {
    const [from, to] = [INDEPENDENT, { ...INDEPENDENT, load: { mean: 9, sd: 1 } }].map((swap, at) =>
      buildScenario({ models: [{ swap }], slaSeconds: [10 + at] }),
    );
    const pair = { from: from as Scenario, to: to as Scenario };
    const factors = factorsBetween(pair).filter(({ name }) => ['swap-in', 'sla'].includes(name));
    const made = coalitions(pair, factors).map(({ timing, slaSeconds }) => [
      loadOf(timing.models[0]?.swap),
      slaSeconds[0],
    ]);
    const [slow, fast] = [{ mean: 9, sd: 1 }, INDEPENDENT.load];
    expect(made).toEqual([
      [fast, 10],
      [slow, 10],
      [fast, 11],
      [slow, 11],
    ]);
    expect([0, 2, 3].map((mask) => coalitionName(factors, mask))).toEqual([
      'all as at --from',
      'SLA as at --to, all else as at --from',
      'all as at --to',
    ]);
  });

  it('is refused when its weights do not fit in its memory', () => {
    const small = buildScenario({ models: [{ weightsGiB: 10 }], memory: { memoryGiB: 20 } });
    const large = buildScenario({ models: [{ weightsGiB: 30 }], memory: { memoryGiB: 40 } });
    const pair = { from: small, to: large };
    const factors = factorsBetween(pair);
    const problems = coalitions(pair, factors).map(coalitionProblem);
    expect(problems.filter((problem) => problem === null).length).toBe(3);
    expect(problems).toContain('weights of model-0 that do not fit in GPU memory');
  });

  it.each([
    [{ residentModels: 1 }, 'more preloaded models than may be resident'],
    [{ residentModels: 2, memoryGiB: 15 }, 'preloaded models that do not fit in GPU memory'],
  ])('is refused when its memory (%o) does not hold what is preloaded', (memory, problem) => {
    const scenario = buildScenario({ models: [{}, {}], preload: [0, 1], memory });
    expect(coalitionProblem(scenario)).toBe(problem);
  });
});
