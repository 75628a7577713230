import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BlockResult, Shard, SweepDescription } from '../../src/experiment/store/types.js';
import { SweepFolder } from '../../src/host/sweep-folder.js';
import { openResults } from '../../src/host/sweep-results.js';
import { folderContent } from '../support/folder-content.js';
import { allBlocks, blockOf, smallSweep } from '../support/sweep-records.js';
import { useTemporaryFolder } from './temporary-folder.js';

const at = useTemporaryFolder();
const SWEEP = smallSweep();
const TABLES = [{ name: 'cells.csv', chunks: ['rate\n', new TextEncoder().encode('2\n')] }];
let folders = 0;

interface Options {
  readonly resume?: boolean;
  readonly force?: boolean;
  readonly shard?: Shard;
  readonly sweep?: SweepDescription;
}

function open(path: string, options: Options = {}): Promise<SweepFolder> {
  const { resume = false, force = false, shard = null, sweep = SWEEP } = options;
  return SweepFolder.open(path, sweep, { resume, force, shard });
}

function newFolder(): string {
  folders++;
  return at(`folder-${folders}`);
}

/** A manifest as the command writes it, in short. */
function manifestText(shard: Shard | null = null) {
  return (files: readonly unknown[]): string =>
    JSON.stringify({ tool: 'sealsim', sweep: { identity: SWEEP.identity, shard }, files });
}

/** A folder in which these blocks were finished before the process was killed. */
async function killedFolder(blocks: readonly BlockResult[]): Promise<string> {
  const path = newFolder();
  const folder = await open(path);
  for (const block of blocks) folder.append(block);
  await folder.sync();
  folder.close();
  return path;
}

async function finishedFolder(blocks = allBlocks()): Promise<string> {
  const path = await killedFolder(blocks);
  await finishWith(path, []);
  return path;
}

/** Goes on with a folder and brings it to its end. */
async function finishWith(path: string, blocks: readonly BlockResult[]): Promise<void> {
  const folder = await open(path, { resume: true });
  for (const block of blocks) folder.append(block);
  await folder.finish(TABLES, manifestText());
  folder.close();
}

/** What is simulated again after a folder was found. */
function missingFrom(folder: SweepFolder): readonly BlockResult[] {
  const found = new Set(folder.found.map(({ cell, from }) => `${cell} ${from}`));
  return allBlocks().filter(({ record }) => !found.has(`${record.cell} ${record.from}`));
}

