import { describe, expect, it } from 'vitest';
import { HostMemory } from '../../src/serving/batch/host-memory.js';
import { createTiming } from '../../src/timing/timing.js';
import { withWeights } from '../../src/timing/weights.js';
import { buildScenario } from '../support/scenario-builder.js';

const DISK = {
  form: 'disk',
  load: 4,
  unload: 1,
  weightsGiB: 16,
  diskGiBPerSecond: 8,
  uncached: { first: 1, returning: 1, otherwise: 1 },
  cv: 0,
  runCv: 0,
  family: 'constant',
} as const;

const FIRST = { first: true, previous: -1, beforePrevious: -1 } as const;

describe('withWeights', () => {
  it('loads at the same rates, and leaves models that nobody names as they are', () => {
    const model = { weightsGiB: 16, swap: DISK };
    const { timing } = buildScenario({ models: [model, model] });
    const half = createTiming(withWeights(timing, [8, undefined]));
    expect([half.weightsGiB(0), half.loadSeconds(0, FIRST, 0.5)]).toEqual([8, 3]);
    expect([half.weightsGiB(1), half.loadSeconds(1, FIRST, 0.5)]).toEqual([16, 6]);
  });

  it('leaves seconds on top of every load as they are in beliefs, and scales those per GiB', () => {
    const { timing } = buildScenario({ models: [{ weightsGiB: 16, swap: DISK }] });
    const [model] = timing.models;
    const [belief] = timing.believed.cc;
    if (model === undefined || belief === undefined) throw new Error('no model');
    const added = { ...model.added, perSwapSeconds: 2, perGiBSeconds: 0.25 };
    // 4 s to load, 2 s whatever is loaded, a quarter of a second for each of 16 GiB.
    const load = { mean: 4 + 2 + 4, sd: 0 };
    const halved = withWeights(
      {
        ...timing,
        models: [{ ...model, added }],
        believed: { ...timing.believed, cc: [{ ...belief, load }] },
      },
      [8],
    );
    expect(halved.believed.cc[0]?.load.mean).toBe(2 + 2 + 2);
    const warm = { first: false, previous: 0, beforePrevious: -1 };
    expect(createTiming(halved).loadSeconds(0, warm, 0.5)).toBe(2 + 2 + 2);
  });

  it('takes the weights alone where the profile leaves them at 0', () => {
    const model = { weightsGiB: 0, swap: { ...DISK, weightsGiB: 0 } };
    const { timing } = buildScenario({ models: [model] });
    const sized = createTiming(withWeights(timing, [8]));
    expect([sized.weightsGiB(0), sized.loadSeconds(0, FIRST, 0.5)]).toEqual([8, 5]);
    const host = new HostMemory({ prefetchGiB: 0, pageCacheGiB: 10 }, createTiming(timing));
    expect(host.uncachedShare(0)).toBe(0);
  });
});
