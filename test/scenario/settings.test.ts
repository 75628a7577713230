import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Issue, type IssueSource, UserError } from '../../src/errors.js';
import { Problems } from '../../src/scenario/issues/problems.js';
import { readYamlFile, readYamlOption } from '../../src/scenario/text/read-yaml.js';
import type { PlacedSetting } from '../../src/scenario/text/sets.js';
import { keyPlaceOf, keysOf, valueAt } from '../../src/scenario/text/tree.js';
import type { Scenario } from '../../src/scenario/types.js';
import { lawSeed } from '../support/property.js';
import { load, problemsOf, scenarioText } from './small-world.js';

const GAMMA = scenarioText({ arrivals: '{ process: gamma, rate: 4, shape: 1 }' });

/** The settings that a mapping in `sweep.yaml` holds, with their places. */
function settingsIn(text: string): readonly PlacedSetting[] {
  const problems = new Problems();
  const { root } = readYamlFile(text, 'sweep.yaml', problems);
  problems.throwIfAny();
  return keysOf(root).map((path) => {
    const value = valueAt(root, [path]);
    if (value === undefined) throw new Error(`no value of ${path}`);
    return { path, value, place: keyPlaceOf(root, [path]) };
  });
}

describe('settings of another file', () => {
  it('are applied before those of the command line, which have the last word', async () => {
    const settings = settingsIn('sla.seconds: 20\ntee: { mode: off }\nstrategy.sizes.alpha: 3\n');
    const scenario = await load(scenarioText(), { sets: ['sla.seconds=10', 'seed=5'], settings });
    expect(scenario).toMatchObject({ slaSeconds: [10, 10], seed: '5', teeMode: 'off' });
    expect(scenario.strategy.options.sizes).toEqual({ alpha: 3 });
  });

  it('give way to options of their own', async () => {
    const request = { seed: 'x', replications: 7, settings: settingsIn('seed: 3\n') };
    expect(await load(scenarioText(), request)).toMatchObject({ seed: 'x', replications: 7 });
  });

  it.each([
    [
      'a wrong value',
      'sla.seconds:  60ms\n',
      'sweep.yaml:1:15 sla.seconds: expected a number > 0 and ≤ 1e9, got "60ms" (write the number alone; the unit is fixed)',
    ],
    [
      'a wrong value within',
      'sla:\n  seconds: 5\n  perModel: { beta: -1 }\n',
      'sweep.yaml:3:21 sla.perModel.beta: expected a number > 0 and ≤ 1e9, got -1',
    ],
    [
      'an unknown key in the path',
      'sla.secnds: 5\n',
      'sweep.yaml:1:1 sla.secnds: expected seconds or perModel, got the unknown key "secnds" (did you mean "seconds"?)',
    ],
    [
      'an unknown key within the value',
      'sla: { seconds: 5, perModl: 5 }\n',
      'sweep.yaml:1:20 sla.perModl: expected seconds or perModel, got the unknown key "perModl" (did you mean "perModel"?)',
    ],
    [
      'an unknown model',
      'strategy.sizes.gamma: 5\n',
      'sweep.yaml:1:1 strategy.sizes.gamma: expected a model of the scenario (alpha or beta), got "gamma"',
    ],
    [
      'a path that leads nowhere',
      'server.profile.gpu: 5\n',
      'sweep.yaml:1:1 server.profile.gpu: expected a path through mappings and lists, got "small" at server.profile',
    ],
    [
      'a path that is none',
      'sla..seconds: 5\n',
      'sweep.yaml:1:1: expected a path like a.b.0["c.d"], got "sla..seconds"',
    ],
    [
      'a path with a value',
      'sla.seconds=5: 5\n',
      'sweep.yaml:1:1: expected a path like a.b.0["c.d"], got "sla.seconds=5"',
    ],
  ])('are named as the place of %s', async (_, text, line) => {
    expect(await problemsOf(load(scenarioText(), { settings: settingsIn(text) }))).toEqual([line]);
  });

  it('are placed where their value stands unless their path has a place', async () => {
    const settings = settingsIn('sla.secnds:   5\n').map(({ path, value }) => ({ path, value }));
    expect(await problemsOf(load(scenarioText(), { settings }))).toEqual([
      expect.stringMatching(/^sweep\.yaml:1:15 sla\.secnds: /),
    ]);
  });

  it('hide no problem of the scenario', async () => {
    const text = scenarioText({ durationSeconds: '-1' });
    const settings = settingsIn('sla.seconds: -2\n');
    expect(await problemsOf(load(text, { settings }))).toEqual([
      's.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got -1',
      'sweep.yaml:1:14 sla.seconds: expected a number > 0 and ≤ 1e9, got -2',
    ]);
  });

  it('replace what the scenario says for another choice, not what they say themselves', async () => {
    const bursty = await load(GAMMA, { settings: settingsIn('arrivals.process: bursty\n') });
    expect(bursty.workload.arrivals).toMatchObject({ process: 'bursty', burstSeconds: [1, 3] });
    const both = settingsIn('arrivals.shape: 2\narrivals.process: bursty\n');
    expect(await problemsOf(load(GAMMA, { settings: both }))).toEqual([
      expect.stringMatching(/^sweep\.yaml:1:1 arrivals\.shape: expected one of process, /),
    ]);
  });

  it('make options of the scenario give way to another strategy, not their own', async () => {
    const strategy = '{ name: select-batch+timer, rateWindow: 7 }';
    const text = scenarioText({ strategy });
    const fcfs = settingsIn('strategy.name: fcfs\n');
    expect((await load(text, { settings: fcfs })).strategy.name).toBe('fcfs');
    const capped = settingsIn('strategy.name: fcfs\nstrategy.batchCap: 4\n');
    expect(await problemsOf(load(text, { settings: capped }))).toEqual([
      'sweep.yaml:2:1 strategy.batchCap: expected only options that fcfs reads (none), got "batchCap"',
    ]);
  });

  it('mean what the same settings of `--set` mean', async () => {
    const setting = fc.tuple(
      fc.constantFrom(
        ...['sla.seconds', 'sla.perModel.beta', 'arrivals.process', 'arrivals.rate', 'tee.mode'],
        ...['arrivals.shape', 'arrivals.cv', 'strategy.name', 'strategy.module', 'strategy'],
        ...['strategy.batchCap', 'strategy.allowedSizes.0', 'tee.factors', 'arrivals.of.0.rate'],
      ),
      fc.constantFrom(
        ...['5', '-1', '0.5', 'gamma', 'bursty', 'fcfs', 'own.mjs', 'off', 'cc', 'null', '[4]'],
        ...['{ load: 2 }', '{ name: greedy }', 'select-batch+timer', '{ beta: 3 }'],
      ),
    );
    const place: IssueSource = { kind: 'option', option: '--set' };
    const property = fc.asyncProperty(fc.array(setting, { maxLength: 4 }), async (pairs) => {
      const sets = pairs.map(([path, value]) => `${path}=${value}`);
      const settings = pairs.map(([path, text]) => {
        return { path, value: readYamlOption(text, place, [], new Problems()) };
      });
      expect(await outcome(load(GAMMA, { settings }))).toStrictEqual(
        await outcome(load(GAMMA, { sets })),
      );
    });
    await fc.assert(property, { numRuns: 300, seed: lawSeed() });
  });
});

async function outcome(loading: Promise<Scenario>): Promise<Scenario | readonly Issue[]> {
  try {
    return await loading;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.issues;
  }
}
