import { describe, expect, it } from 'vitest';
import { BURSTY_NOMINAL_RATES, burstyPreset } from '../../src/workload/bursty-presets.js';
import type {
  ArrivalsConfig,
  BurstyConfig,
  FirstArrival,
  RampConfig,
} from '../../src/workload/config.js';
import { RAMP_NOMINAL_RATES, rampPreset } from '../../src/workload/ramp-presets.js';
import { expectedRate, timeScaleForRate } from '../../src/workload/rates.js';
import { collect, trace, workload } from './support.js';

function bursty(nominal: number, first: FirstArrival = 'immediate'): BurstyConfig {
  const preset = burstyPreset(nominal);
  if (preset === undefined) throw new Error(`no preset ${nominal}`);
  return { process: 'bursty', ...preset, timeScale: 1, first };
}

function ramp(nominal: number, first: FirstArrival = 'immediate'): RampConfig {
  const preset = rampPreset(nominal);
  if (preset === undefined) throw new Error(`no preset ${nominal}`);
  return { process: 'ramp', ...preset, first };
}

const EVEN_BURSTS: BurstyConfig = {
  process: 'bursty',
  burstSeconds: [2, 2],
  idleSeconds: [10, 10],
  burstRate: [5, 5],
  idleRate: [1, 1],
  timeScale: 1.5,
  first: 'gap',
};
const STEEP_RAMP: RampConfig = {
  process: 'ramp',
  minRate: 0.05,
  maxRate: 5,
  upSeconds: 3,
  downSeconds: 9,
  first: 'gap',
};
const SEGMENTS = [
  { seconds: 3, rate: 2 },
  { seconds: 5, rate: 0 },
  { seconds: 1, rate: 9 },
];

const CASES: readonly (readonly [string, ArrivalsConfig, number, number])[] = [
  ['poisson', { process: 'poisson', rate: 3, first: 'gap' }, 20, 1000],
  ['poisson at once', { process: 'poisson', rate: 3, first: 'immediate' }, 2, 3000],
  ['gamma, clustered', { process: 'gamma', rate: 3, shape: 0.2, first: 'gap' }, 7, 3000],
  [
    'gamma, clustered, long',
    { process: 'gamma', rate: 3, shape: 0.2, first: 'immediate' },
    500,
    100,
  ],
  ['gamma, even', { process: 'gamma', rate: 3, shape: 6, first: 'gap' }, 1.3, 3000],
  ['gamma, even, at once', { process: 'gamma', rate: 3, shape: 6, first: 'immediate' }, 60, 500],
  ['bursty 4', bursty(4), 1200, 150],
  ['bursty 4, within the first burst', bursty(4), 0.8, 2000],
  ['bursty 8, in the first silence', bursty(8, 'gap'), 9, 2000],
  ['bursty 12', bursty(12), 300, 150],
  ['bursty without spread, scaled', EVEN_BURSTS, 37, 3000],
  ['ramp 4', ramp(4), 1200, 100],
  ['ramp 8 on its way up', ramp(8, 'gap'), 17, 2000],
  ['ramp 12 over a broken period', ramp(12), 95, 300],
  ['steep ramp', STEEP_RAMP, 200, 1000],
  ['piecewise, repeated', { process: 'piecewise', segments: SEGMENTS, repeat: true }, 40.5, 2000],
  ['piecewise, once', { process: 'piecewise', segments: SEGMENTS, repeat: false }, 40.5, 2000],
  [
    'superposition',
    {
      process: 'superposition',
      of: [
        { arrivals: { process: 'poisson', rate: 2, first: 'gap' }, mix: [1] },
        { arrivals: { process: 'gamma', rate: 3, shape: 2, first: 'immediate' }, mix: [1] },
      ],
    },
    12,
    1000,
  ],
];

