import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.js';
import { sealsim } from '../cli/run-in-process.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { expectSound, isBrief, simulateBriefly } from '../support/brief-simulation.js';
import { junk, mutated } from '../support/mutations.js';
import { lawSeed } from '../support/property.js';
import { load, PROFILE, scenarioText } from './small-world.js';

const CSV = 't_s,model\n0.5,alpha\n1.25,beta\n3,alpha\n';

/** A scenario that uses much of the format, over lines so that lines can be moved. */
const SCENARIO = `name: everything
seed: 7
replications: 3
durationSeconds: 100
drainSeconds: 12.5
horizon: terminating
sla:
  seconds: 60
  perModel: { beta: 30 }
tee: { mode: cc, factors: { load: 2, perBatchSeconds: 0.1 } }
arrivals:
  process: superposition
  of:
    - { process: poisson, rate: 1, model: alpha }
    - process: bursty
      rate: 4
      mix: &mix { alpha: 0.4, beta: 0.6 }
    - { process: ramp, rate: 8 }
    - { process: trace, file: t.csv }
models:
  mix: *mix
server:
  engine: batch
  profile: mine.yaml
  semantics: as-published
  rules: { lockOrder: lifo, tieOrder: [work, poll, timer, arrival], batchLimit: 32 }
  gpu: { memoryGiB: 70, residentModels: 2 }
  preload: [alpha]
strategy:
  name: best-batch+partial-batch+timer
  sizes: { alpha: 4 }
  partialFraction: 0.5
  fixedTimerSeconds: 9
metrics: { latency: histogram }
`;

/** A scenario is simulated for a moment; a UserError with at least one issue is as good. */
async function expectFiguresOrIssues(loading: ReturnType<typeof load>): Promise<void> {
  try {
    const scenario = await loading;
    expect(scenario.models.length).toBeGreaterThan(0);
    if (isBrief(scenario)) expectSound(simulateBriefly(scenario));
  } catch (error) {
    expectIssues(error);
  }
}

function expectIssues(error: unknown): void {
  if (!(error instanceof UserError)) throw error;
  const { issues } = error;
  expect(issues.length).toBeGreaterThan(0);
  for (const { source } of issues) {
    if (source.kind === 'file') {
      expect(Math.min(source.line, source.column)).toBeGreaterThanOrEqual(1);
    }
  }
}

/** Each test has cases of its own, and time for all of them. */
function runs(numRuns = 150): fc.Parameters<unknown> {
  return {
    ...{ numRuns, seed: lawSeed() },
    ...{ interruptAfterTimeLimit: 40_000, markInterruptAsFailure: true },
  };
}

const files = { 'mine.yaml': PROFILE, 't.csv': CSV };

const at = useTemporaryFolder();

async function isBriefOrBroken(text: string): Promise<boolean> {
  try {
    return isBrief(await load(text, {}, files));
  } catch {
    return true;
  }
}

/** `place: expected …, got …`, a place being a file's line and column, or an option. */
const ISSUE = /^(?:.*:[1-9]\d*:[1-9]\d*|--[a-z-]+)(?: .*)?: expected .+, got .+$/;

/** Runs a scenario in a folder of its own. Returns whether it was refused. */
async function expectResultsOrIssues(folder: string, text: string): Promise<boolean> {
  mkdirSync(folder);
  const all = { ...files, 's.yaml': text };
  for (const [name, content] of Object.entries(all)) writeFileSync(`${folder}/${name}`, content);
  const before = readdirSync(folder);
  const options = ['--replications', '1', '--out', `${folder}/results`];
  const { code, out, err } = await sealsim('run', `${folder}/s.yaml`, ...options);
  if (code === 0) {
    expect(err).toBe('');
    expect(readdirSync(`${folder}/results`)).toContain('summary.json');
    return false;
  }
  expect(code, err).toBe(2);
  expect(out).toBe('');
  for (const line of err.trimEnd().split('\n')) expect(line).toMatch(ISSUE);
  expect(readdirSync(folder)).toEqual(before);
  return true;
}

describe('mutated files', () => {
  it('are valid before the mutation', async () => {
    expect((await load(SCENARIO, {}, files)).name).toBe('everything');
  });

  it('give figures or issues, whatever happens to the scenario', async () => {
    const property = fc.asyncProperty(mutated(SCENARIO), (text) =>
      expectFiguresOrIssues(load(text, {}, files)),
    );
    await fc.assert(property, runs());
  });

  it('give figures or issues, whatever happens to the profile', async () => {
    const property = fc.asyncProperty(mutated(PROFILE), (text) =>
      expectFiguresOrIssues(load(SCENARIO, {}, { ...files, 'mine.yaml': text })),
    );
    await fc.assert(property, runs());
  });

  it('give figures or issues, whatever happens to the trace', async () => {
    const property = fc.asyncProperty(mutated(CSV), (text) =>
      expectFiguresOrIssues(load(SCENARIO, {}, { ...files, 't.csv': text })),
    );
    await fc.assert(property, runs());
  });

  it('give figures or issues, whatever is set', async () => {
    const path = fc.constantFrom(
      'sla.seconds',
      'arrivals.of.1.process',
      'arrivals',
      'models.mix',
      'server.profile',
      'strategy.name',
      'a',
      'tee',
      'server.rules.tieOrder.4',
      'arrivals["of"][0]',
      '__proto__.x',
      'constructor.prototype',
      '',
    );
    const set = fc.oneof(
      fc.tuple(path, junk).map(([where, value]) => `${where}=${value}`),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    const property = fc.asyncProperty(fc.array(set, { maxLength: 4 }), (sets) =>
      expectFiguresOrIssues(load(SCENARIO, { sets }, files)),
    );
    await fc.assert(property, runs());
  });

  it('are simulated, or named as the problem, by the command line', async () => {
    const outcomes = { simulated: 0, refused: 0 };
    let number = 0;
    const property = fc.asyncProperty(mutated(SCENARIO), async (text) => {
      if (!(await isBriefOrBroken(text))) return;
      const folder = at(`case-${number++}`);
      const isRefused = await expectResultsOrIssues(folder, text);
      outcomes[isRefused ? 'refused' : 'simulated']++;
    });
    await fc.assert(property, runs(60));
    expect(outcomes.simulated + outcomes.refused).toBeGreaterThanOrEqual(30);
    expect(Math.min(outcomes.simulated, outcomes.refused)).toBeGreaterThan(5);
  });

  it('never lets a file change what all objects inherit', async () => {
    const server = '{ profile: small, __proto__: { polluted: 1 } }';
    await expectFiguresOrIssues(load(scenarioText({ server })));
    await expectFiguresOrIssues(
      load(scenarioText(), { sets: ['__proto__.polluted=1', 'constructor.prototype.polluted=1'] }),
    );
    expect(Reflect.has({}, 'polluted')).toBe(false);
  });
});
