import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { tornado as command } from '../../src/cli/commands/tornado.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { sealsim } from './run-in-process.js';
import { SMALL_SCENARIO } from './small-scenario.js';

const at = useTemporaryFolder();

/** A load effect with a spread, for a model that is loaded once. */
const PRESET = `name: mine
description: Made up.
architecture: unstated
sources: { me: Made up by me. }
effects:
  load:
    kind: load
    source: me
    hardware: none
    conditions: none
    confidence: made up
    ratio: { value: 3, low: 2, high: 4, spread: range of guesses }
`;

beforeAll(() => {
  writeFileSync(at('s.yaml'), SMALL_SCENARIO);
  writeFileSync(at('mine.yaml'), PRESET);
});

function tornado(...options: readonly string[]) {
  return sealsim('tornado', at('s.yaml'), ...options);
}

async function tornadoJson(...options: readonly string[]) {
  const { code, out, err } = await tornado(...options, '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
}

const RATE = ['--range', 'arrivals.rate=1,4'];
const LATENCY = ['--metric', 'latencySeconds.mean'];

describe('tornado', () => {
  it('has the runs that compare has, on the same draws', async () => {
    const { metrics, ranges } = await tornadoJson(...RATE, ...LATENCY, '--replications', '3');
    expect(ranges).toEqual([{ path: 'arrivals.rate', low: 1, high: 4, base: 2, about: null }]);
    const { base, effects } = metrics['latencySeconds.mean'];
    const axis = ['--axis', 'arrivals.rate=2,1,4', '--replications', '3', '--json'];
    const { out } = await sealsim('compare', at('s.yaml'), ...axis);
    const { cells, differences } = JSON.parse(out);
    const means = cells.map(({ summary }: { summary: { latencySeconds: object } }) =>
      Reflect.get(summary.latencySeconds, 'mean'),
    );
    expect([base, effects[0].atLow, effects[0].atHigh]).toEqual(means);
    expect(effects[0].lowEffect).toEqual(differences[0].figures['latencySeconds.mean'].difference);
    expect(effects[0].highEffect).toEqual(differences[1].figures['latencySeconds.mean'].difference);
  });

  it('takes attainment of received requests if no metric is named', async () => {
    const { metrics } = await tornadoJson(...RATE);
    expect(Object.keys(metrics)).toEqual(['sla.attainmentReceived']);
  });

  it('takes what --set says for the base, and for the others of the ranges', async () => {
    const set = ['--set', 'arrivals.rate=3', '--set', 'sla.seconds=2'];
    const { ranges, notes } = await tornadoJson(...set, ...RATE);
    expect(ranges[0].base).toBe(3);
    expect(notes).toEqual([]);
  });

  it('says when the base lies outside of a range, or leaves the value to a default', async () => {
    const { notes } = await tornadoJson(
      ...['--range', 'arrivals.rate=3,4', '--range', 'strategy.timerSigmas=0,2'],
    );
    expect(notes).toEqual([
      'arrivals.rate: the base, 2, lies outside of 3 to 4',
      expect.stringContaining('strategy.timerSigmas: not set in the scenario'),
    ]);
  });

  it('finds no difference in what nothing reads', async () => {
    const { out } = await tornado('--range', 'strategy.timerSigmas=0,2', '--replications', '2');
    expect(out).toContain('no difference');
  });

  it('takes the ranges that TEE presets state unless others are given', async () => {
    const cc = ['--set', 'tee.mode=cc', '--set', `tee.preset=${at('mine.yaml')}`, ...LATENCY];
    const { ranges, notes } = await tornadoJson(...cc);
    const path = 'tee.effects.load.ratio';
    const about = 'range of guesses (Made up by me.)';
    expect(ranges).toEqual([{ path, low: 2, high: 4, base: 3, about }]);
    expect(notes).toEqual([`${path}: ${about}`]);
    const other = await tornadoJson(...cc, '--range', `${path}=5,6`);
    expect(other.ranges[0]).toMatchObject({ low: 5, high: 6, base: 3, about: null });
  });

  it('writes a table and a figure in the formats asked for, the same bytes every time', async () => {
    for (const folder of ['one', 'two']) {
      const formats = ['--format', 'svg,pdf'];
      const { code, err } = await tornado(...RATE, ...formats, '--out', at(folder));
      expect({ code, err }).toEqual({ code: 0, err: '' });
    }
    const names = readdirSync(at('one')).sort();
    expect(names).toEqual([
      'manifest.json',
      'summary.json',
      'tornado.caption.txt',
      'tornado.csv',
      'tornado.pdf',
      'tornado.svg',
      'tornado.vl.json',
    ]);
    for (const name of names.filter((each) => each !== 'manifest.json')) {
      expect(readFileSync(at('one', name)).equals(readFileSync(at('two', name)))).toBe(true);
    }
  });
});

describe('the examples of tornado', () => {
  it.each(command.examples)('%s', async (example) => {
    const argv = example.replace('sealsim ', '').replace('replications 5', 'replications 1');
    const { code, err } = await sealsim(...argv.split(' '));
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });
});

describe('tornado refuses', () => {
  it.each([
    ['a path that no scenario has', ['arrivals.rat=1,2'], '--range arrivals.rat: expected'],
    [
      'equal ends',
      ['sla.seconds=5,5.0'],
      'two numbers, the lower one first, got "sla.seconds=5,5.0"',
    ],
    ['ends the wrong way round', ['sla.seconds=6,5'], 'the lower one first'],
    ['one end', ['sla.seconds=6'], '--range: expected path=low,high, got "sla.seconds=6"'],
    ['three ends', ['sla.seconds=1,2,3'], 'expected path=low,high, got'],
    ['text', ['strategy.name=greedy,best-batch'], 'two numbers'],
    ['infinite ends', ['sla.seconds=1,Infinity'], 'two numbers'],
    ['no path', ['=1,2'], 'expected path=low,high'],
    ['what is paired', ['seed=1,2'], 'use --seed'],
    ['a value that the scenario refuses', ['sla.seconds=-1,2'], '--range sla.seconds: expected'],
    ['one path twice', ['sla.seconds=1,2', 'sla["seconds"]=3,4'], 'ranges of different settings'],
    ['nothing, where no preset states a range', [], 'the scenario has no TEE preset'],
  ])('%s', async (_, ranges, expected) => {
    const { code, out, err } = await tornado(...ranges.flatMap((range) => ['--range', range]));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(expected);
  });

  it('a first factor beside measured CC times, as it would change all of them', async () => {
    const range = ['--set', 'tee.mode=cc', '--range', 'tee.factors.inference=1,1.2'];
    const { code, err } = await tornado(...range);
    expect(code).toBe(2);
    expect(err).toBe(
      '--range: expected a scenario with tee.factors, which then vary one at a time, got ' +
        'tee.factors.inference in one without (without them CC times are as measured: add ' +
        '--set tee.factors.inference=…)\n',
    );
    expect((await tornado(...range, '--set', 'tee.factors.load=2')).code).toBe(0);
  });

  it('with every problem at once, and writes nothing', async () => {
    const wrong = ['--range', 'bogus=1,2', '--range', 'sla.seconds=2,1', '--metric', 'nope'];
    const { code, err } = await tornado(...wrong, '--format', 'gif', '--out', at('none'));
    expect(code).toBe(2);
    for (const part of ['bogus', 'sla.seconds=2,1', '--metric', '--format']) {
      expect(err).toContain(part);
    }
    expect(existsSync(at('none'))).toBe(false);
  });
});
