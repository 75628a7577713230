import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { COMMAND, start } from './process.js';
import { SMALL_SCENARIO } from './small-scenario.js';

const at = useTemporaryFolder();

beforeAll(() => writeFileSync(at('s.yaml'), SMALL_SCENARIO));

describe('the built command', () => {
  it('exits with 0, its result on stdout and no progress where there is no terminal', async () => {
    const { code, out, err } = await start(['run', at('s.yaml'), '--json']).ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out).scenario).toBe('small');
  });

  it('exits with 2 and one line per problem on stderr', async () => {
    const set = ['--set', 'sla.seconds=60ms', '--set', 'strategy.name=gredy'];
    const { code, out, err } = await start(['run', at('s.yaml'), ...set]).ended;
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^--set sla\.seconds: expected a number > 0 .*, got "60ms"/),
      expect.stringMatching(/^--set strategy\.name: .*got "gredy" \(did you mean "greedy"\?\)$/),
    ]);
  });

  it('ends quietly when the reader of its output goes away', async () => {
    const shell = `"${process.execPath}" "${COMMAND}" schema | head -c 10; echo "\${PIPESTATUS[0]}"`;
    const { out, err } = await start(['-c', shell], 'bash').ended;
    expect(err).toBe('');
    expect(out).toMatch(/0\n$/);
  });

  it('keeps what a strategy prints off stdout', async () => {
    writeFileSync(
      at('loud.mjs'),
      "console.log('hello'); process.stdout.write('there'); export default { name: 'loud', summary: '', " +
        'create: () => ({ onArrival() {} }) };',
    );
    const set = ['--set', 'strategy={module: loud.mjs}', '--json'];
    const { code, out, err } = await start(['run', at('s.yaml'), ...set]).ended;
    expect(code).toBe(0);
    expect(JSON.parse(out).strategy).toBe('loud');
    expect(err).toContain('hello');
    expect(err).toContain('there');
  });
});

describe('a strategy that misbehaves', () => {
  async function runWith(text: string) {
    writeFileSync(at('odd.mjs'), text);
    return start(['run', at('s.yaml'), '--set', 'strategy={module: odd.mjs}']).ended;
  }

  it('does not keep the process alive', async () => {
    const { code, err } = await runWith(`setInterval(() => {}, 1000); ${strategy('')}`);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it('cannot end the process unnoticed', async () => {
    const { code, out, err } = await runWith(strategy('process.exit(0)'));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('the process was ended before the command was done');
  });

  it('is refused when it decides later', async () => {
    const { code, out, err } = await runWith(strategy("return Promise.reject(new Error('late'))"));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('strategy odd');
    expect(err).not.toContain('    at ');
  });

  function strategy(body: string): string {
    return `export default { name: 'odd', summary: '', create: () => ({ onArrival() { ${body} } }) };`;
  }
});

describe('Ctrl-C', () => {
  it('keeps the replications that were finished and exits with 130', async () => {
    // Long enough to be interrupted in the middle on any machine.
    const many = ['--set', 'durationSeconds=2000', '--replications', '100000'];
    const { child, ended } = start(['run', at('s.yaml'), ...many, '--out', at('kept')]);
    await begun('kept', 1);
    child.kill('SIGINT');
    const { code, err, out } = await ended;
    expect({ code, err }).toEqual({ code: 130, err: '' });
    expect(out).toContain('replications');
    const manifest = JSON.parse(readFileSync(at('kept', 'manifest.json'), 'utf8'));
    const { asked, finished } = manifest.replications;
    expect({ status: manifest.status, asked }).toEqual({ status: 'interrupted', asked: 100000 });
    expect(finished).toBeGreaterThan(0);
    const rows = readFileSync(at('kept', 'replications.csv'), 'utf8').trimEnd().split('\n');
    expect(rows.length).toBe(1 + finished);
  });

  it('writes nothing if nothing was finished', async () => {
    const endless = ['--set', 'durationSeconds=1e8', '--out', at('nothing')];
    const { child, ended } = start(['run', at('s.yaml'), ...endless]);
    await begun('nothing', 0);
    // Any moment of the run will do.
    await setTimeout(100);
    child.kill('SIGINT');
    const { code, out, err } = await ended;
    expect({ code, out }).toEqual({ code: 130, out: '' });
    expect(err).toContain('Interrupted before any replication was finished');
    expect(existsSync(at('nothing'))).toBe(false);
  });

  /** Until the run has claimed its folder, and written so many files into a hidden one in it. */
  async function begun(folder: string, files: number): Promise<void> {
    const written = () => readdirSync(at(folder), { recursive: true }).length;
    while (!existsSync(at(folder)) || written() < 1 + files) await setTimeout(20);
  }
});

describe('completion in bash', () => {
  it.each([
    ['sealsim comp', ['compare', 'completion']],
    ['sealsim run --re', ['--replications']],
    ['sealsim list pro', ['profiles', 'processes']],
    ['sealsim run scenarios/quick', ['scenarios/quick-start.yaml']],
    ['sealsim run scenarios/quick-start.yaml --set tee.mo', ['tee.mode=']],
    ['sealsim run scenarios/quick-start.yaml --set tee.mode=', ['off', 'cc']],
    ['sealsim run x --set strategy.name=best-batch+t', ['best-batch+timer']],
    [
      'sealsim compare x --axis server.semantics=lossless,',
      ['lossless,as-published', 'lossless,lossless'],
    ],
    ['sealsim run x --set server.profile=h', ['h100-sincere']],
  ])('%s⇥', async (line, expected) => {
    if (!existsSync(at('sealsim'))) symlinkSync(COMMAND, at('sealsim'));
    const script = [
      `export PATH="${at()}:$PATH"`,
      'source <(sealsim completion bash)',
      `COMP_LINE='${line}' COMP_POINT=${line.length}`,
      '_sealsim',
      `printf '%s\\n' "\${COMPREPLY[@]}"`,
    ].join('\n');
    const { out, err } = await start(['-c', script], 'bash').ended;
    expect(err).toBe('');
    expect(out.trimEnd().split('\n').sort()).toEqual([...expected].sort());
  });
});

describe('completion in other shells', () => {
  it.each(['zsh', 'fish', 'powershell'])('prints a script for %s', async (shell) => {
    const { code, out, err } = await start(['completion', shell]).ended;
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/sealsim complete '?--/);
  });
});