describe('expectedRate', () => {
  it.each(CASES)('of %s is what its arrivals have', (name, arrivals, horizon, runs) => {
    const config = workload(arrivals, { mix: [1], modelCount: 1, durationSeconds: horizon });
    let sum = 0;
    let squares = 0;
    for (let run = 0; run < runs; run++) {
      const rate = collect(config, name, run).length / horizon;
      sum += rate;
      squares += rate * rate;
    }
    const mean = sum / runs;
    const standardError = Math.sqrt((squares / runs - mean * mean) / (runs - 1));
    const z = (mean - expectedRate(arrivals, horizon)) / standardError;
    expect(Math.abs(z)).toBeLessThan(3.9);
  });

  it.each([
    ['immediate', 10, 30],
    ['gap', 10, 29],
    ['immediate', 10.01, 31],
    ['gap', 0.1, 0],
    ['immediate', 0.1, 1],
  ] as const)('of constant arrivals, first %s, over %d s counts %d', (first, horizon, count) => {
    const arrivals = { process: 'constant', rate: 3, first } as const;
    expect(expectedRate(arrivals, horizon) * horizon).toBeCloseTo(count, 9);
    expect(collect(workload(arrivals, { durationSeconds: horizon })).length).toBe(count);
  });

  it('of a trace counts the rows before the horizon', () => {
    expect(expectedRate(trace([0, 1, 1, 4, 9]), 4)).toBe(3 / 4);
    expect(expectedRate(trace([]), 4)).toBe(0);
    expect(expectedRate(trace([1]), 2)).toBe(1 / 2);
  });

  it('of gamma gaps of shape 2 is the known renewal function', () => {
    // Two phases of rate 2λ each: M(t) = λt − (1 − e^{−4λt})/4.
    for (const t of [0.2, 1, 30]) {
      const arrivals = { process: 'gamma', rate: 1.5, shape: 2, first: 'gap' } as const;
      const count = 1.5 * t - (1 - Math.exp(-6 * t)) / 4;
      expect((expectedRate(arrivals, t) * t) / count).toBeCloseTo(1, 6);
    }
  });

  it('of gamma gaps is continuous where the method changes', () => {
    const at = (shape: number, horizon: number): number =>
      expectedRate({ process: 'gamma', rate: 1, shape, first: 'gap' }, horizon);
    expect(at(4 - 1e-9, 3.3)).toBeCloseTo(at(4, 3.3), 6);
    expect(at(9, 999.99)).toBeCloseTo(at(9, 1000.01), 6);
    expect(at(99_999.9 / 50, 49.7)).toBeCloseTo(at(100_000.1 / 50, 49.7), 5);
  });

  it('of a flat ramp is that of Poisson', () => {
    const flat: RampConfig = { ...STEEP_RAMP, minRate: 3, maxRate: 3, first: 'immediate' };
    expect(expectedRate(flat, 30)).toBeCloseTo(3 + 1 / 30, 9);
  });

  it('of a fast ramp is the time average of its rate', () => {
    const fast: RampConfig = { ...STEEP_RAMP, minRate: 1e4, maxRate: 3e4, first: 'gap' };
    expect(expectedRate(fast, 24) / 2e4).toBeCloseTo(1, 3);
  });

  it('of a slow ramp, whose gaps span many periods, is near its harmonic mean', () => {
    // A gap keeps the rate at which it began, and begins at any phase: 1/E[1/r], r uniform.
    const slow: RampConfig = { ...STEEP_RAMP, minRate: 0.01, maxRate: 0.03, first: 'gap' };
    const harmonic = 0.02 / Math.log(3);
    expect(expectedRate(slow, 50_000) / harmonic).toBeCloseTo(1, 1);
  });
});

describe('the SINCERE presets', () => {
  it.each([
    [4, 2.84],
    [8, 5.31],
    [12, 8.56],
  ])('bursty %d has the long-run mean of SINCERE, %d', (nominal, mean) => {
    expect(expectedRate(bursty(nominal), 1200) / mean).toBeCloseTo(1, 1.7);
  });

  it.each([
    [4, 4],
    [8, 8],
    [12, 12.5],
  ])('ramp %d has a mean near %d', (nominal, mean) => {
    expect(Math.abs(expectedRate(ramp(nominal), 1200) / mean - 1)).toBeLessThan(0.003);
  });

  it('exist for the rates they list, and no others', () => {
    expect(BURSTY_NOMINAL_RATES).toEqual([2, 4, 5, 8, 12, 16]);
    expect(RAMP_NOMINAL_RATES).toEqual([2, 4, 5, 8, 12, 16]);
    for (const rate of BURSTY_NOMINAL_RATES) expect(burstyPreset(rate)?.idleRate).toEqual([0, 1]);
    for (const rate of RAMP_NOMINAL_RATES) expect(rampPreset(rate)?.minRate).toBe(1);
    expect([burstyPreset(3), rampPreset(3)]).toEqual([undefined, undefined]);
  });

  it('bursty traffic thins out as the horizon grows: its mean silence is infinite', () => {
    const rates = [1e3, 1e4, 1e5, 1e6].map((horizon) => expectedRate(bursty(4), horizon));
    expect(rates).toEqual(rates.toSorted((a, b) => b - a));
    expect((rates[0] ?? 0) - (rates[3] ?? 0)).toBeGreaterThan(0.5);
  });
});

describe('timeScaleForRate', () => {
  it.each([
    [4, 4, 1200],
    [4, 0.5, 1200],
    [12, 30, 100],
  ])('bursts of nominal %d can be given the mean rate %d over %d s', (nominal, rate, horizon) => {
    const preset = bursty(nominal);
    const timeScale = timeScaleForRate(preset, rate, horizon) ?? Number.NaN;
    expect(expectedRate({ ...preset, timeScale }, horizon) / rate).toBeCloseTo(1, 7);
  });

  it('is undefined below the rate of the first request alone', () => {
    expect(timeScaleForRate(bursty(4), 1 / 1300, 1200)).toBeUndefined();
    expect(timeScaleForRate(bursty(4), 1 / 1300, 1200, 'gap')).toBeGreaterThan(0);
  });
});
