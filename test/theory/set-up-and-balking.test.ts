import { describe, it } from 'vitest';
import { durationQuantile } from '../../src/random/distributions.js';
import { createRunKey } from '../../src/random/run-key.js';
import type { StrategyDefinition } from '../../src/serving/batch/strategies/strategy.js';
import type { DurationFamily } from '../../src/timing/config.js';
import { estimate, expectExact, LatencyTape, runQueue } from './estimate.js';
import {
  balkingShare,
  constantMoments,
  exponentialMoments,
  momentsOf,
  setUpWait,
} from './formulas.js';

describe('a set-up after every idle period (Welch)', { timeout: 60_000 }, () => {
  it.each<{ rate: number; cv: number; family: DurationFamily; setUp: number; setUpSd: number }>([
    { rate: 0.5, cv: 1, family: 'exponential', setUp: 2, setUpSd: 0 },
    { rate: 0.3, cv: 0, family: 'constant', setUp: 5, setUpSd: 0 },
    { rate: 0.6, cv: 0.5, family: 'gamma', setUp: 1, setUpSd: 1 },
  ])('rate $rate, service cv $cv, set-up $setUp ± $setUpSd', (given) => {
    const { rate, cv, family, setUp, setUpSd } = given;
    const model = {
      batch: { form: 'line', a: 1, b: 0, cv, family },
      swap: {
        form: 'independent',
        load: { mean: setUp, sd: setUpSd },
        unload: { mean: 0, sd: 0 },
        firstLoad: null,
        family: 'gamma',
      },
    } as const;
    const actual = estimate((seed) => {
      const tape = new LatencyTape();
      const parts = { preload: [], unloadWhenIdle: true, strategy: 'fcfs' };
      runQueue({ seed, rate, requests: 80_000, models: [model], ...parts }, tape);
      return tape.latencies;
    });
    const moments =
      setUpSd === 0 ? constantMoments(setUp) : momentsOf(setUp, (setUpSd / setUp) ** 2);
    const service = cv === 1 ? exponentialMoments(1) : momentsOf(1, cv * cv);
    expectExact(actual, 1 + setUpWait(rate, service, moments));
  });
});

/** Knows the services to come: drops a request that would wait longer than `patience`. */
function balking(seed: string, meanService: number, patience: number): StrategyDefinition {
  return {
    name: 'balking',
    summary: 'drop if the offered wait is too long',
    create: () => {
      const draws = createRunKey(seed, 0).keyed('batch');
      const service = durationQuantile('exponential', meanService, meanService);
      let accepted = 0;
      let freeAt = 0;
      return {
        onArrival: (view, model) => {
          if (freeAt - view.now > patience) {
            return { action: 'drop', model, count: 1, reason: 'too long to wait' };
          }
          freeAt = Math.max(freeAt, view.now) + service.at(draws.at(0, accepted++));
          return { action: 'release', model, count: 1, reason: 'short enough' };
        },
      };
    },
  };
}

describe('M/M/1, drop if the offered wait is too long', { timeout: 60_000 }, () => {
  it.each([
    { rate: 0.8, mean: 1, patience: 5, requests: 300_000 },
    { rate: 1.5, mean: 1, patience: 3, requests: 60_000 },
    { rate: 2, mean: 0.4, patience: 0.5, requests: 60_000 },
  ])('rate $rate, service $mean, patience $patience', ({ rate, mean, patience, requests }) => {
    const batch = { form: 'line', a: mean, b: 0, cv: 1, family: 'exponential' } as const;
    const served = estimate((seed) => {
      const tape = new LatencyTape();
      const strategy = balking(seed, mean, patience);
      runQueue({ seed, rate, requests, models: [{ batch }] }, tape, strategy);
      return tape.served.map((x) => 1 - x);
    });
    const share = balkingShare(rate, 1 / mean, patience);
    if (share > 0.1) expectExact(served, share);
    else expectExact({ ...served, mean: 1 - served.mean }, 1 - share);
  });
});
