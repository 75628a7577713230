import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inShard } from '../../src/experiment/store/shard.js';
import type { BlockResult, Shard, SweepDescription } from '../../src/experiment/store/types.js';
import { SweepFolder } from '../../src/host/sweep-folder.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { folderContent } from '../support/folder-content.js';
import { allBlocks, blockOf, smallSweep } from '../support/sweep-records.js';
import { sealsim } from './run-in-process.js';

const at = useTemporaryFolder();
const SWEEP = smallSweep();
let folders = 0;

interface PartOptions {
  readonly shard?: Shard;
  readonly sweep?: SweepDescription;
  readonly finished?: boolean;
}

/** A folder with some blocks. */
async function part(blocks: readonly BlockResult[], options: PartOptions = {}): Promise<string> {
  const { shard = null, sweep = SWEEP, finished = false } = options;
  const path = at(`part-${++folders}`);
  const folder = await SweepFolder.open(path, sweep, { resume: false, force: false, shard });
  for (const block of blocks) folder.append(block);
  if (finished) {
    const { identity } = sweep;
    const manifest = { tool: 'sealsim', redo: [`sealsim sweep --out ${path}`] };
    await folder.finish([], (files) =>
      JSON.stringify({ ...manifest, sweep: { identity, shard }, files }),
    );
  }
  folder.close();
  return path;
}

function shardPart(number: number, of: number): Promise<string> {
  const shard = { number, of };
  const blocks = allBlocks(1).filter(({ record }) => inShard(record.cell, shard));
  return part(blocks, { shard, finished: true });
}

/** Everything but what says where and when. */
async function merged(...parts: readonly string[]): Promise<Record<string, string>> {
  const out = at(`merged-${++folders}`);
  const { code, err } = await sealsim('merge', ...parts, '--out', out);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { 'manifest.json': _, ...content } = folderContent(out);
  return content;
}

/** What is printed when parts are refused. Nothing is written then. */
async function refusal(...words: readonly string[]): Promise<string> {
  const out = at(`refused-${++folders}`);
  const { code, err } = await sealsim('merge', ...words, '--out', out);
  expect([code, existsSync(out)]).toEqual([2, false]);
  return err.trimEnd();
}

describe('merge', () => {
  it('writes the same bytes however the sweep was divided', async () => {
    const whole = await merged(await part(allBlocks(1)));
    expect(Object.keys(whole)).toEqual([
      'cells.csv',
      'records.jsonl',
      'requests/cell-0000.csv',
      'summary.csv',
      'sweep.json',
      'timeline/cell-0000.csv',
    ]);
    const two = [await shardPart(1, 2), await shardPart(2, 2)];
    expect(await merged(...two)).toEqual(whole);
    expect(await merged(...two.toReversed())).toEqual(whole);
    expect(
      await merged(await shardPart(2, 3), await shardPart(3, 3), await shardPart(1, 3)),
    ).toEqual(whole);
  });

  it('joins unfinished parts, also where they overlap', async () => {
    const whole = await merged(await part(allBlocks(1)));
    const blocks = allBlocks(1);
    expect(await merged(await part(blocks.slice(0, 11)), await part(blocks.slice(7)))).toEqual(
      whole,
    );
  });

  it('says in the manifest what was joined and how to redo it', async () => {
    const parts = [await shardPart(1, 2), await shardPart(2, 2)];
    const out = at('told');
    await sealsim('merge', ...parts, '--out', out);
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
    expect(manifest).toMatchObject({
      status: 'complete',
      sweep: { name: 'small', identity: SWEEP.identity, shard: null, cells: 3 },
      replications: { planned: { kind: 'fixed', count: 6 }, finished: 18 },
      redo: [
        `sealsim sweep --out ${parts[0]}`,
        `sealsim sweep --out ${parts[1]}`,
        `sealsim merge ${parts[0]} ${parts[1]} --out ${out}`,
      ],
      parts: [{ folder: parts[0] }, { folder: parts[1] }],
    });
  });

  it('prints one JSON document on demand', async () => {
    const whole = await part(allBlocks(1));
    const { out, err } = await sealsim('merge', whole, '--out', at('json'), '--json');
    expect(JSON.parse(out)).toMatchObject({ sweep: 'small' });
    expect(err).toContain(`Wrote to ${at('json')}: sweep.json, records.jsonl, cells.csv`);
  });

  it('names the shards and the cells of which results are missing', async () => {
    expect(await refusal(await shardPart(1, 4), await shardPart(3, 4))).toBe(
      'DIR: expected the whole sweep, got no results, or not all, of shard 2 of 4, shard 4 of 4',
    );
    const blocks = allBlocks(1);
    expect(await refusal(await part(blocks.slice(0, 5)), await part(blocks.slice(6, 17)))).toBe(
      'DIR: expected the whole sweep, got no results, or not all, of ' +
        'cell 0 (arrivals.rate=2), cell 2 (arrivals.rate=8)',
    );
  });

  it('takes a block whose kept file is gone for missing', async () => {
    const path = await part(allBlocks(1));
    rmSync(join(path, 'timeline', 'cell-0000.csv'));
    expect(await refusal(path)).toContain('of cell 0 (arrivals.rate=2)');
  });

  it('refuses parts that contradict each other, and names the replication', async () => {
    const { record } = blockOf(1, 4, 1);
    const other = { ...blockOf(1, 4, 1), record: { ...record, values: [[1, 2]] } };
    const parts = [await part(allBlocks(1)), await part([other])] as const;
    expect(await refusal(...parts)).toBe(
      `${parts[1]}:1:1: expected what ${parts[0]} holds of cell 1 (arrivals.rate=4), ` +
        'replication 4, got something else',
    );
  });

  it('refuses parts of another sweep, and says what differs', async () => {
    const sweep = smallSweep({ identity: 'other', version: '0.2.0' });
    const parts = [await part(allBlocks(1)), await part(allBlocks(1), { sweep })] as const;
    expect(await refusal(...parts)).toBe(
      `${parts[1]}:1:1: expected a part of the same sweep as the first folder, got another one: ` +
        'sealsim 0.2.0, not 0.1.0',
    );
  });

  it('names every problem of its input at once', async () => {
    const whole = await part(allBlocks(1));
    const { code, err } = await sealsim('merge', whole, at('none'), '--out', whole, '--force');
    expect(code).toBe(2);
    expect(err.split('\n')).toEqual([
      `--out: expected another folder than those of the parts, got ${whole}`,
      `${at('none')}:1:1: expected a folder of sweep results, got no such folder`,
      '',
    ]);
    expect((await sealsim('merge', whole)).err).toContain(
      '--out: expected a folder for the joined',
    );
  });

  it('replaces results by force only', async () => {
    const whole = await part(allBlocks(1));
    const out = at('again');
    expect((await sealsim('merge', whole, '--out', out)).code).toBe(0);
    expect(await sealsim('merge', whole, '--out', out)).toMatchObject({
      code: 2,
      err: expect.stringContaining('which is not empty (--force replaces the results in it)'),
    });
    expect((await sealsim('merge', whole, '--out', out, '--force')).code).toBe(0);
  });
});
