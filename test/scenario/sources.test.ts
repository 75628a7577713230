import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Issue, UserError } from '../../src/errors.js';
import { loadScenario, type ScenarioRequest } from '../../src/scenario/load.js';
import type { FilePort } from '../../src/scenario/ports.js';
import { Sources } from '../../src/scenario/sources.js';
import type { Scenario } from '../../src/scenario/types.js';
import { junk, mutated } from '../support/mutations.js';
import { lawSeed } from '../support/property.js';
import { memoryFiles, memoryStrategies } from './memory-files.js';
import { PROFILE, scenarioText } from './small-world.js';

const CSV = 't_s,model\n1,alpha\n2,beta\n';
const PLAIN = scenarioText({ tee: '{ mode: cc, factors: { load: 2 } }' });
const INLINE = scenarioText({
  server: `{ profile: { gpu: { memoryGiB: 80 }, models: { alpha: &m { weightsGiB: 1, bestBatch: 1,
    off: { batch: { profiled: { a: 1 } }, swap: { profiled: { load: { mean: 1 } } } } }, beta: *m } } }`,
});

interface World {
  readonly scenario: string;
  readonly profile: string;
  readonly sets: readonly string[];
}

function filesOf({ scenario, profile }: Pick<World, 'scenario' | 'profile'>): FilePort {
  return memoryFiles({
    's.yaml': scenario,
    't.csv': CSV,
    'profiles/small.yaml': profile,
    'mine.yaml': PROFILE,
    'own.mjs': 'export default …',
  });
}

const setting = fc.oneof(
  fc.constantFrom(
    ...['tee.mode=off', 'tee.mode=cc', 'tee.mode=on', 'tee.factors.load=3'],
    ...['arrivals.process=ramp', 'arrivals.rate=4', 'arrivals.rate=-4', 'arrivals.rat=4'],
    ...['arrivals={ process: trace, file: t.csv }', 'arrivals.columns.model=null'],
    ...['arrivals={ process: bursty, rate: 4, rateIs: longRun }', 'durationSeconds=50'],
    ...['arrivals={ process: trace, file: none.csv }', 'models.names=[beta, alpha]'],
    ...['server.profile=mine.yaml', 'server.profile=none', 'server.profile.gpu.memoryGiB=20'],
    ...['server.profile.gpu.memoryGib=20', 'server.swapTimes=disk', 'server.semantics=lossless'],
    ...['server.rules.raceProbability=0.5', 'models.mix={ alpha: 1 }', 'models.mix.gamma=0.5'],
    ...['strategy.name=fcfs', 'strategy.name=fcsf', 'strategy.batchCap=3', 'strategy.sizes=100'],
    ...['strategy={ module: own.mjs, options: { a: .nan } }', 'seed=x'],
    ...['strategy={ module: own.mjs, options: { a: null } }', 'strategy.options.a=.inf'],
    ...['strategy={ module: own.mjs, options: { a: *b } }'],
  ),
  fc
    .tuple(fc.constantFrom('sla.seconds', 'tee', 'server.profile', 'seed'), junk)
    .map(([path, value]) => `${path}=${value}`),
);

/** Often the same texts with other settings, as in a sweep; sometimes damaged ones. */
const world: fc.Arbitrary<World> = fc.record({
  scenario: fc.oneof(
    { arbitrary: fc.constantFrom(PLAIN, INLINE), weight: 4 },
    { arbitrary: fc.constantFrom(PLAIN, INLINE).chain(mutated), weight: 1 },
  ),
  profile: fc.oneof(
    { arbitrary: fc.constantFrom(PROFILE, `${PROFILE}gpus: 3\n`), weight: 4 },
    { arbitrary: mutated(PROFILE), weight: 1 },
  ),
  sets: fc.array(setting, { maxLength: 4 }),
});

const strategies = memoryStrategies({
  'own.mjs': { name: 'own', summary: 'does nothing', create: () => ({}) },
});

async function outcome(
  files: FilePort,
  request: ScenarioRequest,
  sources: Sources,
): Promise<Scenario | readonly Issue[]> {
  try {
    return await loadScenario(request, files, strategies, sources);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.issues;
  }
}

describe('loads that share sources', () => {
  it('give what fresh loads give, problems included', async () => {
    const shared = new Sources();
    const outcomes = { scenarios: 0, problems: 0 };
    const property = fc.asyncProperty(world, async ({ sets, ...texts }) => {
      const request = { file: 's.yaml', sets };
      const fresh = await outcome(filesOf(texts), request, new Sources());
      outcomes['models' in fresh ? 'scenarios' : 'problems']++;
      for (let time = 0; time < 2; time++) {
        expect(await outcome(filesOf(texts), request, shared)).toStrictEqual(fresh);
      }
    });
    await fc.assert(property, { numRuns: 500, seed: lawSeed() });
    expect(Math.min(outcomes.scenarios, outcomes.problems)).toBeGreaterThan(50);
  });

  it('give equal parts of variants as one object', async () => {
    const sources = new Sources();
    const variants = [];
    for (const seconds of [1, 2]) {
      const request = { file: 's.yaml', sets: [`sla.seconds=${seconds}`, 'tee.mode=off'] };
      const files = filesOf({ scenario: PLAIN, profile: PROFILE });
      variants.push(await loadScenario(request, files, strategies, sources));
    }
    const [first, second] = variants;
    expect(second).not.toEqual(first);
    expect(second?.timing).toBe(first?.timing);
    expect(second?.server).toBe(first?.server);
    expect(second?.strategy).toBe(first?.strategy);
  });

  it('report every problem of a damaged profile again', async () => {
    const broken = Array.from({ length: 1500 }, (_, index) => `zz${index}: 1\n`).join('');
    const files = filesOf({ scenario: PLAIN, profile: PROFILE + broken });
    const sources = new Sources();
    const request = { file: 's.yaml', sets: ['arrivals.rate=-4'] };
    const fresh = await outcome(files, request, sources);
    expect(fresh).toHaveLength(201);
    expect(fresh).toMatchObject({ 200: { got: '1301 more' } });
    expect(await outcome(files, request, sources)).toEqual(fresh);
  });

  it('read a trace once', async () => {
    const scenario = scenarioText({ arrivals: '{ process: trace, file: t.csv }' });
    const memory = filesOf({ scenario, profile: PROFILE });
    let reads = 0;
    const files = {
      ...memory,
      readBytes: (path: string) => {
        reads++;
        return memory.readBytes(path);
      },
    };
    const sources = new Sources();
    const arrivals = [];
    for (const seconds of [1, 2]) {
      const request = { file: 's.yaml', sets: [`sla.seconds=${seconds}`] };
      const { workload } = await loadScenario(request, files, strategies, sources);
      arrivals.push(workload.arrivals);
    }
    expect(reads).toBe(1);
    expect(arrivals[1]).toEqual(arrivals[0]);
  });

  it('read a trace again for other models or other columns', async () => {
    const scenario = scenarioText({ arrivals: '{ process: trace, file: t.csv }' });
    const sources = new Sources();
    const recorded = async (...sets: string[]) => {
      const files = filesOf({ scenario, profile: PROFILE });
      const loaded = await loadScenario({ file: 's.yaml', sets }, files, strategies, sources);
      const { arrivals } = loaded.workload;
      return arrivals.process === 'trace' && arrivals.models && [...arrivals.models];
    };
    expect(await recorded()).toEqual([0, 1]);
    expect(await recorded('models={ names: [beta, alpha] }')).toEqual([1, 0]);
    expect(await recorded('arrivals.columns.model=null')).toBeNull();
  });
});
