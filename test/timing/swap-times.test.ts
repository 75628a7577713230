import { describe, expect, it } from 'vitest';
import type { DiskSwap } from '../../src/timing/config.js';
import { createSwapTimes } from '../../src/timing/swap-times.js';
import { byHistory, independent, momentsOver } from './support.js';

const FIRST = { first: true, previous: -1, beforePrevious: -1 };
const LATER = { first: false, previous: 1, beforePrevious: 2 };

describe('independent swap times', () => {
  it('have the mean and sd given', () => {
    const times = createSwapTimes(independent(), 0);
    const load = momentsOver((u) => times.load(LATER, u));
    const unload = momentsOver((u) => times.unload(u));
    expect(load.mean).toBeCloseTo(4, 3);
    expect(load.sd).toBeCloseTo(1, 2);
    expect(unload.mean).toBeCloseTo(0.1, 4);
    expect(unload.sd).toBeCloseTo(0.02, 4);
  });

  it('take the first load for what it is, if it differs', () => {
    const same = createSwapTimes(independent(), 0);
    expect(same.load(FIRST, 0.4)).toBe(same.load(LATER, 0.4));
    const times = createSwapTimes(independent({ firstLoad: { mean: 2, sd: 0 } }), 0);
    expect(times.load(FIRST, 0.4)).toBe(2);
    expect(times.load(LATER, 0.4)).toBe(same.load(LATER, 0.4));
  });

  it('do not depend on history otherwise', () => {
    const times = createSwapTimes(independent(), 0);
    const returning = { first: false, previous: 1, beforePrevious: 0 };
    expect(times.load(returning, 0.6)).toBe(times.load(LATER, 0.6));
  });
});

const DISK: DiskSwap = {
  form: 'disk',
  load: 3,
  unload: 0.05,
  weightsGiB: 20,
  diskGiBPerSecond: 2.5,
  uncached: { first: 0.25, returning: 0.5, otherwise: 0.75 },
  cv: 0,
  runCv: 0,
  family: 'constant',
};

describe('disk swap times', () => {
  const load = (previous: number, beforePrevious: number) =>
    createSwapTimes(DISK, 0).load({ first: false, previous, beforePrevious }, 0.3);

  it('read the share of the weights that history left uncached', () => {
    expect(createSwapTimes(DISK, 0).load(FIRST, 0.3)).toBeCloseTo(3 + 20 * (0.25 / 2.5), 12);
    expect(load(1, 0)).toBeCloseTo(3 + 20 * (0.5 / 2.5), 12);
    expect(load(1, 2)).toBeCloseTo(3 + 20 * (0.75 / 2.5), 12);
    expect(load(1, -1)).toBeCloseTo(3 + 20 * (0.75 / 2.5), 12);
  });

  it('read nothing when the model loaded last is loaded again', () => {
    expect(load(0, 1)).toBe(3);
    expect(load(0, 0)).toBe(3);
  });

  it('spread the whole load by the cv, and the unload not at all', () => {
    const times = createSwapTimes({ ...DISK, cv: 0.2, family: 'gamma' }, 0);
    const { mean, sd } = momentsOver((u) => times.load(LATER, u), 4000);
    expect(mean).toBeCloseTo(9, 2);
    expect(sd / mean).toBeCloseTo(0.2, 2);
    expect(times.unload(0.99)).toBe(0.05);
  });
});

describe('swap times by history', () => {
  const load = (times = byHistory()) => {
    const created = createSwapTimes(times, 0);
    return (previous: number, beforePrevious: number) =>
      created.load({ first: false, previous, beforePrevious }, 0.3);
  };

  it('take what was measured after each history', () => {
    expect(createSwapTimes(byHistory(), 0).load(FIRST, 0.3)).toBe(2);
    expect(load()(1, -1)).toBe(3);
    expect(load()(1, 0)).toBe(4);
    expect(load()(1, 2)).toBe(6);
    expect(createSwapTimes(byHistory(), 0).unload(0.9)).toBe(0.1);
  });

  it('tell apart what was loaded last', () => {
    const returning = [1, 2, 3].map((mean) => ({ mean, sd: 0 }));
    const otherwise = [7, 8, 9].map((mean) => ({ mean, sd: 0 }));
    const loaded = load(byHistory({ returning, otherwise }));
    expect([loaded(1, 0), loaded(2, 0), loaded(1, 2), loaded(2, 1)]).toEqual([2, 3, 8, 9]);
  });

  it('take the profiled load when the model loaded last is loaded again', () => {
    expect(load()(0, -1)).toBe(1);
    expect(load()(0, 0)).toBe(1);
    expect(load()(0, 2)).toBe(1);
  });

  it('have the mean and sd given', () => {
    const returning = [0, 1, 2].map(() => ({ mean: 8, sd: 2 }));
    const times = createSwapTimes(byHistory({ returning, family: 'gamma' }), 0);
    const history = { first: false, previous: 1, beforePrevious: 0 };
    const { mean, sd } = momentsOver((u) => times.load(history, u), 4000);
    expect(mean).toBeCloseTo(8, 1);
    expect(sd).toBeCloseTo(2, 1);
  });
});

describe('the factor that all loads of a run share', () => {
  const swaps = [byHistory({ runCv: 0.2 }), { ...DISK, runCv: 0.2 }];

  it.each(swaps)('multiplies every load, with mean 1 over runs ($form)', (swap) => {
    const slower = (runQuantile: number, previous: number) => {
      const history = { first: false, previous, beforePrevious: 2 };
      const usual = createSwapTimes(swap, 0).load(history, 0.7);
      return createSwapTimes(swap, 0, runQuantile).load(history, 0.7) / usual;
    };
    const { mean, sd } = momentsOver((u) => slower(u, 1), 2000);
    expect(mean).toBeCloseTo(1, 2);
    expect(sd).toBeCloseTo(0.2, 2);
    expect(slower(0.9, 1)).toBeCloseTo(slower(0.9, 0), 12);
    expect(slower(0.9, 1)).toBeGreaterThan(1.2);
  });

  it('leaves unloads, and loads that do not depend on history, as they are', () => {
    for (const swap of swaps) {
      expect(createSwapTimes(swap, 0, 0.99).unload(0.5)).toBe(createSwapTimes(swap, 0).unload(0.5));
    }
    const plain = independent();
    expect(createSwapTimes(plain, 0, 0.99).load(LATER, 0.5)).toBe(
      createSwapTimes(plain, 0).load(LATER, 0.5),
    );
  });
});
