import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { makePipe } from '../host/make-pipe.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { sealsim } from './run-in-process.js';
import { SMALL_SCENARIO } from './small-scenario.js';

const at = useTemporaryFolder();

beforeAll(() => writeFileSync(at('s.yaml'), SMALL_SCENARIO));

function read(...path: string[]): string {
  return readFileSync(at(...path), 'utf8');
}

describe('run', () => {
  it('prints a table and nothing else', async () => {
    const { code, out, err } = await sealsim('run', at('s.yaml'));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('small: greedy · TEE off · lossless');
  });

  it('prints one JSON document with the names of the contract', async () => {
    const { code, out, err } = await sealsim('run', at('s.yaml'), '--json', '--set', 'tee.mode=cc');
    const summary = JSON.parse(out);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(summary).toMatchObject({ scenario: 'small', seed: '5', teeMode: 'cc', replications: 1 });
    expect(summary.requests.received).toBe(summary.requests.processed);
    expect(Object.keys(summary)).toEqual(
      expect.arrayContaining([
        'latencySeconds',
        'sla',
        'throughput',
        'gpu',
        'perModel',
        'published',
      ]),
    );
  });

  it('writes the same bytes for the same seed, the manifest aside', async () => {
    for (const folder of ['one', 'two']) {
      await sealsim('run', at('s.yaml'), '--replications', '3', '--out', at(folder));
    }
    const names = readdirSync(at('one')).sort();
    expect(names).toEqual([
      'batches.csv',
      'decisions.csv',
      'manifest.json',
      'replications.csv',
      'requests.csv',
      'summary.json',
      'timeline.csv',
    ]);
    for (const name of names.filter((each) => each !== 'manifest.json')) {
      expect(read('two', name)).toBe(read('one', name));
    }
  });

  it('numbers the rows of every file by replication, under one head', () => {
    const [head, ...rows] = read('one', 'requests.csv').trimEnd().split('\n');
    expect(head).toMatch(/^replication,id,model,arrival_s,/);
    expect(new Set(rows.map((row) => row.split(',')[0]))).toEqual(new Set(['0', '1', '2']));
    expect(read('one', 'replications.csv').trimEnd().split('\n').length).toBe(1 + 3);
  });

  it('has estimates in the summary of several replications', () => {
    const { latencySeconds, replications } = JSON.parse(read('one', 'summary.json'));
    expect(replications).toBe(3);
    expect(latencySeconds.mean.n).toBe(3);
    expect(latencySeconds.mean.ci95[0]).toBeLessThan(latencySeconds.mean.mean);
  });

  it('tells in the manifest where the results come from', () => {
    const manifest = JSON.parse(read('one', 'manifest.json'));
    expect(manifest).toMatchObject({
      status: 'complete',
      version: JSON.parse(readFileSync('package.json', 'utf8')).version,
      replications: { asked: 3, finished: 3 },
      node: process.version,
    });
    expect(manifest.command[0]).toBe('run');
    expect(manifest.inputs.map(({ what }: { what: string }) => what)).toEqual([
      'scenario',
      'profile',
    ]);
    expect(manifest.scenarios[0]).toMatchObject({ name: 'small', drainSeconds: 'infinite' });
    for (const { name, bytes } of manifest.files) {
      expect(Buffer.byteLength(read('one', name))).toBe(bytes);
    }
  });

  it('changes with the seed', async () => {
    const [six, word] = await Promise.all(
      ['6', 'six'].map(async (seed) => {
        const { out } = await sealsim('run', at('s.yaml'), '--seed', seed, '--json');
        return JSON.parse(out);
      }),
    );
    expect(six.latencySeconds).not.toEqual(word.latencySeconds);
    expect([six.seed, word.seed]).toEqual(['6', 'six']);
  });

  it('replaces earlier results with --force only', async () => {
    const refused = await sealsim('run', at('s.yaml'), '--out', at('one'));
    expect(refused.code).toBe(2);
    expect(existsSync(at('one', 'replications.csv'))).toBe(true);
    const forced = await sealsim('run', at('s.yaml'), '--out', at('one'), '--force');
    expect(forced.code).toBe(0);
    // A single run has no such file: the earlier one's would mislead.
    expect(existsSync(at('one', 'replications.csv'))).toBe(false);
  });

  it('writes a trace that is valid JSON', async () => {
    const { out } = await sealsim('run', at('s.yaml'), '--trace', at('trace.json'));
    expect(out).toContain(`Wrote ${at('trace.json')}`);
    expect(JSON.parse(read('trace.json')).traceEvents.length).toBeGreaterThan(50);
  });
});

