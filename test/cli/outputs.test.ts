import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { Invocation } from '../../src/cli/invocation.js';
import { withResultFolder } from '../../src/cli/result-folder.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { type Outcome, sealsim } from './run-in-process.js';
import { SMALL_SCENARIO } from './small-scenario.js';

const at = useTemporaryFolder();

beforeAll(() => writeFileSync(at('s.yaml'), SMALL_SCENARIO));

/** Runs with a strategy that does something to the disk as soon as the simulation begins. */
async function runWhile(action: string, ...options: string[]): Promise<Outcome> {
  const file = `meddler-${readdirSync(at()).length}.mjs`;
  writeFileSync(
    at(file),
    `import { mkdirSync, writeFileSync } from 'node:fs';
     export default { name: 'meddler', summary: '', create() { ${action}; return { onArrival() {} }; } };`,
  );
  return sealsim('run', at('s.yaml'), '--set', `strategy={module: ${file}}`, ...options);
}

describe('--out', () => {
  it('is refused before the simulation where no folder can be made', async () => {
    const ran = JSON.stringify(at('ran.txt'));
    const outcome = await runWhile(`writeFileSync(${ran}, '')`, '--out', '/proc/sealsim');
    expect(outcome).toMatchObject({ code: 2, out: '' });
    expect(outcome.err).toMatch(/^--out: expected a folder that can be written, got \/proc/);
    expect(existsSync(at('ran.txt'))).toBe(false);
  });

  it('refuses a folder in the place of a result file', async () => {
    mkdirSync(at('odd', 'batches.csv'), { recursive: true });
    const { code, err } = await sealsim('run', at('s.yaml'), '--out', at('odd'), '--force');
    expect(code).toBe(2);
    expect(err).toContain('--out: expected no folder where a result goes');
  });

  it('keeps both results when others came first', async () => {
    const other = JSON.stringify(at('raced', 'summary.json'));
    const { code, err } = await runWhile(`writeFileSync(${other}, 'theirs')`, '--out', at('raced'));
    expect(code).toBe(1);
    const [, kept = ''] = /the results are in (\S+):/.exec(err) ?? [];
    expect(JSON.parse(readFileSync(`${kept}/summary.json`, 'utf8')).scenario).toBe('small');
    expect(readFileSync(at('raced', 'summary.json'), 'utf8')).toBe('theirs');
  });

  it('of schema is refused in the same words', async () => {
    const { code, out, err } = await sealsim('schema', '--out', '/proc/sealsim');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^--out: expected a folder that can be written, got \/proc/);
  });

  it('of schema leaves other files alone', async () => {
    mkdirSync(at('schemas'));
    writeFileSync(at('schemas', 'scenario.schema.json'), 'old');
    await sealsim('schema', 'profile', '--out', at('schemas'));
    expect(readdirSync(at('schemas')).sort()).toEqual([
      'profile.schema.json',
      'scenario.schema.json',
    ]);
    expect(readFileSync(at('schemas', 'scenario.schema.json'), 'utf8')).toBe('old');
  });
});

describe('--trace', () => {
  it('comes last: when it fails the results are in place and printed', async () => {
    const outputs = ['--out', at('kept'), '--trace', at('late.json')];
    const taken = JSON.stringify(at('late.json'));
    const { code, out, err } = await runWhile(`mkdirSync(${taken})`, ...outputs);
    expect(code).toBe(1);
    expect(err).toMatch(/^sealsim: failed: /);
    expect(out).toContain('small: meddler');
    expect(readdirSync(at('kept'))).toContain('manifest.json');
  });

  it.each(['s.yaml', 'p.yaml', 'own.mjs'])('never replaces an input: %s', async (input) => {
    writeFileSync(
      at('p.yaml'),
      'gpu: { memoryGiB: 80 }\nmodels: { tiny: { weightsGiB: 1, bestBatch: 4, off: { ' +
        'batch: { profiled: { a: 1, b: 0.1, cv: 0, family: constant } }, swap: { profiled: { ' +
        'load: { mean: 1, sd: 0 }, unload: { mean: 1, sd: 0 }, family: constant } } } } }\n',
    );
    writeFileSync(
      at('own.mjs'),
      "export default { name: 'own', summary: '', create: () => ({ onArrival() {} }) };",
    );
    const before = readFileSync(at(input), 'utf8');
    const sets = ['--set', 'server.profile=p.yaml', '--set', 'strategy={module: own.mjs}'];
    const trace = ['--trace', at(input), '--force'];
    const { code, err } = await sealsim('run', at('s.yaml'), ...sets, ...trace);
    expect(err).toBe(
      `--trace: expected a file that is not read, got ${at(input)}, which is an input\n`,
    );
    expect(code).toBe(2);
    expect(readFileSync(at(input), 'utf8')).toBe(before);
  });

  it('never replaces a profile that is built in', async () => {
    const profile = 'profiles/h100-sincere.yaml';
    const trace = ['--trace', profile, '--force'];
    const { code, err } = await sealsim('run', 'scenarios/quick-start.yaml', ...trace);
    expect(code).toBe(2);
    expect(err).toContain(`got ${profile}, which is an input`);
  });

  it.each(['results', 'results/summary.json'])('takes nothing from --out: %s', async (trace) => {
    mkdirSync(at('results'), { recursive: true });
    const outputs = ['--out', at('results'), '--trace', at(trace), '--force'];
    const { code, err } = await sealsim('run', at('s.yaml'), ...outputs);
    expect(code).toBe(2);
    expect(err).toBe(`--trace: expected a file that --out leaves alone, got ${at(trace)}\n`);
  });

  it('refuses an empty name', async () => {
    const { code, err } = await sealsim('run', at('s.yaml'), '--trace', '');
    expect({ code, err }).toEqual({
      code: 2,
      err: '--trace: expected a file, got an empty name\n',
    });
  });
});

describe('withResultFolder', () => {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

  it('holds signals back until the results are in place', async () => {
    const heard = () => signals.map((signal) => process.listenerCount(signal));
    const before = heard();
    const options = new Map([['--out', [at('held')]]]);
    const during = await withResultFolder(new Invocation([], [], options, []), async () => heard());
    expect(during).toEqual(before.map((count) => count + 1));
    expect(heard()).toEqual(before);
  });
});
