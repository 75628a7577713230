import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { sealsim } from './run-in-process.js';
import { SMALL_SCENARIO } from './small-scenario.js';

const at = useTemporaryFolder();

beforeAll(() => {
  writeFileSync(at('s.yaml'), SMALL_SCENARIO);
  mkdirSync(at('full'));
  writeFileSync(at('full', 'notes.txt'), '');
});

/** `S` stands for the scenario, `DIR` for the folder it is in. */
function words(line: string): string[] {
  return line
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => word.replace(/^S$/, at('s.yaml')).replaceAll('DIR', at()));
}

describe('a wrong command line exits with 2, names every problem and writes nothing', () => {
  it.each([
    ['fun', ['sealsim: expected a command, got "fun" (did you mean "run"?)']],
    ['simulate S', ['sealsim: expected a command, got "simulate" (sealsim --help lists them)']],
    ['--verbose', ['sealsim: expected a command, got "--verbose" (sealsim --help lists them)']],
    ['help fun', ['sealsim: expected a command, got "fun" (did you mean "run"?)']],
    ['run', ['SCENARIO: expected a scenario file (YAML), got nothing']],
    ['run S more', ['more: expected no further argument, got one too many']],
    [
      'run S --replication 3 --jsn -q',
      [
        '--replication: expected an option of sealsim run, got an unknown one (did you mean "--replications"?)',
        '--jsn: expected an option of sealsim run, got an unknown one (did you mean "--json"?)',
        '-q: expected an option of sealsim run, got an unknown one',
      ],
    ],
    [
      'run S --sed 1 --replications x --set foo --out S --trace DIR',
      [
        '--sed: expected an option of sealsim run, got an unknown one (did you mean "--set"?)',
        '--replications: expected a whole number from 1 to 1000000, got "x"',
        '--out: expected a folder, got DIR/s.yaml, which is a file',
        '--trace: expected a file that --out leaves alone, got DIR',
        '--set: expected path=value, the path like a.b.0["c.d"], got "foo"',
      ],
    ],
    [
      'run S --set sla.seconds=0 --out',
      [
        '--out: expected a value (folder), got nothing',
        '--set sla.seconds: expected a number > 0 and ≤ 1e9, got 0',
      ],
    ],
    [
      'run --sed S',
      ['--sed: expected an option of sealsim run, got an unknown one (did you mean "--set"?)'],
    ],
    ['run S --seed --json', ['--seed: expected a value (seed), got the option --json']],
    [
      'run S -- --set a=b',
      [
        '--set: expected no further argument, got one too many',
        'a=b: expected no further argument, got one too many',
      ],
    ],
    [
      'run S --replications 5 --replications 2 --seed a --seed b',
      [
        '--seed: expected one value, got a and b',
        '--replications: expected one value, got 5 and 2',
      ],
    ],
    [
      'compare S --axis ["seed"]=1,2',
      [
        '--axis: expected a path in which runs can differ, got ["seed"], which is the same in all of them (use --seed)',
      ],
    ],
    [
      'compare S --axis sla.seconds=40,40.0',
      ['--axis: expected each value of sla.seconds once, got 40.0 twice'],
    ],
    [
      'compare S --axis tee={} --axis tee["mode"]=off,cc',
      ['--axis: expected paths of different settings, got tee and tee["mode"]'],
    ],
    [
      'compare S --axis strategy.name=fcfs,greedy --axis strategy.module=a.mjs,b.mjs',
      ['--axis: expected paths of different settings, got strategy.name and strategy.module'],
    ],
    [
      'validate profiles/h100-sincere.yaml --set sla.seconds=x',
      ['--set: expected a scenario to set it in, got none'],
    ],
    ['run S --seed', ['--seed: expected a value (seed), got nothing']],
    ['run S --set', ['--set: expected a value (path=value), got nothing']],
    [
      'run S --replications many',
      ['--replications: expected a whole number from 1 to 1000000, got "many"'],
    ],
    [
      'run S --replications 0',
      ['--replications: expected a whole number from 1 to 1000000, got "0"'],
    ],
    [
      'run S --replications 1e3',
      ['--replications: expected a whole number from 1 to 1000000, got "1e3"'],
    ],
    ['run DIR/none.yaml', ['DIR/none.yaml:1:1: expected a scenario file, got no such file']],
    ['run DIR', ['DIR:1:1: expected a scenario file, got a folder']],
    [
      'run S --set sla.seconds=-1 --replications -3 --out DIR/full --trace DIR/no/t.json',
      [
        '--replications: expected a whole number from 1 to 1000000, got "-3"',
        '--out: expected a new or empty folder, got DIR/full, which is not empty (--force replaces the results in it)',
        '--trace: expected a file in an existing folder, got DIR/no/t.json',
        '--set sla.seconds: expected a number > 0 and ≤ 1e9, got -1',
      ],
    ],
    ['run S --out DIR/s.yaml', ['--out: expected a folder, got DIR/s.yaml, which is a file']],
    [
      'run S --trace S',
      ['--trace: expected a file that is not read, got DIR/s.yaml, which is an input'],
    ],
    [
      'run S --trace DIR/full/notes.txt',
      ['--trace: expected a new file, got DIR/full/notes.txt, which exists (--force replaces it)'],
    ],
    [
      'run S --out DIR/new --trace DIR/new',
      ['--trace: expected a file that --out leaves alone, got DIR/new'],
    ],
    [
      'run S --trace DIR/full --force',
      ['--trace: expected a file, got DIR/full, which is a folder'],
    ],
    ['compare S', ['--axis: expected at least one path=a,b,…, got none']],
    [
      'compare S --axis tee.mode --axis =1 --axis sla.seconds=1,,2',
      [
        '--axis: expected path=value,value,…, got "tee.mode"',
        '--axis: expected path=value,value,…, got "=1"',
        '--axis: expected path=value,value,…, got "sla.seconds=1,,2"',
      ],
    ],
    [
      'compare S --axis tee.mode=off,cc --axis tee.mode=cc,off',
      ['--axis: expected each path once, got tee.mode twice'],
    ],
    [
      'compare S --axis tee.mode=cc,cc',
      ['--axis: expected each value of tee.mode once, got cc twice'],
    ],
    [
      'compare S --axis seed=1,2',
      [
        '--axis: expected a path in which runs can differ, got seed, which is the same in all of them (use --seed)',
      ],
    ],
    [
      'compare S --axis tee.mode=off,on --axis sla.seconds=1,x',
      [
        '--axis sla.seconds: expected a number > 0 and ≤ 1e9, got "x"',
        '--axis tee.mode: expected off or cc, got "on"',
      ],
    ],
    [
      'compare S --axis tee.mode=off,cc --baseline tee.mode=no',
      [
        '--baseline: expected path=value with a value of an --axis, got "tee.mode=no" (did you mean "tee.mode=cc"?)',
      ],
    ],
    [
      'validate',
      [
        'FILE: expected scenario, sweep, claims, plan or profile files (YAML), or strategy modules (.js, .mjs), got nothing',
      ],
    ],
    [
      'schema scenarios',
      [
        'KIND: expected one of scenario, sweep, claims, plan, profile, preset, got "scenarios" (did you mean "scenario"?)',
      ],
    ],
    [
      'list strategy',
      ['WHAT: expected one of strategies, profiles, processes, metrics, presets, got "strategy"'],
    ],
    ['new', ['KIND: expected what to write, got nothing']],
    [
      'new scenario S',
      ['FILE: expected a new file, got DIR/s.yaml, which exists (--force replaces it)'],
    ],
    [
      'new strategy DIR/no/x.mjs',
      ['FILE: expected a file that can be written, got DIR/no/x.mjs: no such file'],
    ],
    ['completion nushell', ['SHELL: expected one of bash, zsh, fish, powershell, got "nushell"']],
  ])('%s', async (line, expected) => {
    const before = readdirSync(at(), { recursive: true });
    const { code, out, err } = await sealsim(...words(line));
    expect(err.trimEnd().split('\n')).toEqual(expected.map((text) => text.replaceAll('DIR', at())));
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(readdirSync(at(), { recursive: true })).toEqual(before);
  });

  it('prints the usage on stderr when there is no command', async () => {
    const { code, out, err } = await sealsim();
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Usage: sealsim');
  });
});
