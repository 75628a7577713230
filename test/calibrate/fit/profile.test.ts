import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fitBatchServer } from '../../../src/calibrate/fit/batch-server-fit.js';
import { scoreForms } from '../../../src/calibrate/fit/form-scores.js';
import { profileYaml } from '../../../src/calibrate/fit/profile-yaml.js';
import { fitReport } from '../../../src/calibrate/fit/report.js';
import { profileSchema } from '../../../src/timing/profile-schema.js';
import { resolveTiming } from '../../../src/timing/resolve-profile.js';
import { createTiming } from '../../../src/timing/timing.js';
import { choose, momentsOver } from '../../timing/support.js';
import { baseProfile, data, MODELS, runs, swapSeconds, WORLD, type World } from './world.js';

const UNEVEN: World = { ...WORLD, afterSmall: 1.3 };
const base = baseProfile(UNEVEN);
const measured = data([
  ...runs(UNEVEN, 12),
  ...runs(UNEVEN, 12, { mode: 'cc' }),
  ...runs(UNEVEN, 6, { strategy: 'BestBatch+PartialBatch+Timer' }),
]);
const fit = fitBatchServer(measured, { base });
const yaml = profileYaml(fit, base, 'Made up: 30 runs of a made-up server.');

function timing(swapTimes: 'in-experiment' | 'disk' | 'history') {
  const document = profileSchema.parse(parse(yaml));
  const choice = choose({ models: MODELS, swapTimes, batchTimes: 'in-experiment' });
  const resolved = resolveTiming(document, choice);
  if ('issues' in resolved) throw new Error(JSON.stringify(resolved.issues));
  return createTiming(resolved.timing);
}

describe('profileYaml', () => {
  it('names where the numbers come from', () => {
    const document = profileSchema.parse(parse(yaml));
    expect(document.sources?.['fitted']).toBe('Made up: 30 runs of a made-up server.');
    expect(document.models['small']?.off.swap.history?.source).toBe('fitted');
    expect(document.models['small']?.off.swap.profiled).toEqual(
      base.models['small']?.off.swap.profiled,
    );
  });

  it('keeps lines short enough to read', () => {
    expect(Math.max(...yaml.split('\n').map((line) => line.length))).toBeLessThanOrEqual(105);
  });

  it('gives back the durations that were measured, by history', () => {
    const server = timing('history');
    for (const [last, before, model] of [
      [0, 1, 2],
      [1, 0, 2],
      [1, 2, 2],
      [2, 0, 0],
    ] as const) {
      const history = { first: false, previous: last, beforePrevious: before };
      const { mean } = momentsOver((u) => server.loadSeconds(model, history, u), 2000);
      const truth = swapSeconds(UNEVEN, [before, last], model) - UNEVEN.unload;
      expect(Math.abs(mean / truth - 1)).toBeLessThan(0.04);
    }
    const { mean, sd } = momentsOver((u) => server.batchSeconds(1, 32, u), 2000);
    expect(mean).toBeCloseTo(UNEVEN.a + UNEVEN.b * 32, 0);
    expect(sd / mean).toBeCloseTo(UNEVEN.inferenceCv, 1);
    expect(server.writeSeconds(50)).toBeCloseTo(UNEVEN.writeBase + 50 * UNEVEN.writePerRequest, 4);
  });

  it('gives the disk and in-experiment forms too', () => {
    const history = { first: false, previous: 1, beforePrevious: 0 };
    for (const form of ['disk', 'in-experiment'] as const) {
      const server = timing(form);
      const { mean } = momentsOver((u) => server.loadSeconds(2, history, u), 500);
      expect(Math.abs(mean / swapSeconds(UNEVEN, [0, 1], 2) - 1)).toBeLessThan(0.25);
    }
  });

  it('tells the busy loop by mode', () => {
    const document = profileSchema.parse(parse(yaml));
    const extra = document.busyLoop?.loadExtraSeconds?.['large'];
    expect(extra).toHaveProperty('off');
    expect(document.busyLoop?.inferenceRate).toBeGreaterThan(0);
  });
});

describe('scoreForms', () => {
  const cells = data([
    ...runs(UNEVEN, 6, { nominalRate: 4 }).map((run) => ({ ...run, id: `${run.id} a` })),
    ...runs(UNEVEN, 6, { nominalRate: 8, slaSeconds: 40 }),
  ]);

  it('prefers the form that the runs have', () => {
    const scores = scoreForms(cells, { base });
    const crps = (form: string) => scores.find((score) => score.form === form)?.crps ?? Number.NaN;
    expect(crps('history')).toBeLessThan(crps('disk'));
    expect(crps('disk')).toBeLessThan(crps('in-experiment'));
    expect(crps('ratio') / crps('line')).toBeCloseTo(1, 1);
    for (const { bias } of scores) expect(Math.abs(bias)).toBeLessThan(0.1);
  });

  it('compares nothing within a single cell', () => {
    expect(scoreForms(measured, { base })).toEqual([]);
  });
});

describe('fitReport', () => {
  it('tells estimates, residuals, weak spots and how the forms compare', () => {
    const text = fitReport(fit, scoreForms(measured, { base }), []);
    for (const part of [
      'Fitted on 30 runs.',
      'R²',
      'off large, returning',
      'cc disk rate',
      'busy loop, inference rate',
      'Weakly identified',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toMatch(/NaN|undefined/);
  });

  it('leaves out what was not fitted', () => {
    const little = fitBatchServer(data(runs(WORLD, 1, { batches: 1 })), { base });
    expect(fitReport(little, [], [])).not.toMatch(/Inference|busy loop|NaN/);
  });
});
