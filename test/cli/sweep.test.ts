import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { start } from './process.js';
import { sealsim } from './run-in-process.js';
import { SMALL_SCENARIO } from './small-scenario.js';
import { contentOf, smallSweep } from './small-sweep.js';

const at = useTemporaryFolder();

beforeAll(() => {
  writeFileSync(at('s.yaml'), SMALL_SCENARIO);
  writeFileSync(at('sweep.yaml'), smallSweep());
});

/** Runs a sweep with results in a folder of this name. */
function sweep(folder: string, ...options: string[]) {
  return sealsim('sweep', at('sweep.yaml'), '--out', at(folder), ...options);
}

/** The same, with other lines in the sweep file. */
function sweepOf(folder: string, lines: string, ...options: string[]) {
  writeFileSync(at(`${folder}.yaml`), smallSweep(lines));
  return sealsim('sweep', at(`${folder}.yaml`), '--out', at(folder), ...options);
}

describe('sealsim sweep', () => {
  it('simulates every cell and writes what a reader needs', async () => {
    const { code, out, err } = await sweep('whole', '--jobs', '2');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('small-sweep: 4 cells, 3 replications each');
    expect(Object.keys(contentOf(at('whole')))).toEqual([
      'cells.csv',
      'effects.csv',
      'records.jsonl',
      'requests/cell-0001.csv',
      'requests/cell-0003.csv',
      'summary.csv',
      'sweep.json',
      'timeline/cell-0000.csv',
      'timeline/cell-0001.csv',
    ]);
    const rows = readFileSync(at('whole', 'cells.csv'), 'utf8').trimEnd().split('\n');
    expect(rows.length).toBe(1 + 4 * 3);
  });

  it('takes the figures that run takes of the same replication', async () => {
    await sweep('figures');
    const settings = ['--set', 'arrivals.rate=2', '--set', 'tee.mode=cc', '--replications', '3'];
    await sealsim('run', at('s.yaml'), ...settings, '--out', at('run'));
    const [header = '', ...rows] = readFileSync(at('figures', 'cells.csv'), 'utf8').split('\n');
    const [runHeader = '', ...runRows] = readFileSync(at('run', 'replications.csv'), 'utf8').split(
      '\n',
    );
    const column = (names: string, name: string): number => names.split(',').indexOf(name);
    for (const name of ['latency_p95_s', 'attainment_received', 'swaps']) {
      const here = rows.slice(9, 12).map((row) => row.split(',')[column(header, name)]);
      const there = runRows.slice(0, 3).map((row) => row.split(',')[column(runHeader, name)]);
      expect(here).toEqual(there);
      expect(here).not.toContain(undefined);
    }
  });

  it('writes the same bytes whatever the number of threads', async () => {
    for (const jobs of ['1', '2', '3']) await sweep(`jobs-${jobs}`, '--jobs', jobs);
    const one = contentOf(at('jobs-1'));
    expect(contentOf(at('jobs-2'))).toEqual(one);
    expect(contentOf(at('jobs-3'))).toEqual(one);
  });

  it('writes the same bytes in shards that are merged', async () => {
    await sweep('undivided');
    const whole = contentOf(at('undivided'));
    for (const shards of [1, 2, 3]) {
      const parts = Array.from({ length: shards }, (_, at) => `part-${at + 1}-of-${shards}`);
      for (const [index, part] of parts.entries()) {
        const { code } = await sweep(part, '--shard', `${index + 1}/${shards}`);
        expect(code).toBe(0);
      }
      const out = at(`merged-${shards}`);
      const { code } = await sealsim('merge', ...parts.map((part) => at(part)), '--out', out);
      expect(code).toBe(0);
      expect(contentOf(out)).toEqual(whole);
    }
  });

  it('goes on until it is precise enough, in the same steps whatever the threads', async () => {
    const target = '{ metric: latencySeconds.mean, of: mean, relative: 0.03 }';
    const plan = `precision: { targets: [${target}], least: 20, most: 68 }`;
    writeFileSync(at('precise.yaml'), smallSweep(plan));
    for (const jobs of ['1', '3']) {
      const out = at(`precise-${jobs}`);
      const { code } = await sealsim('sweep', at('precise.yaml'), '--out', out, '--jobs', jobs);
      expect(code).toBe(0);
    }
    expect(contentOf(at('precise-3'))).toEqual(contentOf(at('precise-1')));
    const cells = readFileSync(at('precise-1', 'cells.csv'), 'utf8').trimEnd().split('\n').slice(1);
    const counts = ['1,off', '1,cc', '2,off', '2,cc'].map(
      (cell) => cells.filter((row) => row.startsWith(`${cell},`)).length,
    );
    // Pairs stop together, and not all of them at once.
    expect(counts[0]).toBe(counts[1]);
    expect(counts[2]).toBe(counts[3]);
    expect(counts[0]).not.toBe(counts[2]);
    for (const count of counts) expect([20, 30, 45, 68]).toContain(count);
  });

  it('prints one JSON document when asked to', async () => {
    const { out, err } = await sweep('json', '--json');
    expect(JSON.parse(out)).toMatchObject({ sweep: 'small-sweep', replications: { count: 3 } });
    expect(err).toMatch(/^Wrote to /);
  });

  it('takes settings and replications from the command line', async () => {
    await sweepOf(
      'set-a',
      'set: { sla.seconds: 1 }',
      '--set',
      'sla.seconds=9',
      '--replications',
      '2',
    );
    const lines = 'set: { sla.seconds: 9 }\nreplications: 2';
    await sweepOf('set-b', lines);
    const { 'sweep.json': a, ...rest } = contentOf(at('set-a'));
    const { 'sweep.json': b, ...others } = contentOf(at('set-b'));
    expect(rest).toEqual(others);
    expect(a).not.toBe(b);
  });

  it('reports everything that is wrong at once, and writes nothing', async () => {
    const lines = 'set: { sla.seconds: -1 }\nmetrics: [latencySeconds.p96]';
    const options = ['--jobs', '0', '--shard', '3/2', '--resume', '--force', '--replications', 'x'];
    const sets = ['--set', 'tee.mode=cc', '--set', 'replications=4', '--set', 'models.mix=7'];
    const { code, err } = await sweepOf('wrong', lines, ...options, ...sets);
    expect(code).toBe(2);
    const file = at('wrong.yaml');
    expect(
      err
        .trimEnd()
        .split('\n')
        .map((line) => line.replace(/(: expected).*/, '$1')),
    ).toEqual([
      `${file}:9:21 sla.seconds: expected`,
      `${file}:10:11 metrics.0: expected`,
      '--replications: expected',
      '--resume: expected',
      '--jobs: expected',
      '--shard: expected',
      '--set: expected',
      '--set: expected',
      '--set models.mix: expected',
    ]);
    expect(existsSync(at('wrong'))).toBe(false);
  });

  it.each(['0/2', '3/2', '1/0', '1', '-1/2', '1/2/3'])('has no shard %s', async (shard) => {
    const { code, err } = await sweep('no-shard', '--shard', shard);
    expect(code).toBe(2);
    expect(err).toBe(`--shard: expected i/n, the i-th of n parts, as in 3/8, got "${shard}"\n`);
  });

  it('writes into the folder of its name below results/', async () => {
    writeFileSync(at('named.yaml'), smallSweep('name: Größe (ü)'));
    const line = ['sweep', 'named.yaml', '--replications', '1'];
    const { code, err } = await start(line, process.execPath, at('')).ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(existsSync(at('results', 'Größe (ü)', 'cells.csv'))).toBe(true);
  });

  it('says nothing of the folder for results when it is not known which sweep it is', async () => {
    writeFileSync(at('nothing.yaml'), 'scenario: none.yaml\nreplications: 1\n');
    const { code, err } = await sealsim('sweep', at('nothing.yaml'));
    expect(code).toBe(2);
    expect(err).toBe(
      `${at('nothing.yaml')}:1:11 scenario: expected the path of a scenario file, got "none.yaml", which does not exist\n`,
    );
  });

  it('refuses a folder with other things in it before anything is simulated', async () => {
    const { code, err } = await sealsim('sweep', at('sweep.yaml'), '--out', at(''));
    expect(code).toBe(2);
    expect(err).toContain('--out');
  });

  it('says of a file that is not there nothing but that', async () => {
    const { code, err } = await sealsim('sweep', at('none.yaml'));
    expect(code).toBe(2);
    expect(err).toBe(`${at('none.yaml')}:1:1: expected a sweep file, got no such file\n`);
  });

  it('goes on only with results of the same sweep', async () => {
    await sweep('other');
    const again = await sealsim('sweep', at('sweep.yaml'), '--out', at('other'));
    expect(again.code).toBe(2);
    const { code, err } = await sweep('other', '--resume', '--seed', '6');
    expect(code).toBe(2);
    expect(err).toContain('--out: expected results of this sweep');
    const before = contentOf(at('other'));
    expect((await sweep('other', '--resume')).code).toBe(0);
    expect(contentOf(at('other'))).toEqual(before);
    expect((await sweep('other', '--force', '--seed', '6')).code).toBe(0);
    expect(contentOf(at('other'))).not.toEqual(before);
  });
});

