import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.js';
import { looksLikeSweep } from '../../../src/experiment/sweep/looks-like-sweep.js';
import { validateSweep } from '../../../src/experiment/sweep/validate-sweep.js';
import { starter } from '../../../src/scenario/starters.js';
import { memoryFiles, memoryStrategies } from '../../scenario/memory-files.js';
import { PROFILE, scenarioText } from '../../scenario/small-world.js';
import { sweepText } from './small-sweep.js';

/** What is wrong with a sweep of the small scenario, as lines. */
async function problemsOf(
  parts: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string>> = {},
): Promise<readonly string[]> {
  const files = memoryFiles({
    's.yaml': sweepText(parts),
    'base.yaml': scenarioText(changes),
    'profiles/small.yaml': PROFILE,
  });
  try {
    await validateSweep('s.yaml', { files, strategies: memoryStrategies(), sets: [] });
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n');
    throw error;
  }
}

describe('validateSweep', () => {
  const axes =
    '[{ path: sla.seconds, values: [30, 60] }, { path: server.preload, values: [[], [beta]] }]';

  it('finds nothing wrong with a sweep that is right', async () => {
    expect(await problemsOf({ axes, metrics: '["perModel.*.swaps.count"]' })).toEqual([]);
  });

  it('reports a value where it stands in the sweep', async () => {
    const wrong =
      '[{ path: sla.seconds, values: [30, -1] }, { path: tee.mode, values: [off, of] }]';
    expect(await problemsOf({ axes: wrong, set: '{ strategy.sizes: { x: 2 } }' })).toEqual([
      's.yaml:3:42 sla.seconds: expected a number > 0 and ≤ 1e9, got -1',
      's.yaml:3:81 tee.mode: expected off or cc, got "of" (did you mean "off"?)',
      's.yaml:4:26 strategy.sizes.x: expected a model of the scenario (alpha or beta), got "x"',
    ]);
  });

  it('reports a path where it stands in the sweep', async () => {
    const wrong = '[{ path: sla.second, values: [30, 60] }]';
    expect(await problemsOf({ axes: wrong })).toEqual([
      's.yaml:3:16 sla.second: expected seconds or perModel, got the unknown key "second" (did you mean "seconds"?)',
    ]);
  });

  it('reports what is wrong with the sweep and with the scenario, each once', async () => {
    const parts = { axes, rank: '{ axis: sla.second, metric: swaps.count }' };
    expect(await problemsOf(parts, { durationSeconds: '-1' })).toEqual([
      's.yaml:4:15 rank.axis: expected a column (sla.seconds or server.preload), got "sla.second" (did you mean "sla.seconds"?)',
      'base.yaml:1:18 durationSeconds: expected a number > 0 and ≤ 1e9, got -1',
    ]);
  });

  it('reports models that no scenario has', async () => {
    expect(await problemsOf({ axes, metrics: '[perModel.alfa.swaps.count]' })).toEqual([
      's.yaml:4:11 metrics.0: expected a model of the scenarios (alpha or beta), got "alfa" (did you mean "alpha"?)',
    ]);
  });
});

describe('looksLikeSweep', () => {
  it.each([
    [starter('sweep'), true],
    ['scenario: a.yaml', true],
    [starter('scenario'), false],
    [PROFILE, false],
    ['', false],
    ['[1', false],
  ])('%#', (text, is) => {
    expect(looksLikeSweep(text)).toBe(is);
  });
});
