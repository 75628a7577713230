import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../host/temporary-folder.js';
import { start } from './process.js';
import { sealsim } from './run-in-process.js';
import { SMALL_SCENARIO } from './small-scenario.js';
import { smallSweep } from './small-sweep.js';

const at = useTemporaryFolder();

/** Runs a module as a user of the package would, in plain JavaScript. */
async function runModule(text: string): Promise<unknown> {
  const { out, err } = await start(['--input-type=module', '-e', text], 'node').ended;
  expect(err).toBe('');
  return JSON.parse(out);
}

describe('the built package', () => {
  it('simulates a scenario as a library', async () => {
    const requests = await runModule(`
      import * as sealsim from 'sealsim';
      const { loadScenario, nodeFiles, nodeStrategies, findStrategy } = sealsim;
      const request = { file: 'scenarios/quick-start.yaml', sets: ['durationSeconds=60'] };
      const scenario = await loadScenario(request, nodeFiles(), nodeStrategies());
      const observer = new sealsim.SummaryObserver({ ...scenario, latency: 'exact' });
      const strategy = findStrategy(scenario.strategy.name);
      sealsim.simulate({ scenario, strategy, replication: 0, observers: [observer] });
      console.log(JSON.stringify(observer.summary().requests));
    `);
    expect(requests).toMatchObject({ lost: 0, dropped: 0, leftOver: 0 });
  });

  it('reads sweep files, and the results of sweeps', async () => {
    writeFileSync(at('s.yaml'), SMALL_SCENARIO);
    writeFileSync(at('sweep.yaml'), smallSweep());
    await sealsim('sweep', at('sweep.yaml'), '--out', at('out'));
    const found = await runModule(`
      import { effectsOf, nodeFiles, openResults, readSweep } from 'sealsim';
      const { sweep, issues } = await readSweep(${JSON.stringify(at('sweep.yaml'))}, nodeFiles());
      const { results, status } = await openResults(${JSON.stringify(at('out'))});
      const received = results.values(0, 'requests.received');
      const pairs = new Set(effectsOf(results).map(({ cell, baseline }) => cell + '-' + baseline));
      console.log(JSON.stringify({
        issues, status, cells: sweep.cells.length, received: received.length, pairs: [...pairs],
      }));
    `);
    const pairs = ['1-0', '3-2'];
    expect(found).toEqual({ issues: [], status: 'complete', cells: 4, received: 3, pairs });
  });

  it('has a part for those who test strategies', async () => {
    const exported = await runModule(`
      console.log(JSON.stringify(Object.keys(await import('sealsim/testing'))));
    `);
    expect(exported).toContain('StrategyHarness');
  });
});