describe('a strategy of one’s own', () => {
  const own = (decision: string) =>
    `export default { name: 'own', summary: 'Mine.', create: () => ({ onArrival(view, model) { ${decision} } }) };`;

  it('is loaded, and its hash is in the manifest', async () => {
    const release = "return { action: 'release', model, count: 'all', reason: 'at once' };";
    writeFileSync(at('own.mjs'), own(release));
    const set = ['--set', 'strategy={module: own.mjs}'];
    const { code, out } = await sealsim('run', at('s.yaml'), ...set, '--out', at('own'));
    expect(code).toBe(0);
    expect(out).toContain('small: own');
    const { inputs } = JSON.parse(read('own', 'manifest.json'));
    expect(inputs.at(-1)).toMatchObject({ what: 'strategy', name: at('own.mjs') });
  });

  it('may change the scenario’s file: the manifest has the hash of what was read', async () => {
    writeFileSync(at('edited.yaml'), SMALL_SCENARIO);
    const text = `import { rmSync } from 'node:fs'; export default { name: 'edits', summary: '',
      create: () => (rmSync(${JSON.stringify(at('edited.yaml'))}), { onIdle() {} }) };`;
    writeFileSync(at('edits.mjs'), text);
    const words = ['--set', 'strategy={module: edits.mjs}', '--out', at('edited')];
    expect((await sealsim('run', at('edited.yaml'), ...words)).code).toBe(0);
    const sha256 = createHash('sha256').update(SMALL_SCENARIO).digest('hex');
    const { inputs } = JSON.parse(read('edited', 'manifest.json'));
    expect(inputs[0]).toEqual({ what: 'scenario', name: at('edited.yaml'), sha256 });
  });

  it.each([
    ["return { action: 'release', model, count: 99, reason: '' };", /strategy own/],
    ["return { action: 'dance', model };", /strategy own/],
    ["throw new Error('no idea');", /strategy own.*no idea/],
  ])('that decides nonsense is named and nothing is written: %s', async (decision, message) => {
    writeFileSync(at('bad.mjs'), own(decision));
    const set = ['--set', 'strategy={module: bad.mjs}'];
    const outputs = ['--out', at('bad'), '--trace', at('bad.json')];
    const { code, out, err } = await sealsim('run', at('s.yaml'), ...set, ...outputs);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(err).not.toContain('    at ');
    expect(existsSync(at('bad'))).toBe(false);
    expect(existsSync(at('bad.json'))).toBe(false);
  });
});

