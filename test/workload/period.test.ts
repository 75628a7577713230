import { describe, expect, it } from 'vitest';
import type { ArrivalsConfig, SimpleArrivals } from '../../src/workload/config.js';
import { arrivalsPeriod } from '../../src/workload/period.js';

const POISSON: SimpleArrivals = { process: 'poisson', rate: 1, first: 'gap' };
const RAMP: SimpleArrivals = {
  process: 'ramp',
  ...{ minRate: 1, maxRate: 2, upSeconds: 20, downSeconds: 25, first: 'gap' },
};

function piecewise(repeat: boolean): SimpleArrivals {
  const segments = [
    { seconds: 10, rate: 1 },
    { seconds: 50, rate: 3 },
  ];
  return { process: 'piecewise', segments, repeat };
}

function together(...of: readonly SimpleArrivals[]): ArrivalsConfig {
  return { process: 'superposition', of: of.map((arrivals) => ({ arrivals, mix: [1] })) };
}

describe('arrivalsPeriod', () => {
  it('is a whole ramp, or a whole round of segments', () => {
    expect(arrivalsPeriod(RAMP)).toBe(45);
    expect(arrivalsPeriod(piecewise(true))).toBe(60);
  });

  it('is none where the rate does not vary with time, or does not come back', () => {
    expect(arrivalsPeriod(POISSON)).toBeNull();
    expect(arrivalsPeriod(piecewise(false))).toBeNull();
    expect(arrivalsPeriod(together(POISSON, POISSON))).toBeNull();
  });

  it('is the longest of several at once', () => {
    expect(arrivalsPeriod(together(POISSON, RAMP, piecewise(true)))).toBe(60);
  });
});
