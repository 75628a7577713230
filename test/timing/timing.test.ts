import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../src/errors.js';
import { createRunKey } from '../../src/random/run-key.js';
import { type AddedSeconds, NOTHING_ADDED } from '../../src/timing/added.js';
import { createBelievedTiming } from '../../src/timing/belief/believed.js';
import type { TimingConfig } from '../../src/timing/config.js';
import { createTiming } from '../../src/timing/timing.js';
import type { Timing } from '../../src/timing/types.js';
import { byHistory, independent, line, table } from './support.js';

const HISTORY = { first: false, previous: -1, beforePrevious: -1 };
const CONFIG: TimingConfig = {
  profile: 'p',
  profileSha256: '',
  gpuName: null,
  models: [
    {
      name: 'a',
      weightsGiB: 5,
      maxBatch: 16,
      bestBatch: 8,
      batch: line(),
      swap: independent({ load: { mean: 4, sd: 0 }, unload: { mean: 0.1, sd: 0 } }),
      busyLoopLoadExtraSeconds: 20,
      added: NOTHING_ADDED,
      tokens: { input: null, output: null },
    },
    {
      name: 'b',
      weightsGiB: 7,
      maxBatch: Number.POSITIVE_INFINITY,
      bestBatch: 4,
      batch: table(),
      swap: independent({ load: { mean: 6, sd: 0 } }),
      busyLoopLoadExtraSeconds: 0,
      added: NOTHING_ADDED,
      tokens: { input: null, output: null },
    },
  ],
  write: { baseSeconds: 0.0125, perRequestSeconds: 0.002 },
  busyLoopInferenceRate: 0.05,
  presets: [],
  teeRanges: [],
  believed: { off: [], cc: [] },
};

/** The same with seconds on top of both models' operations. */
function adding(seconds: Partial<AddedSeconds>): Timing {
  const added = { ...NOTHING_ADDED, ...seconds };
  return createTiming({
    ...CONFIG,
    models: CONFIG.models.map((model) => ({ ...model, added })),
  });
}

describe('createTiming', () => {
  it('answers for each model by its index', () => {
    const timing = createTiming(CONFIG);
    expect(timing.batchSeconds(0, 10, 0.5)).toBe(3);
    expect(timing.loadSeconds(0, HISTORY, 0.5)).toBe(4);
    expect(timing.loadSeconds(1, HISTORY, 0.5)).toBe(6);
    expect(timing.unloadSeconds(0, 0.5)).toBe(0.1);
    expect([timing.weightsGiB(1), timing.maxBatch(0), timing.maxBatch(1)]).toEqual([
      5 + 2,
      16,
      Infinity,
    ]);
    expect([timing.definedUpTo(0), timing.definedUpTo(1)]).toEqual([Infinity, 8]);
    expect([timing.busyLoopLoadExtraSeconds(0), timing.busyLoopInferenceRate]).toEqual([20, 0.05]);
  });

  it('draws the factor that a run’s loads share from the run’s key, the same for all models', () => {
    const swap = byHistory({ runCv: 0.1 });
    const config = { ...CONFIG, models: CONFIG.models.map((model) => ({ ...model, swap })) };
    const loads = (replication: number) => {
      const timing = createTiming(config, createRunKey('seed', replication));
      return [timing.loadSeconds(0, HISTORY, 0.2), timing.loadSeconds(1, HISTORY, 0.7)];
    };
    expect(loads(0)[0]).toBe(loads(0)[1]);
    expect(loads(0)).toEqual(loads(0));
    expect(loads(0)).not.toEqual(loads(1));
    expect(createTiming(config).loadSeconds(0, HISTORY, 0.2)).toBe(3);
  });

  it('writes a base and a part per request', () => {
    expect(createTiming(CONFIG).writeSeconds(30)).toBeCloseTo(0.0125 + 0.06, 12);
  });

  it('adds fixed seconds to every batch and load, first ones too, and to nothing else', () => {
    const plain = createTiming(CONFIG);
    const timing = adding({ perBatchSeconds: 0.3, perSwapSeconds: 2 });
    const first = { ...HISTORY, first: true };
    expect(timing.batchSeconds(1, 3, 0.9)).toBeCloseTo(plain.batchSeconds(1, 3, 0.9) + 0.3, 12);
    expect(timing.loadSeconds(0, HISTORY, 0.5)).toBe(6);
    expect(timing.loadSeconds(0, first, 0.5)).toBe(6);
    expect(timing.unloadSeconds(1, 0.2)).toBe(plain.unloadSeconds(1, 0.2));
    expect(timing.writeSeconds(3)).toBe(plain.writeSeconds(3));
  });

  it('adds by request, by GiB, to unloads and to the first load of a run', () => {
    const plain = createTiming(CONFIG);
    const timing = adding({ perRequestSeconds: 0.1, perGiBSeconds: 0.5, perUnloadSeconds: 3 });
    const gained = timing.batchSeconds(1, 3, 0.9) - plain.batchSeconds(1, 3, 0.9);
    expect(gained).toBeCloseTo(0.3, 12);
    const weights = CONFIG.models[0]?.weightsGiB ?? 0;
    expect(timing.loadSeconds(0, HISTORY, 0.5)).toBeCloseTo(4 + 0.5 * weights, 12);
    expect(timing.unloadSeconds(0, 0.5)).toBeCloseTo(3.1, 12);
    const cold = adding({ firstLoadSeconds: 7, perSwapSeconds: 1 });
    expect(cold.loadSeconds(0, { ...HISTORY, first: true }, 0.5)).toBe(4 + 1 + 7);
    expect(cold.loadSeconds(0, HISTORY, 0.5)).toBe(4 + 1);
  });

  it('refuses a model it does not know', () => {
    expect(() => createTiming(CONFIG).weightsGiB(2)).toThrow(InvariantError);
  });
});

describe('createBelievedTiming', () => {
  const believed = createBelievedTiming([
    {
      load: { mean: 9, sd: 2 },
      unload: { mean: 0.1, sd: 0.01 },
      batch: table(),
      added: { perBatchSeconds: 0, perRequestSeconds: 0 },
      bestBatch: 8,
      maxBatch: 72,
    },
  ]);

  it('gives means and standard deviations', () => {
    expect(believed.loadSeconds(0)).toEqual({ mean: 9, sd: 2 });
    expect(believed.unloadSeconds(0)).toEqual({ mean: 0.1, sd: 0.01 });
    expect([believed.batchSeconds(0, 4), believed.bestBatch(0), believed.maxBatch(0)]).toEqual([
      1.5, 8, 72,
    ]);
  });

  it('believes that a batch beyond the table takes for ever', () => {
    expect(believed.batchSeconds(0, 9)).toBe(Number.POSITIVE_INFINITY);
  });

  it('cannot be changed by the strategy that reads it', () => {
    const load = believed.loadSeconds(0) as { mean: number };
    expect(() => {
      load.mean = 0;
    }).toThrow(TypeError);
  });

  it('refuses a model it does not know', () => {
    expect(() => believed.loadSeconds(1)).toThrow(RangeError);
    expect(() => believed.batchSeconds(1, 1)).toThrow('no model 1: the run has 1');
  });
});
