import { describe, expect, it } from 'vitest';
import type { ModelTiming } from '../../src/timing/config.js';
import { average, estimate, expectExact, LatencyTape, runQueue } from './estimate.js';
import {
  constantMoments,
  exponentialMoments,
  md1WaitCdf,
  mg1Wait,
  mm1LatencyCdf,
  mm1LatencyQuantile,
  momentsOf,
} from './formulas.js';

function service(
  mean: number,
  cv: number,
  family: ModelTiming['batch']['family'],
): ModelTiming['batch'] {
  return { form: 'line', a: mean, b: 0, cv, family };
}

function latencies(rate: number, batch: ModelTiming['batch'], requests: number) {
  return (seed: string): readonly number[] => {
    const tape = new LatencyTape();
    runQueue({ seed, rate, requests, models: [{ batch }], strategy: 'fcfs' }, tape);
    return tape.latencies;
  };
}

describe('M/M/1', { timeout: 60_000 }, () => {
  const cases = [
    { rate: 0.8, mean: 1, requests: 400_000 },
    { rate: 3, mean: 0.2, requests: 100_000 },
    { rate: 0.25, mean: 2, requests: 80_000 },
  ];

  it.each(cases)('mean latency and attainment at rate $rate, service $mean', (given) => {
    const runs = memo(latencies(given.rate, service(given.mean, 1, 'exponential'), given.requests));
    const mean = given.mean + mg1Wait(given.rate, exponentialMoments(given.mean));
    expectExact(estimate(runs), mean);
    for (const limit of [0.5 * mean, mean, 2 * mean]) {
      const attained = estimate((seed) => runs(seed).map((x) => (x <= limit ? 1 : 0)));
      expectExact(attained, mm1LatencyCdf(given.rate, 1 / given.mean, limit));
    }
    const p95 = mm1LatencyQuantile(given.rate, 1 / given.mean, 0.95);
    const below = estimate((seed) => runs(seed).map((x) => (x <= p95 ? 1 : 0)));
    expectExact(below, 0.95);
  });
});

describe('M/D/1', { timeout: 60_000 }, () => {
  it.each([
    { rate: 0.8, duration: 1, requests: 150_000 },
    { rate: 0.5, duration: 1, requests: 30_000 },
    { rate: 4, duration: 0.15, requests: 30_000 },
  ])('mean latency and waits at rate $rate, duration $duration', ({ rate, duration, requests }) => {
    const runs = memo(latencies(rate, service(duration, 0, 'constant'), requests));
    expectExact(estimate(runs), duration + mg1Wait(rate, constantMoments(duration)));
    for (const wait of [0, 0.7 * duration, duration, 2 * duration]) {
      // A wait of exactly nothing comes out as the rounding of completion − arrival − duration.
      const limit = wait + duration + 1e-9;
      const within = estimate((seed) => runs(seed).map((x) => (x <= limit ? 1 : 0)));
      if (md1WaitCdf(rate, duration, wait) > 0.3) {
        expectExact(within, md1WaitCdf(rate, duration, wait));
      } else {
        // The half-width of a small share is not within 1 % of it; its complement's is.
        const beyond = { ...within, mean: 1 - within.mean };
        expectExact(beyond, 1 - md1WaitCdf(rate, duration, wait));
      }
    }
  });
});

describe('M/G/1', { timeout: 60_000 }, () => {
  it.each([
    { rate: 0.5, mean: 1, scv: 4, family: 'gamma', requests: 250_000 },
    { rate: 1.5, mean: 0.4, scv: 0.25, family: 'gamma', requests: 40_000 },
    { rate: 0.3, mean: 1, scv: 2, family: 'lognormal', requests: 120_000 },
  ] as const)(
    'mean latency with $family service of scv $scv',
    ({ rate, mean, scv, family, requests }) => {
      const runs = latencies(rate, service(mean, Math.sqrt(scv), family), requests);
      expectExact(estimate(runs), mean + mg1Wait(rate, momentsOf(mean, scv)));
    },
  );
});

describe('the estimator', () => {
  it('refuses a wrong value', () => {
    const runs = latencies(0.5, service(1, 0, 'constant'), 30_000);
    expect(() =>
      expectExact(estimate(runs), 1.03 * (1 + mg1Wait(0.5, constantMoments(1)))),
    ).toThrow();
  });

  it('averages', () => {
    expect(average([1, 2, 6])).toBe(3);
  });
});

/** Each seed is run once, though several things are measured of it. */
function memo(measure: (seed: string) => readonly number[]): (seed: string) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  return (seed) => {
    const values = known.get(seed) ?? measure(seed);
    known.set(seed, values);
    return values;
  };
}
