import { describe, expect, it } from 'vitest';
import { createTiming } from '../../src/timing/timing.js';
import { load, PROFILE, scenarioText } from './small-world.js';

const PATH =
  '{ stages: [{ name: read, place: disk, giBPerSecond: { off: 4, cc: 2 } }, ' +
  '{ name: send, place: gpu, giBPerSecond: { off: 10, cc: 5 }, seconds: 1 }] }';

const BOTH = PROFILE.replace(
  'swap: { profiled: { load: { mean: 5 } } }',
  'swap: { profiled: { load: { mean: 5 } } }\n    cc: *off',
);

const HISTORY = { first: true, previous: -1, beforePrevious: -1 };

describe('server.loadPath', () => {
  it('takes the place of the loads, by the weights and in the mode of the scenario', async () => {
    const server = `{ profile: small, loadPath: ${PATH} }`;
    const text = scenarioText({ server });
    const files = { 'profiles/small.yaml': BOTH };
    const modes = ['off', 'cc'].map((mode) => load(text, { sets: [`tee.mode=${mode}`] }, files));
    const [off, cc] = await Promise.all(modes);
    const loads = [off, cc].map((scenario) => {
      const timing = createTiming((scenario ?? expect.fail()).timing);
      return [0, 1].map((model) => timing.loadSeconds(model, HISTORY, 0.5));
    });
    expect(loads).toEqual([
      [20 / 4 + 20 / 10 + 1, 30 / 4 + 30 / 10 + 1],
      [20 / 2 + 20 / 5 + 1, 30 / 2 + 30 / 5 + 1],
    ]);
    // What is believed follows, in both modes, wherever the run is.
    for (const { timing } of [off, cc].flatMap((scenario) => scenario ?? [])) {
      expect(timing.believed.off.map((belief) => belief.load)).toEqual([
        { mean: 8, sd: 0 },
        { mean: 11.5, sd: 0 },
      ]);
      expect(timing.believed.cc.map((belief) => belief.load.mean)).toEqual([15, 22]);
    }
  });

  it('takes tee.factors on its times without confidential computing', async () => {
    const server = `{ profile: small, loadPath: ${PATH} }`;
    const tee = '{ mode: cc, factors: { load: 3, perSwapSeconds: 0.5 } }';
    const { timing } = await load(scenarioText({ server, tee }));
    expect(createTiming(timing).loadSeconds(0, HISTORY, 0.5)).toBeCloseTo(8 * 3 + 0.5, 12);
    expect(timing.believed.cc[0]?.load.mean).toBeCloseTo(8 * 3 + 0.5, 12);
    expect(timing.believed.off[0]?.load.mean).toBe(8);
  });

  it('keeps a page cache, and without it nobody keeps account of one', async () => {
    const server = `{ profile: small, loadPath: ${PATH.replace(' }] }', ' }], pageCacheGiB: 9 }')} }`;
    expect((await load(scenarioText({ server }))).server.pageCacheGiB).toBe(9);
    expect((await load(scenarioText())).server.pageCacheGiB).toBeNull();
  });
});

describe('models.weightsGiB', () => {
  it('changes memory, loads by stages and what is believed of them', async () => {
    const models = '{ mix: { alpha: 0.4, beta: 0.6 }, weightsGiB: { beta: 15 } }';
    const server = `{ profile: small, loadPath: ${PATH} }`;
    const { timing } = await load(scenarioText({ models, server }));
    expect(timing.models.map(({ weightsGiB }) => weightsGiB)).toEqual([20, 15]);
    expect(createTiming(timing).loadSeconds(1, HISTORY, 0.5)).toBe(15 / 4 + 15 / 10 + 1);
    expect(timing.believed.off[1]?.load.mean).toBe(15 / 4 + 15 / 10 + 1);
  });

  it('scales loads of the disk form', async () => {
    const disk = '{ diskGiBPerSecond: 4, uncached: { first: 1, returning: 1, otherwise: 1 } }';
    const profile = PROFILE.replaceAll(
      '{ profiled: { load: { mean: 4 } } }',
      '{ profiled: { load: { mean: 4 } }, disk: '.concat(disk, ' }'),
    );
    const text = scenarioText({
      arrivals: '{ process: poisson, rate: 2 }',
      models: '{ mix: { alpha: 1 }, weightsGiB: { alpha: 10 } }',
      server: '{ profile: small, swapTimes: disk }',
    });
    const { timing } = await load(text, {}, { 'profiles/small.yaml': profile });
    expect(createTiming(timing).loadSeconds(0, HISTORY, 0.5)).toBe(4 / 2 + 10 / 4);
    expect(timing.believed.off[0]?.load.mean).toBe(2);
  });
});