describe('a sweep folder', () => {
  it('holds in its final form what the sweep is of, records, tables, kept files and a manifest', async () => {
    const path = await finishedFolder();
    const content = folderContent(path);
    expect(Object.keys(content)).toEqual([
      'cells.csv',
      'manifest.json',
      'records.jsonl',
      'requests/cell-0000.csv',
      'sweep.json',
      'timeline/cell-0000.csv',
    ]);
    expect(content['cells.csv']).toBe('rate\n2\n');
  });

  it('lists every file in its manifest, with its bytes and its hash', async () => {
    const path = await finishedFolder();
    const { files } = JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8'));
    expect(files.map(({ name }: { name: string }) => name)).toEqual([
      'sweep.json',
      'timeline/cell-0000.csv',
      'requests/cell-0000.csv',
      'records.jsonl',
      'cells.csv',
    ]);
    const { createHash } = await import('node:crypto');
    for (const { name, bytes, sha256 } of files) {
      const content = readFileSync(join(path, name));
      expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([
        bytes,
        sha256,
      ]);
    }
  });

  it('ends in the same bytes whatever the order in which blocks are finished', async () => {
    const expected = folderContent(await finishedFolder());
    expect(folderContent(await finishedFolder(allBlocks().toReversed()))).toEqual(expected);
  });

  it('reads back what was put in, to the bit', async () => {
    for (const path of [await finishedFolder(), await killedFolder(allBlocks())]) {
      const { results } = await openResults(path);
      for (const cell of [0, 1, 2]) {
        const blocks = [blockOf(cell, 0), blockOf(cell, 3)];
        const rows = blocks.flatMap(({ record }) => record.values);
        expect(results.replications(cell)).toBe(6);
        expect(results.values(cell, 'a')).toEqual(rows.map(([a]) => a));
        expect(results.values(cell, 'b')).toEqual(rows.map(([, b]) => b));
        expect(results.latency(cell)).toEqual(blocks.flatMap(({ record }) => record.latency ?? []));
        expect(await results.timelineCsv(cell)).toBe(blocks[0]?.timelineCsv);
        expect(await results.requestsCsv(cell)).toBe(blocks[0]?.requestsCsv);
      }
      expect(results.description).toEqual(SWEEP);
    }
  });

  it.each(['records.jsonl', 'cells.csv'])(
    'loses nothing when %s cannot be put in place, and says what to do',
    async (name) => {
      const path = newFolder();
      const folder = await open(path);
      for (const block of allBlocks()) folder.append(block);
      mkdirSync(join(path, name));
      await expect(folder.finish(TABLES, manifestText())).rejects.toThrow(
        `${path} cannot be written: a folder; what was finished before is kept, and --resume`,
      );
      folder.close();
      rmSync(join(path, name), { recursive: true });
      expect((await openResults(path)).status).toBe('unfinished');
      await finishWith(path, []);
      expect(folderContent(path)).toEqual(folderContent(await finishedFolder()));
    },
  );

  it('takes no file that is none of its tables', async () => {
    const folder = await open(newFolder());
    const foreign = [{ name: 'notes.txt', chunks: [] }];
    await expect(folder.finish(foreign, manifestText())).rejects.toThrow('not a table of a sweep');
    folder.close();
  });

  it('keeps what was finished when a kept file cannot be written', async () => {
    const path = newFolder();
    const folder = await open(path);
    folder.append(blockOf(1, 0));
    mkdirSync(join(path, 'timeline', 'cell-0000.csv'), { recursive: true });
    expect(() => folder.append(blockOf(0, 0))).toThrow(
      `${join(path, 'timeline', 'cell-0000.csv')} cannot be written: a folder; what was finished`,
    );
    folder.close();
    expect((await openResults(path)).results.replications(1)).toBe(3);
  });

  it('stays a folder of the sweep when the first block cannot be kept whole', async () => {
    const path = newFolder();
    const folder = await open(path);
    writeFileSync(join(path, 'requests'), '');
    expect(() => folder.append(blockOf(0, 0))).toThrow('cannot be written');
    folder.close();
    rmSync(join(path, 'requests'));
    expect(Object.keys(folderContent(path))).toEqual(['sweep.json', 'timeline/cell-0000.csv']);
    await finishWith(path, allBlocks());
    expect(folderContent(path)).toEqual(folderContent(await finishedFolder()));
  });

  it('has results while it is written, and after it is finished', async () => {
    const path = newFolder();
    const folder = await open(path);
    const { results } = folder;
    expect(results.replications(1)).toBe(0);
    folder.append(blockOf(1, 3));
    expect(results.replications(1)).toBe(0);
    folder.append(blockOf(1, 0));
    expect(results.replications(1)).toBe(6);
    await folder.finish([], manifestText());
    folder.close();
    expect(results.latency(1)).toHaveLength(6);
  });

  it('refuses to read a metric that the sweep does not have', async () => {
    const { results } = await openResults(await finishedFolder());
    expect(() => results.values(0, 'c')).toThrow('not a metric of the sweep');
  });

  it('refuses a block twice', async () => {
    const folder = await open(newFolder());
    folder.append(blockOf(0, 0));
    expect(() => folder.append(blockOf(0, 0))).toThrow('a block is there twice');
    folder.close();
  });

  it('leaves nothing behind when no block was finished', async () => {
    mkdirSync(at('above'));
    const folder = await open(at('above', 'new'));
    folder.close();
    expect(readdirSync(at('above'))).toEqual([]);
  });
});

