import { describe, expect, it } from 'vitest';
import { type SweepManifestInput, sweepManifest } from '../../src/report/sweep-manifest.js';
import { smallSweep } from '../support/sweep-records.js';

const INPUT: SweepManifestInput = {
  version: '1.2.3',
  command: ['sweep', 'small.yaml', '--set', "name=it's a test", '--out', 'results/a b'],
  startedAt: '2026-01-02T03:04:05.000Z',
  wallSeconds: 1.5,
  host: 'here',
  node: '20.0.0',
  platform: 'linux x64',
  description: smallSweep(),
  shard: null,
  finished: 18,
  files: [{ name: 'cells.csv', bytes: 12, sha256: 'ab' }],
  parts: [],
};

describe('the manifest of a sweep', () => {
  it('says what is there and where it comes from', () => {
    const { description, files } = INPUT;
    expect(sweepManifest(INPUT)).toMatchObject({
      tool: 'sealsim',
      version: '1.2.3',
      status: 'complete',
      sweep: { name: 'small', identity: description.identity, shard: null, cells: 3 },
      replications: { planned: { kind: 'fixed', count: 6 }, finished: 18 },
      ...{ inputs: description.inputs, files, parts: [] },
    });
  });

  it('has a command line to paste, whatever is in it', () => {
    expect(sweepManifest(INPUT)).toMatchObject({
      redo: [`sealsim sweep small.yaml --set 'name=it'\\''s a test' --out 'results/a b'`],
    });
  });

  it('has a line to cite, which tells the exact sweep', () => {
    expect(sweepManifest(INPUT)['cite']).toBe(
      'sealsim 1.2.3, sweep "small" (3 cells, 18 runs), 2026-01-02, ' +
        `identity SHA-256 ${INPUT.description.identity}`,
    );
  });

  it('tells a shard from the whole', () => {
    const shard = { number: 2, of: 8 };
    const manifest = sweepManifest({ ...INPUT, shard });
    expect(manifest).toMatchObject({ status: 'shard', sweep: { shard } });
  });

  it('redoes parts before it joins them; of an unfinished one it knows the folder only', () => {
    const command = ['merge', 'a', 'b', '--out', 'c'];
    const manifest = { redo: ['sealsim sweep x'], startedAt: 'then', host: 'there', files: [] };
    const parts = [
      { folder: 'a', manifest },
      { folder: 'b', manifest: null },
    ];
    const joined = sweepManifest({ ...INPUT, command, parts });
    expect(joined).toMatchObject({
      redo: ['sealsim sweep x', 'sealsim merge a b --out c'],
      parts: [{ folder: 'a', startedAt: 'then', host: 'there' }, { folder: 'b' }],
    });
    expect(JSON.parse(JSON.stringify(joined['parts']))[1]).toEqual({ folder: 'b' });
  });
});