describe('compare', () => {
  const axes = ['--axis', 'sla.seconds=1,3', '--axis', 'tee.mode=off,cc'];

  it('pairs every cell with the first value of the last axis', async () => {
    const { code, out } = await sealsim('compare', at('s.yaml'), ...axes, '--json');
    const { cells, differences, baseline } = JSON.parse(out);
    expect(code).toBe(0);
    expect(baseline).toEqual({ path: 'tee.mode', value: 'off' });
    expect(cells.map(({ at: cell }: { at: unknown }) => cell)).toEqual([
      { 'sla.seconds': '1', 'tee.mode': 'off' },
      { 'sla.seconds': '1', 'tee.mode': 'cc' },
      { 'sla.seconds': '3', 'tee.mode': 'off' },
      { 'sla.seconds': '3', 'tee.mode': 'cc' },
    ]);
    expect(differences.length).toBe(2);
    // The same requests in every cell, and a TEE that makes batches take longer.
    const received = cells.map((cell: { summary: { requests: { received: number } } }) => {
      return cell.summary.requests.received;
    });
    expect(new Set(received).size).toBe(1);
    expect(differences[0].figures['latencySeconds.mean'].difference.mean).toBeGreaterThan(0);
  });

  it('takes a baseline in any spelling', async () => {
    const words = ['--axis', 'sla.seconds=1,3', '--baseline', 'sla["seconds"]=3.0', '--json'];
    const { out } = await sealsim('compare', at('s.yaml'), ...words);
    expect(JSON.parse(out).baseline).toEqual({ path: 'sla.seconds', value: '3' });
  });

  it('names the inputs of every cell, each once', async () => {
    const words = [
      '--axis',
      'strategy={name: fcfs},{module: own.mjs}',
      '--axis',
      'tee.mode=off,cc',
    ];
    await sealsim('compare', at('s.yaml'), ...words, '--out', at('inputs'));
    const { inputs } = JSON.parse(read('inputs', 'manifest.json'));
    expect(inputs.map(({ what }: { what: string }) => what)).toEqual([
      'scenario',
      'profile',
      'strategy',
    ]);
  });

  it.each([
    ['validate', []],
    ['compare', ['--axis', 'tee.mode=off,cc']],
  ])('%s reads a scenario from a pipe', async (command, words) => {
    const pipe = at(`${command}.pipe`);
    makePipe(pipe);
    const reading = sealsim(command, pipe, ...words);
    await writeFile(pipe, SMALL_SCENARIO);
    expect(await reading).toMatchObject({ code: 0, err: '' });
  });

  it('writes tables of cells, estimates and differences', async () => {
    const more = ['--replications', '3', '--out', at('compared')];
    const { code, out } = await sealsim('compare', at('s.yaml'), ...axes, ...more);
    expect(code).toBe(0);
    expect(out).toContain('Differences from tee.mode=off');
    expect(readdirSync(at('compared')).sort()).toEqual([
      'cells.csv',
      'differences.csv',
      'manifest.json',
      'overall.csv',
      'summary.csv',
    ]);
    expect(read('compared', 'cells.csv').trimEnd().split('\n').length).toBe(1 + 4 * 3);
  });

  it('takes another baseline', async () => {
    const chosen = ['--baseline', 'sla.seconds=3', '--json'];
    const { out } = await sealsim('compare', at('s.yaml'), ...axes, ...chosen);
    const { differences } = JSON.parse(out);
    expect(differences.map(({ at: cell }: { at: unknown }) => cell)).toEqual([
      { 'sla.seconds': '1', 'tee.mode': 'off' },
      { 'sla.seconds': '1', 'tee.mode': 'cc' },
    ]);
  });
});