describe('resuming', () => {
  it('begins where nothing is there yet', async () => {
    const folder = await open(newFolder(), { resume: true });
    expect([folder.found, folder.damaged]).toEqual([[], 0]);
    folder.close();
  });

  it('finds every block that was finished, once', async () => {
    const path = await killedFolder(allBlocks().slice(0, 4));
    const folder = await open(path, { resume: true });
    expect(folder.found.map(({ cell, from }) => [cell, from])).toEqual([
      [0, 0],
      [0, 3],
      [1, 0],
      [1, 3],
    ]);
    expect(folder.found.map(({ values, latency }) => ({ values, latency }))).toEqual(
      allBlocks()
        .slice(0, 4)
        .map(({ record: { values, latency } }) => ({ values, latency })),
    );
    folder.close();
  });

  it('ends in the same bytes after a truncation of the journal', async () => {
    const expected = folderContent(await finishedFolder());
    const killed = await killedFolder(allBlocks());
    const { length } = readFileSync(join(killed, 'journal.jsonl'));
    const path = newFolder();
    for (let bytes = 0; bytes <= length; bytes += 67) {
      cpSync(killed, path, { recursive: true });
      truncateSync(join(path, 'journal.jsonl'), bytes);
      await finishWith(path, missingFrom(await reopened(path)));
      expect(folderContent(path)).toEqual(expected);
      rmSync(path, { recursive: true });
    }
  });

  it('redoes what is damaged, wherever a bit flips', async () => {
    const expected = folderContent(await finishedFolder());
    for (const name of ['journal.jsonl', 'records.jsonl']) {
      const damaged = name === 'journal.jsonl' ? killedFolder(allBlocks()) : finishedFolder();
      const folder = await damaged;
      const whole = readFileSync(join(folder, name));
      for (let byte = 0; byte < whole.length; byte += 53) {
        const flipped = Buffer.from(whole);
        flipped[byte] = (whole[byte] ?? 0) ^ (1 << (byte % 8));
        writeFileSync(join(folder, name), flipped);
        const opened = await open(folder, { resume: true });
        expect(opened.damaged).toBeGreaterThan(0);
        expect(opened.found.length).toBeGreaterThanOrEqual(4);
        opened.close();
      }
      await finishWith(folder, missingFrom(await reopened(folder)));
      expect(folderContent(folder)).toEqual(expected);
    }
  });

  it('redoes a block whose kept file is gone or changed', async () => {
    const expected = folderContent(await finishedFolder());
    for (const spoil of [
      (file: string) => rmSync(file),
      (file: string) => writeFileSync(file, 'x'),
    ]) {
      const path = await finishedFolder();
      spoil(join(path, 'timeline', 'cell-0000.csv'));
      const folder = await reopened(path);
      expect(missingFrom(folder)).toEqual([blockOf(0, 0)]);
      expect(folder.damaged).toBe(1);
      await finishWith(path, missingFrom(folder));
      expect(folderContent(path)).toEqual(expected);
    }
  });

  it('ends in the same bytes after a kill between any two steps of the end', async () => {
    const before = await killedFolder(allBlocks());
    const after = await finishedFolder();
    const expected = folderContent(after);
    const journal = readFileSync(join(before, 'journal.jsonl'));
    const steps = ['records.jsonl', 'cells.csv', 'manifest.json'];
    for (let done = 0; done <= steps.length; done++) {
      const path = newFolder();
      cpSync(after, path, { recursive: true });
      for (const name of steps.slice(done)) rmSync(join(path, name));
      writeFileSync(join(path, 'journal.jsonl'), journal);
      expect((await openResults(path)).status).toBe('unfinished');
      await finishWith(path, []);
      expect(folderContent(path)).toEqual(expected);
    }
  });

  it('begins anew after a kill while sweep.json was written', async () => {
    const path = newFolder();
    const folder = await open(path);
    const [claim = ''] = readdirSync(path).filter((name) => name.startsWith('.sealsim-'));
    // Half of it lies where the killed process was writing it.
    renameSync(join(path, 'sweep.json'), join(path, claim, 'sweep.json'));
    truncateSync(join(path, claim, 'sweep.json'), 100);
    const dead = claim.replace(`-${process.pid}-`, '-999999999-');
    renameSync(join(path, claim), join(path, dead));
    folder.close();
    for (const resume of [true, false]) {
      const next = await open(path, { resume });
      expect(existsSync(join(path, dead))).toBe(false);
      next.close();
      mkdirSync(join(path, dead), { recursive: true });
    }
  });

  it('goes on with a finished sweep, which stays as it is', async () => {
    const path = await finishedFolder();
    const expected = folderContent(path);
    await finishWith(path, []);
    expect(folderContent(path)).toEqual(expected);
  });

  it('refuses a folder of another sweep, and says what differs', async () => {
    const path = await killedFolder(allBlocks());
    const inputs = [{ what: 'sweep', name: 'small.yaml', sha256: 'c3'.repeat(32) }];
    const cells = SWEEP.cells.slice(1);
    const sweep = smallSweep({ identity: 'other', version: '0.2.0', inputs, cells });
    await expect(open(path, { resume: true, sweep })).rejects.toThrow(
      `--out: expected results of this sweep, got ${path}, which is of another one: ` +
        'sealsim 0.1.0, not 0.2.0, another content of the sweep small.yaml, 3 cells, not 2, ' +
        'other what is kept (--force replaces the results in it)',
    );
  });

  it('refuses a folder that holds something else', async () => {
    mkdirSync(at('notes'));
    writeFileSync(at('notes', 'notes.txt'), 'mine');
    await expect(open(at('notes'), { resume: true })).rejects.toThrow(
      `--out: expected results of a sweep, got ${at('notes')}, which holds something else`,
    );
  });

  it('refuses the folder of another shard', async () => {
    const path = newFolder();
    const shard = { number: 1, of: 2 };
    const folder = await open(path, { shard });
    folder.append(blockOf(0, 0));
    folder.close();
    const refusal = `--out: expected a folder for shard 2 of 2, got ${path}, which is for shard 1 of 2`;
    await expect(open(path, { resume: true, shard: { number: 2, of: 2 } })).rejects.toThrow(
      refusal,
    );
    const again = await open(path, { resume: true, shard });
    await again.finish([], manifestText(shard));
    again.close();
    await expect(open(path, { resume: true, shard: { number: 2, of: 2 } })).rejects.toThrow(
      refusal,
    );
    await expect(open(path, { resume: true })).rejects.toThrow('a folder for the whole sweep');
  });

  it('refuses a description that was changed', async () => {
    const path = await killedFolder(allBlocks());
    const file = join(path, 'sweep.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('"small"', '"large"'));
    await expect(open(path, { resume: true })).rejects.toThrow('a damaged or changed file');
    await expect(openResults(path)).rejects.toThrow(`${file}:1:1: expected what was written`);
  });

  /** As the next process would find it. */
  async function reopened(path: string): Promise<SweepFolder> {
    const folder = await open(path, { resume: true });
    folder.close();
    return folder;
  }
});

describe('a folder that is not new', () => {
  it('is refused without --resume and --force', async () => {
    const path = await killedFolder(allBlocks());
    await expect(open(path)).rejects.toThrow(
      `--out: expected a new or empty folder, got ${path}, which is not empty`,
    );
  });

  it('gives way by force: results of ours go, files of others stay', async () => {
    for (const path of [await killedFolder(allBlocks()), await finishedFolder()]) {
      writeFileSync(join(path, 'notes.txt'), 'mine');
      writeFileSync(join(path, 'timeline', 'notes.txt'), 'mine');
      const sweep = smallSweep({ identity: 'other' });
      const folder = await open(path, { force: true, sweep });
      expect([folder.found, folder.damaged]).toEqual([[], 0]);
      folder.append(blockOf(1, 0));
      folder.close();
      expect(Object.keys(folderContent(path))).toEqual([
        'journal.jsonl',
        'notes.txt',
        'sweep.json',
        'timeline/notes.txt',
      ]);
    }
  });

  it('gives way by force where an earlier command has written', async () => {
    const path = newFolder();
    mkdirSync(path);
    const files = ['summary.json', 'cells.csv', '../outside.csv'].map((name) => ({ name }));
    writeFileSync(join(path, 'manifest.json'), JSON.stringify({ tool: 'sealsim', files }));
    writeFileSync(join(path, 'summary.json'), '{}');
    writeFileSync(join(path, 'cells.csv'), 'x');
    writeFileSync(at('outside.csv'), 'mine');
    const folder = await open(path, { force: true });
    expect(Object.keys(folderContent(path))).toEqual(['sweep.json']);
    expect(existsSync(at('outside.csv'))).toBe(true);
    folder.close();
  });

  it('gives way by force if its description is damaged and a manifest lists it', async () => {
    const path = await finishedFolder();
    writeFileSync(join(path, 'sweep.json'), '{');
    await expect(open(path)).rejects.toThrow('a damaged or changed file');
    await expect(open(path, { resume: true })).rejects.toThrow('a damaged or changed file');
    (await open(path, { force: true })).close();
    expect(existsSync(join(path, 'records.jsonl'))).toBe(false);
  });

  it('does not give way where others have a file with the name of a result', async () => {
    for (const name of ['cells.csv', 'sweep.json', 'timeline/cell-0000.csv', 'journal.jsonl']) {
      const path = newFolder();
      mkdirSync(join(path, 'timeline'), { recursive: true });
      writeFileSync(join(path, name), 'theirs');
      await expect(open(path, { force: true })).rejects.toThrow(/--out|sweep\.json/);
      expect(folderContent(path)).toEqual({ [name]: 'theirs' });
    }
  });

  it('is refused while another process is writing into it', async () => {
    const path = await killedFolder(allBlocks());
    const folder = await open(path, { resume: true });
    const [claim = ''] = readdirSync(path).filter((name) => name.startsWith('.sealsim-'));
    renameSync(
      join(path, claim),
      join(path, claim.replace(`-${process.pid}-`, `-${process.ppid}-`)),
    );
    folder.close();
    for (const options of [{ resume: true }, { force: true }]) {
      await expect(open(path, options)).rejects.toThrow('into which another run is writing');
    }
  });

  it('is refused if it is none, or nothing can be written there', async () => {
    writeFileSync(at('plain'), '');
    await expect(open(at('plain'))).rejects.toThrow('which is a file');
    await expect(open('')).rejects.toThrow('an empty name');
    symlinkSync('nowhere', at('dangling'));
    await expect(open(at('dangling'), { resume: true })).rejects.toThrow('a link to nothing');
    await expect(open('/proc/sealsim')).rejects.toThrow('a folder that can be written');
    mkdirSync(at('odd'));
    writeFileSync(at('odd', 'requests'), '');
    await expect(open(at('odd'), { force: true })).rejects.toThrow(
      `expected no file where a folder of results goes, got ${at('odd', 'requests')}`,
    );
  });

  it.skipIf(process.getuid?.() === 0)('is refused if it is read-only', async () => {
    mkdirSync(at('sealed'));
    chmodSync(at('sealed'), 0o500);
    await expect(open(at('sealed', 'new'))).rejects.toThrow('no permission');
  });
});

describe('openResults', () => {
  it('tells how far a sweep has come', async () => {
    expect((await openResults(await finishedFolder())).status).toBe('complete');
    expect((await openResults(await killedFolder([blockOf(0, 0)]))).status).toBe('unfinished');
    const path = newFolder();
    const shard = { number: 2, of: 3 };
    const folder = await open(path, { shard });
    folder.append(blockOf(1, 0));
    await folder.sync();
    expect(await openResults(path)).toMatchObject({ status: 'unfinished', shard });
    await folder.finish([], manifestText(shard));
    folder.close();
    expect(await openResults(path)).toMatchObject({ status: 'shard', shard });
  });

  it('has no records of a shard to which no cell belongs', async () => {
    const path = newFolder();
    const shard = { number: 4, of: 4 };
    const folder = await open(path, { shard });
    await folder.finish([], manifestText(shard));
    folder.close();
    const { status, results } = await openResults(path);
    expect([status, results.replications(0), results.latency(0)]).toEqual(['shard', 0, []]);
  });

  it('counts replications up to the first that is missing', async () => {
    const { results } = await openResults(await killedFolder([blockOf(0, 3), blockOf(1, 0)]));
    expect([0, 1, 2].map((cell) => results.replications(cell))).toEqual([0, 3, 0]);
    expect(results.values(0, 'a')).toEqual([]);
    expect(results.latency(1)).toHaveLength(3);
  });

  it('takes no notice of a record that is just being written', async () => {
    const path = await killedFolder(allBlocks());
    appendFileSync(join(path, 'journal.jsonl'), '0123456789abcdef {"cell":');
    expect((await openResults(path)).results.replications(2)).toBe(6);
  });

  it('refuses what is no folder of sweep results', async () => {
    mkdirSync(at('empty'));
    writeFileSync(at('text'), '');
    for (const [path, got] of [
      [at('empty'), 'a folder without sweep.json'],
      [at('text'), 'a file'],
      [at('missing'), 'no such folder'],
    ] as const) {
      await expect(openResults(path)).rejects.toThrow(
        `${path}:1:1: expected a folder of sweep results, got ${got}`,
      );
    }
  });

  it('refuses finished results of which a line is damaged or missing', async () => {
    const path = await finishedFolder();
    const file = join(path, 'records.jsonl');
    const whole = readFileSync(file, 'latin1');
    const lines = whole.split('\n');
    for (const text of [whole.replace('"from":3', '"from":0'), lines.slice(1).join('\n'), '']) {
      writeFileSync(file, text);
      await expect(openResults(path)).rejects.toThrow(
        `${file}:1:1: expected what was written, got other records than manifest.json vouches for`,
      );
    }
  });

  it('refuses a kept file that is not what was written', async () => {
    const path = await finishedFolder();
    const { results } = await openResults(path);
    writeFileSync(join(path, 'requests', 'cell-0000.csv'), 'x');
    await expect(results.requestsCsv(0)).rejects.toThrow('is not what was written any more');
    expect(await results.timelineCsv(0)).toBe(blockOf(0, 0).timelineCsv);
  });
});
