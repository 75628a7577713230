import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.js';
import { load, PROFILE, scenarioText } from './small-world.js';

const CSV = 't_s,model\n0.5,alpha\n1.25,beta\n3,alpha\n';

/** A scenario that uses much of the format, over lines so that lines can be moved. */
const SCENARIO = `name: everything
seed: 7
replications: 3
durationSeconds: 100
drainSeconds: 12.5
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
  name: best-batch+timer
  sizes: { alpha: 4 }
  allowedSizes: [8, 16]
  options: { depth: [1, { x: null }] }
metrics: { latency: histogram }
`;

const JUNK = [
  '-1',
  '0',
  '1e400',
  '.nan',
  '.inf',
  '0x10',
  '012',
  '1_000',
  '12:30',
  '60ms',
  'no',
  'null',
  '~',
  '""',
  '{}',
  '[]',
  '[1, [2]]',
  '{ a: 1 }',
  '&a',
  '*a',
  '*mix',
  '!!set {a}',
  '<<: *mix',
  '__proto__: 1',
  'constructor',
  'toString',
  '---',
  '...',
  '%YAML 1.1',
  '\t',
  '"',
  "'",
  '|',
  '>',
  '{',
  ']',
  ': ',
  '- ',
  '? ',
  '# ',
  ',',
  '\u0000',
  '\uFEFF',
  '\uFFFD',
  '\u2028',
  '9'.repeat(400),
  'x'.repeat(2000),
  '['.repeat(300),
  '💥',
];

type Mutation = (text: string) => string;

const junk = fc.oneof(fc.constantFrom(...JUNK), fc.string({ maxLength: 12, unit: 'binary' }));
const position = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

function onLines(change: (lines: string[], at: number, other: number) => void) {
  return fc.tuple(position, position).map(
    ([from, to]): Mutation =>
      (text) => {
        const lines = text.split('\n');
        change(lines, Math.floor(from * lines.length), Math.floor(to * lines.length));
        return lines.join('\n');
      },
  );
}

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  onLines((lines, at) => lines.splice(at, 1)),
  onLines((lines, at) => lines.splice(at, 0, lines[at] ?? '')),
  onLines((lines, at, other) => {
    [lines[at], lines[other]] = [lines[other] ?? '', lines[at] ?? ''];
  }),
  onLines((lines, at) => {
    lines[at] = ` ${lines[at]}`;
  }),
  fc.tuple(position, junk).map(
    ([at, text]): Mutation =>
      (whole) => {
        const offset = Math.floor(at * whole.length);
        return whole.slice(0, offset) + text + whole.slice(offset);
      },
  ),
  fc.tuple(position, junk).map(
    ([at, text]): Mutation =>
      (whole) => {
        const words = whole.split(/(?<=[ ,])|(?=[\n,}\]])/);
        words[Math.floor(at * words.length)] = text;
        return words.join('');
      },
  ),
  position.map(
    (at): Mutation =>
      (text) =>
        text.slice(0, Math.floor(at * text.length)),
  ),
);

function mutated(text: string): fc.Arbitrary<string> {
  return fc
    .array(mutation, { maxLength: 4 })
    .map((mutations) => mutations.reduce((result, mutate) => mutate(result), text));
}

/** Loads; a UserError with at least one issue is as good as a scenario. */
async function expectScenarioOrIssues(loading: ReturnType<typeof load>): Promise<void> {
  try {
    const scenario = await loading;
    expect(scenario.models.length).toBeGreaterThan(0);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    const { issues } = error as UserError;
    expect(issues.length).toBeGreaterThan(0);
    for (const { source } of issues) {
      if (source.kind === 'file') {
        expect(Math.min(source.line, source.column)).toBeGreaterThanOrEqual(1);
      }
    }
  }
}

const RUNS = { numRuns: 150, interruptAfterTimeLimit: 20_000 };
const files = { 'mine.yaml': PROFILE, 't.csv': CSV };

describe('mutated files', () => {
  it('are valid before the mutation', async () => {
    expect((await load(SCENARIO, {}, files)).name).toBe('everything');
  });

  it('give a scenario or issues, whatever happens to the scenario', async () => {
    const property = fc.asyncProperty(mutated(SCENARIO), (text) =>
      expectScenarioOrIssues(load(text, {}, files)),
    );
    await fc.assert(property, RUNS);
  });

  it('give a scenario or issues, whatever happens to the profile', async () => {
    const property = fc.asyncProperty(mutated(PROFILE), (text) =>
      expectScenarioOrIssues(load(SCENARIO, {}, { ...files, 'mine.yaml': text })),
    );
    await fc.assert(property, RUNS);
  });

  it('give a scenario or issues, whatever happens to the trace', async () => {
    const property = fc.asyncProperty(mutated(CSV), (text) =>
      expectScenarioOrIssues(load(SCENARIO, {}, { ...files, 't.csv': text })),
    );
    await fc.assert(property, RUNS);
  });

  it('give a scenario or issues, whatever is set', async () => {
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
      expectScenarioOrIssues(load(SCENARIO, { sets }, files)),
    );
    await fc.assert(property, RUNS);
  });

  it('never lets a file change what all objects inherit', async () => {
    const server = '{ profile: small, __proto__: { polluted: 1 } }';
    await expectScenarioOrIssues(load(scenarioText({ server })));
    await expectScenarioOrIssues(
      load(scenarioText(), { sets: ['__proto__.polluted=1', 'constructor.prototype.polluted=1'] }),
    );
    expect(Reflect.has({}, 'polluted')).toBe(false);
  });
});
