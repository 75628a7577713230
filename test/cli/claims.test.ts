import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { sealsim } from './run-in-process.js';
import { SMALL_SCENARIO } from './small-scenario.js';
import { smallSweep } from './small-sweep.js';

const at = useTemporaryFolder();

/** A file with one claim about received requests: there are none less than this. */
function claimFile(name: string, least: number, metric = 'requests.received'): string {
  const claim = `{ id: enough, text: t, source: s, metric: ${metric}, expected: { from: ${least} } }`;
  writeFileSync(at(name), `claims:\n  - ${claim}\n`);
  return at(name);
}

beforeAll(async () => {
  writeFileSync(at('s.yaml'), SMALL_SCENARIO);
  writeFileSync(at('sweep.yaml'), smallSweep('metrics: [requests.received]\nkeep: {}'));
  await sealsim('sweep', at('sweep.yaml'), '--out', at('swept'), '--jobs', '1');
});

describe('sealsim claims', () => {
  it('exits with 0 if all hold, with 1 if one does not', async () => {
    const holds = await sealsim('claims', claimFile('c.yaml', 0), at('swept'));
    expect({ code: holds.code, err: holds.err }).toEqual({ code: 0, err: '' });
    expect(holds.out).toMatch(/^enough: holds$/m);
    const fails = await sealsim('claims', claimFile('c.yaml', 1e9), at('swept'));
    expect(fails.code).toBe(1);
    expect(fails.out).toMatch(/^enough: does not hold$/m);
  });

  it('prints one JSON document, the same as summary.json', async () => {
    const out = at('out');
    const claims = claimFile('c.yaml', 0);
    const run = await sealsim('claims', claims, at('swept'), '--json', '--out', out);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.out)).toMatchObject({ sweep: 'small-sweep', verdicts: { holds: 1 } });
    expect(readFileSync(`${out}/summary.json`, 'utf8')).toBe(run.out);
    expect(readFileSync(`${out}/claims.csv`, 'utf8')).toMatch(/^claim,claim_verdict,/);
    const manifest = JSON.parse(readFileSync(`${out}/manifest.json`, 'utf8'));
    expect(manifest.inputs.map(({ what }: { what: string }) => what)).toEqual(['claims', 'sweep']);
    const again = await sealsim('claims', claims, at('swept'), '--out', out);
    expect(again.code).toBe(2);
    expect((await sealsim('claims', claims, at('swept'), '--out', out, '--force')).code).toBe(0);
  });

  it('never writes over the sweep that it reads, not even by force', async () => {
    const before = readFileSync(at('swept/manifest.json'), 'utf8');
    const words = ['claims', claimFile('c.yaml', 0), at('swept'), '--out', at('swept'), '--force'];
    const { code, err } = await sealsim(...words);
    expect(code).toBe(2);
    expect(err).toContain('--out: expected another folder than that of the sweep');
    expect(readFileSync(at('swept/manifest.json'), 'utf8')).toBe(before);
  });

  it('tells every problem of both arguments at once, and writes nothing', async () => {
    const claims = claimFile('bad.yaml', 0, 'requests.recieved');
    const { code, err, out } = await sealsim('claims', claims, at('none'), '--out', at('nothing'));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('expected a folder of sweep results, got no such folder');
    expect(err).toContain(`${claims}:2:47 claims.0.metric: expected the path of a metric`);
    expect(err).toContain('did you mean "requests.received"?');
    expect(existsSync(at('nothing'))).toBe(false);
  });

  it('wants both', async () => {
    const { code, err } = await sealsim('claims', claimFile('c.yaml', 0));
    expect(code).toBe(2);
    expect(err).toBe('SWEEP_DIR: expected a folder of sweep results, got nothing\n');
  });

  it('says which metric to record', async () => {
    const claims = claimFile('more.yaml', 0, 'swaps.count');
    const { code, err } = await sealsim('claims', claims, at('swept'));
    expect(code).toBe(2);
    expect(err).toContain('add swaps.count under metrics of the sweep file');
  });
});

describe('sealsim validate', () => {
  it('knows a file of claims', async () => {
    const claims = claimFile('c.yaml', 0);
    expect((await sealsim('validate', claims)).out).toBe(`${claims}: a valid file of claims\n`);
    const bad = claimFile('bad.yaml', 0, 'nope');
    const { code, err } = await sealsim('validate', bad);
    expect(code).toBe(2);
    expect(err).toContain('claims.0.metric: expected the path of a metric');
  });

  it('has no use for settings of it', async () => {
    const { code, err } = await sealsim('validate', claimFile('c.yaml', 0), '--set', 'seed=1');
    expect(code).toBe(2);
    expect(err).toContain('--set: expected a scenario to set it in, got none');
  });
});
