import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { COMMAND, start } from './process.js';
import { sealsim } from './run-in-process.js';
import { SMALL_SCENARIO } from './small-scenario.js';
import { contentOf, smallSweep } from './small-sweep.js';

const at = useTemporaryFolder();

/** A sweep with a strategy: what it does at arrivals in the sixth run of a thread and later ones. */
function sweepWith(name: string, atArrival: string): string {
  writeFileSync(
    at(`${name}.mjs`),
    `import { existsSync } from 'node:fs';
     let created = 0;
     export default { name: '${name}', summary: '', create() {
       created++;
       return { onArrival(view, model) {
         if (created > 5) { ${atArrival} }
         return { action: 'release', model, count: 1, reason: '' };
       } };
     } };`,
  );
  writeFileSync(at(`${name}.yaml`), smallSweep(`set: { strategy: { module: ${name}.mjs } }`));
  return at(`${name}.yaml`);
}

beforeAll(async () => {
  writeFileSync(at('s.yaml'), SMALL_SCENARIO);
  // A run takes some milliseconds, the sweep a second.
  const long = 'replications: 20\nset: { durationSeconds: 3000 }\nkeep: { latencyHistogram: true }';
  writeFileSync(at('long.yaml'), smallSweep(long));
  await sealsim('sweep', at('long.yaml'), '--out', at('undisturbed'));
});

const SIXTH = 'cell 1 (arrivals.rate=1, tee.mode=cc), replication 2';

describe('a strategy that goes wrong in a sweep', () => {
  it('is bad input if it decides nonsense; the message names the cell', async () => {
    const file = sweepWith('flying', "return { action: 'fly' };");
    const { code, err } = await sealsim('sweep', file, '--out', at('flying'), '--jobs', '1');
    expect(code).toBe(2);
    expect(err).toMatch(/^strategy flying.*: expected .*, got .*\)\n$/);
    expect(err).toContain(`(${SIXTH})`);
  });

  it('takes only its thread down if it ends the process; --resume does the rest', async () => {
    const trouble = JSON.stringify(at('trouble'));
    const file = sweepWith('ending', `if (existsSync(${trouble})) process.exit(0);`);
    const run = (folder: string, ...options: string[]) =>
      sealsim('sweep', file, '--out', at(folder), '--jobs', '1', ...options);
    expect((await run('clean')).code).toBe(0);
    writeFileSync(at('trouble'), '');
    const { code, err } = await run('ended');
    expect(code).toBe(1);
    expect(err).toBe(
      `sealsim: failed: ${SIXTH}: a worker ended itself with exit code 0; ` +
        'what was finished before is kept, and --resume goes on from there\n',
    );
    rmSync(at('trouble'));
    expect((await run('ended', '--resume')).code).toBe(0);
    expect(contentOf(at('ended'))).toEqual(contentOf(at('clean')));
  });
});

describe('a place that takes no results', () => {
  it('is refused before anything is simulated', async () => {
    for (const place of [at('s.yaml'), at('s.yaml', 'below'), '/proc/sealsim']) {
      const { code, err } = await sealsim('sweep', at('long.yaml'), '--out', place);
      expect(code).toBe(2);
      expect(err).toMatch(/^--out: expected a folder/);
    }
  });

  it('fails the sweep when it is full; what was finished is kept', async () => {
    // Files of at most 64 kB: the journal needs more.
    const shell = `trap '' XFSZ; ulimit -f 64; exec "${process.execPath}" "${COMMAND}" sweep "${at('long.yaml')}" --out "${at('full')}"`;
    const { code, err } = await start(['-c', shell], 'bash').ended;
    expect(code).toBe(1);
    expect(err).toMatch(/^sealsim: failed: .*journal\.jsonl cannot be written: .*--resume/);
    const resumed = await sealsim('sweep', at('long.yaml'), '--out', at('full'), '--resume');
    expect(resumed.code).toBe(0);
    expect(contentOf(at('full'))).toEqual(contentOf(at('undisturbed')));
  });
});

describe('a sweep that is told to end', () => {
  it('ends at once, says how far it came, and goes on from there', async () => {
    const { child, ended } = start(['sweep', at('long.yaml'), '--out', at('stopped')]);
    while (!existsSync(at('stopped', 'journal.jsonl'))) await setTimeout(5);
    child.kill('SIGINT');
    const { code, out, err } = await ended;
    expect({ code, out }).toEqual({ code: 130, out: '' });
    const [, done] =
      /^Interrupted: (\d+) of 80 runs are finished and kept in .*; --resume goes on from there\.\n$/.exec(
        err,
      ) ?? [];
    expect(Number(done)).toBeGreaterThan(0);
    expect(Number(done)).toBeLessThan(80);
    const resumed = await sealsim('sweep', at('long.yaml'), '--out', at('stopped'), '--resume');
    expect(resumed.code).toBe(0);
    expect(contentOf(at('stopped'))).toEqual(contentOf(at('undisturbed')));
  });

  it('leaves nothing behind if nothing was finished', async () => {
    const slow = smallSweep('set: { durationSeconds: 1e8 }');
    writeFileSync(at('slow.yaml'), slow);
    const { child, ended } = start(['sweep', at('slow.yaml'), '--out', at('never')]);
    while (!existsSync(at('never', 'sweep.json'))) await setTimeout(5);
    child.kill('SIGTERM');
    const { code, err } = await ended;
    expect(code).toBe(130);
    expect(err).toBe('Interrupted: no run is finished.\n');
    expect(existsSync(at('never'))).toBe(false);
  });
});