describe('validate', () => {
  it('says what each valid file is', async () => {
    const files = [at('s.yaml'), 'profiles/h100-sincere.yaml', at('own.mjs')];
    const { code, out } = await sealsim('validate', ...files);
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toEqual([
      `${files[0]}: a valid scenario`,
      `${files[1]}: a valid profile`,
      `${files[2]}: a valid strategy`,
    ]);
  });

  it('names the problems of every file', async () => {
    writeFileSync(at('wrong.yaml'), SMALL_SCENARIO.replace('rate: 2', 'rate: -2'));
    writeFileSync(at('profile.yaml'), 'gpu: { memoryGiB: 1 }\nmodels: { a: 3 }\n');
    const { code, out, err } = await sealsim('validate', at('wrong.yaml'), at('profile.yaml'));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/wrong\.yaml:5:37 arrivals\.rate: expected .*, got -2\n/);
    expect(err).toMatch(/profile\.yaml:2:14 models\.a: expected a mapping, got 3\n/);
  });

  it('checks the scenarios of all cells of a sweep, under --set', async () => {
    const sweep = (values: string) =>
      `scenario: s.yaml\naxes: [{ path: arrivals.rate, values: ${values} }]\nreplications: 2\n`;
    writeFileSync(at('right-sweep.yaml'), sweep('[1, 2]'));
    writeFileSync(at('wrong-sweep.yaml'), sweep('[1, -2, x]'));
    const right = await sealsim('validate', at('right-sweep.yaml'), '--set', 'sla.seconds=5');
    expect(right).toEqual({ code: 0, out: `${at('right-sweep.yaml')}: a valid sweep\n`, err: '' });
    const own = await sealsim('validate', at('right-sweep.yaml'), '--set', 'arrivals.rate=3');
    expect(own.err).toBe(
      '--set: expected a path that no axis or override sets, got arrivals.rate\n',
    );
    const { code, err } = await sealsim('validate', at('wrong-sweep.yaml'), '--set', 'sla.x=5');
    expect(code).toBe(2);
    const lines = err.trimEnd().split('\n');
    expect(lines.at(-1)).toMatch(/^--set sla\.x: expected/);
    expect(lines.slice(0, -1).map((line) => line.replace(/: expected.*, got/, ''))).toEqual([
      `${at('wrong-sweep.yaml')}:2:43 arrivals.rate -2`,
      `${at('wrong-sweep.yaml')}:2:47 arrivals.rate "x"`,
    ]);
  });

  it('gives the problems as data with --json', async () => {
    const { code, out } = await sealsim('validate', at('wrong.yaml'), at('s.yaml'), '--json');
    const { files } = JSON.parse(out);
    expect(code).toBe(2);
    expect(files[0]).toMatchObject({
      valid: false,
      issues: [{ path: 'arrivals.rate', got: '-2' }],
    });
    expect(files[1]).toMatchObject({ valid: true, kind: 'scenario', issues: [] });
  });
});

describe('list, schema and new', () => {
  it('lists what scenarios can name', async () => {
    const { out } = await sealsim('list');
    for (const name of ['best-batch+timer', 'h100-sincere', 'superposition', 'swaps.count']) {
      expect(out).toContain(`  ${name} `);
    }
    const { strategies, ...others } = JSON.parse(
      (await sealsim('list', 'strategies', '--json')).out,
    );
    expect(strategies[0]).toHaveProperty('summary');
    expect(others).toEqual({});
  });

  it('prints JSON Schemas, or writes them into a folder', async () => {
    const { out } = await sealsim('schema', 'profile');
    await sealsim('schema', '--out', at('schemas'));
    expect(read('schemas', 'profile.schema.json')).toBe(out);
    for (const kind of ['scenario', 'sweep']) {
      expect(JSON.parse(read('schemas', `${kind}.schema.json`))).toHaveProperty('properties');
    }
  });

  it('writes starters that work as they are', async () => {
    await sealsim('new', 'scenario', at('starter.yaml'));
    await sealsim('new', 'strategy', at('starter.mjs'));
    await sealsim('new', 'sweep', at('sweep.yaml'));
    const text = read('sweep.yaml').replace('scenario.yaml #', 'starter.yaml #');
    writeFileSync(at('sweep.yaml'), text);
    const files = ['starter.yaml', 'starter.mjs', 'sweep.yaml'].map((name) => at(name));
    const valid = await sealsim('validate', ...files);
    expect(valid).toMatchObject({ code: 0, err: '' });
    expect((await sealsim('run', at('starter.yaml'))).code).toBe(0);
  });
});

describe('help', () => {
  it('has examples for every command, and they are valid command lines', async () => {
    const { COMMANDS } = await import('../../src/cli/commands/index.js');
    for (const { name, examples, options } of COMMANDS) {
      const { code, out } = await sealsim(name, '--help');
      expect(code).toBe(0);
      for (const example of examples) expect(out).toContain(example);
      for (const { flag } of options) expect(out).toContain(flag);
      expect((await sealsim('help', name)).out).toBe(out);
    }
  });

  it('prints the version', async () => {
    expect((await sealsim('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
