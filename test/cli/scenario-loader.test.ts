import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Invocation } from '../../src/cli/invocation.js';
import { ScenarioLoader } from '../../src/cli/scenario-loader.js';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { SMALL_SCENARIO } from './small-scenario.js';

const at = useTemporaryFolder();
const place = { kind: 'file', file: 'sweep.yaml', line: 1, column: 1 } as const;

function setting(path: string, value: number) {
  return { path, value: { kind: 'scalar', value, source: String(value), place } } as const;
}

describe('a scenario loader', () => {
  it('loads a scenario that is no argument; settings give way to sets, and those to options', async () => {
    writeFileSync(at('scenario.yaml'), SMALL_SCENARIO);
    const options = new Map([
      ['--set', ['sla.seconds=10', 'durationSeconds=11', 'name=a']],
      ['--seed', ['x']],
    ]);
    const invocation = new Invocation([], ['sweep.yaml'], options, []);
    const loader = new ScenarioLoader(invocation, at('scenario.yaml'));
    const sets = ['durationSeconds=12', 'name=b'];
    const settings = [
      setting('durationSeconds', 13),
      setting('drainSeconds', 14),
      setting('seed', 15),
    ];
    const { scenario } = await loader.load(sets, settings);
    const { name, seed, durationSeconds, drainSeconds, slaSeconds } = scenario;
    expect({ name, seed }).toEqual({ name: 'b', seed: 'x' });
    expect({ durationSeconds, drainSeconds }).toEqual({ durationSeconds: 12, drainSeconds: 14 });
    expect(new Set(slaSeconds)).toEqual(new Set([10]));
    const [input] = await loader.inputs({ scenario, strategy: (await loader.load()).strategy });
    expect(input).toMatchObject({ what: 'scenario', name: at('scenario.yaml') });
  });

  it('places the problems of settings', async () => {
    writeFileSync(at('broken.yaml'), SMALL_SCENARIO);
    const loader = new ScenarioLoader(new Invocation([], [at('broken.yaml')], new Map(), []));
    await expect(loader.load([], [setting('sla.seconds', -1)])).rejects.toThrow(
      'sweep.yaml:1:1 sla.seconds: expected a number > 0 and ≤ 1e9, got -1',
    );
  });
});
