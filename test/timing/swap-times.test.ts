import { describe, expect, it } from 'vitest';
import type { DiskSwap } from '../../src/timing/config.js';
import { createSwapTimes } from '../../src/timing/swap-times.js';
import { independent, momentsOver } from './support.js';

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

describe('disk swap times', () => {
  const swap: DiskSwap = {
    form: 'disk',
    load: 3,
    unload: 0.05,
    weightsGiB: 20,
    diskGiBPerSecond: 2.5,
    uncached: { first: 0.25, returning: 0.5, otherwise: 0.75 },
    cv: 0,
    family: 'constant',
  };
  const load = (previous: number, beforePrevious: number) =>
    createSwapTimes(swap, 0).load({ first: false, previous, beforePrevious }, 0.3);

  it('read the share of the weights that history left uncached', () => {
    expect(createSwapTimes(swap, 0).load(FIRST, 0.3)).toBeCloseTo(3 + 20 * (0.25 / 2.5), 12);
    expect(load(1, 0)).toBeCloseTo(3 + 20 * (0.5 / 2.5), 12);
    expect(load(1, 2)).toBeCloseTo(3 + 20 * (0.75 / 2.5), 12);
    expect(load(1, -1)).toBeCloseTo(3 + 20 * (0.75 / 2.5), 12);
  });

  it('read nothing when the model loaded last is loaded again', () => {
    expect(load(0, 1)).toBe(3);
    expect(load(0, 0)).toBe(3);
  });

  it('spread the whole load by the cv, and the unload not at all', () => {
    const times = createSwapTimes({ ...swap, cv: 0.2, family: 'gamma' }, 0);
    const { mean, sd } = momentsOver((u) => times.load(LATER, u), 4000);
    expect(mean).toBeCloseTo(9, 2);
    expect(sd / mean).toBeCloseTo(0.2, 2);
    expect(times.unload(0.99)).toBe(0.05);
  });
});
