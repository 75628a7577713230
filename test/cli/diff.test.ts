import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BlockResult } from '../../src/experiment/store/types.js';
import { SweepFolder } from '../../src/host/sweep-folder.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { allBlocks, smallSweep } from '../support/sweep-records.js';
import { type Outcome, sealsim } from './run-in-process.js';
import { SMALL_SCENARIO } from './small-scenario.js';

const at = useTemporaryFolder();

const diff = (...words: string[]): Promise<Outcome> => sealsim('diff', ...words);

/** Writes results of the small scenario into a folder of this name. */
async function results(name: string, command: string, ...words: string[]): Promise<void> {
  const { code, err } = await sealsim(command, at('s.yaml'), ...words, '--out', at(name));
  if (code !== 0) throw new Error(err);
}

beforeAll(async () => {
  writeFileSync(at('s.yaml'), SMALL_SCENARIO);
  await results('run', 'run');
  await results('same', 'run');
  await results('slower', 'run', '--set', 'tee.mode=cc');
  await results('five', 'run', '--replications', '5');
  await results('other-seed', 'run', '--replications', '5', '--seed', '9');
  const [modes, limits] = [
    ['--axis', 'tee.mode=off,cc'],
    ['--axis', 'sla.seconds=1,3'],
  ];
  await results('grid', 'compare', ...modes, ...limits, '--replications', '2');
  await results('turned', 'compare', ...limits, ...modes, '--replications', '2');
});

describe('diff', () => {
  it('exits with 0 for the same results, 1 for others', async () => {
    const same = await diff(at('run'), at('same'));
    expect(same).toMatchObject({ code: 0, err: '' });
    expect(same.out).toContain('The results are the same.');
    const other = await diff(at('run'), at('slower'));
    expect(other).toMatchObject({ code: 1, err: '' });
    expect(other.out).toMatch(/\n {2}teeMode: off → cc\n/);
    expect(other.out).toMatch(/\nlatencySeconds.mean +1 of 1 .*one replication\n/);
    expect(other.out).toMatch(/\nRequests of the run: \d+ in both, \d+ of them differ\n/);
  });

  it('tells the differences of single models too', async () => {
    const { out } = await diff(at('run'), at('slower'), '--json');
    const { differences } = JSON.parse(out);
    const names = differences.map(({ metric }: { metric: string }) => metric);
    expect(names.some((name: string) => /^perModel\..*latencySeconds/.test(name))).toBe(true);
  });

  it('compares replications one by one, unpaired where the seed is another', async () => {
    const { code, out } = await diff(at('five'), at('other-seed'), '--json');
    const { about, replications, differences } = JSON.parse(out);
    expect(code).toBe(1);
    expect(about).toEqual([{ what: 'seed', a: '5', b: '9', cells: 1 }]);
    expect(replications).toMatchObject({ compared: 5, differing: 5 });
    expect(differences[0].cells[0]).toMatchObject({ paired: false });
    expect((await diff(at('five'), at('five'))).code).toBe(0);
  });

  it('puts one replication beside the first of several', async () => {
    const { code, out } = await diff(at('run'), at('five'), '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      differences: [],
      replications: { compared: 1, differing: 0, onlyA: 0, onlyB: 4 },
    });
  });

  it('matches the cells of comparisons by their values', async () => {
    const { code, out } = await diff(at('grid'), at('turned'), '--json');
    expect(JSON.parse(out)).toMatchObject({ same: true, about: [], cells: { both: 4 } });
    expect(code).toBe(0);
  });

  it('takes a tolerance', async () => {
    mkdirSync(at('rounded'));
    for (const name of ['manifest.json', 'cells.csv']) {
      const text = readFileSync(at('grid', name), 'utf8');
      const rounded = text.replace(/\d+\.\d{9,}/g, (number) => Number(number).toPrecision(8));
      writeFileSync(at('rounded', name), name === 'cells.csv' ? rounded : text);
    }
    expect((await diff(at('grid'), at('rounded'))).code).toBe(1);
    expect((await diff(at('grid'), at('rounded'), '--tolerance', '1e-7')).code).toBe(0);
  });

  it('reads sweeps, unfinished ones as far as they have come', async () => {
    const sweep = smallSweep();
    const write = async (name: string, blocks: readonly BlockResult[]): Promise<string> => {
      const open = { resume: false, force: false, shard: null };
      const folder = await SweepFolder.open(at(name), sweep, open);
      for (const block of blocks) folder.append(block);
      await folder.sync();
      folder.close();
      return at(name);
    };
    const all = await write('sweep-1', allBlocks(1));
    const other = await write('sweep-2', allBlocks(1));
    const same = await diff(all, other);
    expect(same).toMatchObject({ code: 0, out: expect.stringContaining('are the same') });
    expect(same.err).toBe(
      [all, other].map((path) => `${path}: not complete; what is there is compared\n`).join(''),
    );
    const part = await write('sweep-3', allBlocks(1).slice(0, -1));
    const { code, out } = await diff(all, part, '--json');
    const missing = allBlocks(1).at(-1)?.record.values.length;
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ replications: { onlyA: missing, onlyB: 0 } });
  });

  it('names every problem of its input and exits with 2', async () => {
    mkdirSync(at('empty'));
    const { code, out, err } = await diff(at('empty'), at('nothing'), '--tolerance', '-1');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trimEnd().split('\n')).toEqual([
      '--tolerance: expected a share from 0 to less than 1, such as 1e-9, got "-1"',
      `${at('empty')}:1:1: expected a folder of results of run, compare or sweep, got no manifest.json of these commands in it`,
      `${at('nothing')}:1:1: expected a folder of results of run, compare or sweep, got no such folder`,
    ]);
  });

  it('refuses results that cannot be put side by side', async () => {
    const kinds = await diff(at('run'), at('grid'));
    expect(kinds).toMatchObject({ code: 2, out: '' });
    expect(kinds.err).toContain('got results of run in A, of compare in B');
    await results('narrow', 'compare', '--axis', 'tee.mode=off,cc');
    const cells = await diff(at('narrow'), at('grid'));
    expect(cells.code).toBe(2);
    expect(cells.err).toMatch(/got cells by tee.mode in .*, by tee.mode, sla.seconds in/);
  });

  it.each([
    ['summary.json', '{"latencySeconds": ', 'five', /summary.json:1:1: expected an object in JSON/],
    ['replications.csv', 'a,b\n1,2\n', 'five', /csv:1:1: expected a column named replication/],
    ['cells.csv', 'replication,swaps\n0,1\n1\n', 'grid', /cells.csv:3:1: expected 2 cells, got 1/],
  ])('refuses a damaged %s', async (name, text, from, message) => {
    const folder = at(`damaged-${name}`);
    mkdirSync(folder);
    for (const file of ['manifest.json', 'summary.json', 'replications.csv']) {
      if (from === 'grid' && file !== 'manifest.json') continue;
      writeFileSync(`${folder}/${file}`, readFileSync(at(from, file)));
    }
    writeFileSync(`${folder}/${name}`, text);
    const { code, err } = await diff(folder, folder);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});
