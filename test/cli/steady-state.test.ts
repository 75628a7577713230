import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { sealsim } from './run-in-process.js';
import { SMALL_SCENARIO } from './small-scenario.js';

const at = useTemporaryFolder();
const STEADY = ['--set', 'horizon=steady-state', '--set', 'durationSeconds=2000'];
/** More than the server carries. */
const OVERLOAD = ['--set', 'arrivals.rate=20', '--set', 'strategy.batchCap=4'];

beforeAll(() => writeFileSync(at('s.yaml'), SMALL_SCENARIO));

describe('a steady-state horizon on the command line', () => {
  it('gives figures where there is a steady state', async () => {
    const run = await sealsim('run', at('s.yaml'), ...STEADY, '--json');
    expect({ code: run.code, err: run.err }).toEqual({ code: 0, err: '' });
    const summary = JSON.parse(run.out);
    expect(summary.latencySeconds.mean).toBeGreaterThan(0);
    expect(summary.horizon.warmUpSeconds).toBeLessThan(1000);
  });

  it('says where there is none, and fails if there never is', async () => {
    const options = [...STEADY, ...OVERLOAD, '--replications', '2', '--json'];
    const { code, out, err } = await sealsim('run', at('s.yaml'), ...options);
    expect(code).toBe(1);
    expect(err).toMatch(
      /no steady state in 2 of 2 replications, which have no figures: .*replication 1/,
    );
    expect(JSON.parse(out).latencySeconds.mean).toEqual({ mean: null, ci95: null, n: 0 });
  });

  it('is told of in a sweep, also where no table is printed', async () => {
    const set = '{ horizon: steady-state, durationSeconds: 2000, strategy.batchCap: 4 }';
    const axes = '[{ path: arrivals.rate, values: [2, 20] }]';
    const lines = `scenario: s.yaml\nset: ${set}\naxes: ${axes}\nreplications: 2\n`;
    writeFileSync(at('sweep.yaml'), lines);
    const { code, err } = await sealsim('sweep', at('sweep.yaml'), '--out', at('out'), '--json');
    expect(code).toBe(0);
    expect(err).toContain('no steady state in 2 runs, which have no figures\n');
  });

  it('names the cell of a comparison that has none', async () => {
    const options = [...STEADY, '--set', 'strategy.batchCap=4', '--axis', 'arrivals.rate=2,20'];
    const { code, err } = await sealsim('compare', at('s.yaml'), ...options);
    expect(code).toBe(0);
    expect(err).toMatch(/^arrivals\.rate=20: no steady state in 1 of 1 replications/);
    expect(err).not.toContain('arrivals.rate=2:');
  });
});
