import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { COMMAND, start } from './process.js';
import { SMALL_SCENARIO } from './small-scenario.js';

const at = useTemporaryFolder();

beforeAll(() => writeFileSync(at('s.yaml'), SMALL_SCENARIO));

/** Starts a run with a strategy: what it does at first, and at every arrival. */
function startWith(name: string, atFirst: string, atArrival: string, ...options: string[]) {
  writeFileSync(
    at(`${name}.mjs`),
    `let created = 0;
     export default { name: '${name}', summary: '',
       create() { created++; ${atFirst}; return { onArrival() { ${atArrival} } }; } };`,
  );
  const strategy = ['--set', `strategy={module: ${name}.mjs}`];
  return start(['run', at('s.yaml'), ...strategy, '--out', at(name), ...options]);
}

function manifest(folder: string) {
  return JSON.parse(readFileSync(at(folder, 'manifest.json'), 'utf8'));
}

describe('a stream that takes nothing more', () => {
  it('fails the command if it is stdout and the disk is full', async () => {
    const shell = `"${process.execPath}" "${COMMAND}" list > /dev/full; echo "code $?"`;
    const { out, err } = await start(['-c', shell], 'bash').ended;
    expect(err).toMatch(/^sealsim: failed: stdout is not complete: ENOSPC/);
    expect(out).toBe('code 1\n');
  });

  it('does not keep results from being written if it is stderr', async () => {
    const { child, ended } = startWith('loud', '', "console.error('x'.repeat(1000))");
    child.stderr?.destroy();
    expect((await ended).code).toBe(0);
    expect(manifest('loud').status).toBe('complete');
  });
});

describe('a process that is told to end', () => {
  // The second replication sends the signal to itself, and takes longer than a step.
  const interrupt = (signal: string) =>
    `if (created === 2) {
       process.kill(process.pid, '${signal}');
       for (const until = Date.now() + 100; Date.now() < until; );
     }`;

  it.each(['SIGTERM', 'SIGHUP'])('by %s keeps what was finished', async (signal) => {
    const name = signal.toLowerCase();
    const { ended } = startWith(name, interrupt(signal), '', '--replications', '3');
    const { code, err } = await ended;
    expect({ code, err }).toEqual({ code: 130, err: '' });
    expect(manifest(name)).toMatchObject({
      status: 'interrupted',
      replications: { asked: 3, finished: 1 },
    });
    // The same files as with all three.
    const rows = readFileSync(at(name, 'replications.csv'), 'utf8').trimEnd().split('\n');
    expect(rows.length).toBe(1 + 1);
    const summary = JSON.parse(readFileSync(at(name, 'summary.json'), 'utf8'));
    expect(summary.requests.received.n).toBe(1);
  });

  it('leaves nothing if it ends itself', async () => {
    const { code } = await startWith('leaving', '', 'process.exit(0)').ended;
    expect(code).toBe(1);
    expect(existsSync(at('leaving'))).toBe(false);
  });

  it('by SIGKILL does not stand in the way of the next run', async () => {
    const endless = ['--set', 'durationSeconds=1e8', '--out', at('again')];
    const { child, ended } = start(['run', at('s.yaml'), ...endless]);
    while (!existsSync(at('again')) || readdirSync(at('again')).length === 0) await setTimeout(20);
    const meanwhile = await start(['run', at('s.yaml'), '--out', at('again')]).ended;
    expect(meanwhile.code).toBe(2);
    expect(meanwhile.err).toContain('into which another run is writing');
    child.kill('SIGKILL');
    await ended;
    const { code } = await start(['run', at('s.yaml'), '--out', at('again')]).ended;
    expect(code).toBe(0);
    expect(readdirSync(at('again')).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
