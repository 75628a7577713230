import { describe, expect, it } from 'vitest';
import { start } from './process.js';

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

  it('has a part for those who test strategies', async () => {
    const exported = await runModule(`
      console.log(JSON.stringify(Object.keys(await import('sealsim/testing'))));
    `);
    expect(exported).toContain('StrategyHarness');
  });
});