describe('sealsim sweep --dry-run', () => {
  it('says what would be simulated, what it would cost and from what it knows; writes nothing', async () => {
    const before = readdirSync(at(''));
    const { code, out } = await sweep('dry', '--dry-run', '--jobs', '2');
    expect(code).toBe(0);
    expect(out).toContain('small-sweep: 4 cells, 3 replications each');
    expect(out).toMatch(/^1 {5}1 +cc +latencyHistogram, timeline, requests$/m);
    expect(out).toMatch(/^12 runs: about [\d.]+ s with 2 threads, [\d.]+ kB of results\.$/m);
    expect(out).toMatch(/^Estimated from \d+ runs of 4 cells/m);
    expect(readdirSync(at(''))).toEqual(before);
  });

  it('estimates the size of the results well', async () => {
    const { out } = await sweep('dry', '--dry-run', '--json');
    await sweep('weighed');
    const sizes = Object.entries(contentOf(at('weighed')))
      .filter(([name]) => /^(records|cells|timeline|requests)/.test(name))
      .map(([, content]) => Number.parseInt(content, 10));
    const actual = sizes.reduce((sum, size) => sum + size);
    const [least, most] = JSON.parse(out).estimate.bytes;
    expect(least).toBe(most);
    expect(least / actual).toBeGreaterThan(0.8);
    expect(least / actual).toBeLessThan(1.2);
  });

  it('lists all cells as JSON, and the first and last of many in a terminal', async () => {
    const axes =
      'axes: [{ path: arrivals.rate, range: { from: 0.1, to: 10, step: 0.1 } }, { path: tee.mode, values: [off, cc] }]\nkeep: {}';
    const { out } = await sweepOf('many', axes, '--dry-run');
    expect(out).toMatch(/^0 +0\.1 +off$/m);
    expect(out).toContain('… 187 more');
    expect(out).toMatch(/^199 +10 +cc$/m);
    const { out: json } = await sweepOf('many', axes, '--dry-run', '--json');
    expect(JSON.parse(json).cells.length).toBe(200);
    expect(JSON.parse(json).cells[2]).toMatchObject({
      at: { 'arrivals.rate': '0.2', 'tee.mode': 'off' },
    });
  });

  it('shows the part that a shard would do', async () => {
    const { out } = await sweep('dry', '--dry-run', '--shard', '2/3');
    expect(out).toContain('small-sweep: 1 of 4 cells');
    expect(out).toContain('3 runs: about');
  });
});
