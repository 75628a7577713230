import { describe, it } from 'vitest';
import type { DurationFamily } from '../../src/timing/config.js';
import { estimate, expectExact, LatencyTape, runQueue } from './estimate.js';
import {
  type DiscountedService,
  discountedConstant,
  discountedGamma,
  newestReplaces,
  overwrittenSlotDelivered,
  timerOnlyLatency,
} from './formulas.js';

function discounted(rate: number, mean: number, cv: number): DiscountedService {
  return cv === 0 ? discountedConstant(rate, mean) : discountedGamma(rate, mean, 1 / (cv * cv));
}

describe('as published, batches of one: the newest replaces', { timeout: 60_000 }, () => {
  it.each<{ rate: number; mean: number; cv: number; family: DurationFamily }>([
    { rate: 0.8, mean: 1, cv: 1, family: 'exponential' },
    { rate: 0.8, mean: 1, cv: 0, family: 'constant' },
    { rate: 3, mean: 1, cv: 0, family: 'constant' },
    { rate: 5, mean: 0.4, cv: 1, family: 'exponential' },
    { rate: 1.2, mean: 1, cv: 0.5, family: 'gamma' },
  ])('rate $rate, $family service $mean', ({ rate, mean, cv, family }) => {
    const batch = { form: 'line', a: mean, b: 0, cv, family } as const;
    const tapes = new Map<string, LatencyTape>();
    const tapeOf = (seed: string): LatencyTape => {
      const tape = tapes.get(seed) ?? new LatencyTape();
      if (tapes.has(seed)) return tape;
      tapes.set(seed, tape);
      const models = [{ batch, bestBatch: 1 }];
      runQueue({ seed, rate, requests: 40_000, models, semantics: 'as-published' }, tape);
      return tape;
    };
    const exact = newestReplaces(rate, discounted(rate, mean, cv));
    expectExact(
      estimate((seed) => tapeOf(seed).served),
      exact.delivered,
    );
    expectExact(
      estimate((seed) => tapeOf(seed).latencies),
      exact.latency,
    );
  });
});

describe('as published, batches of T', { timeout: 60_000 }, () => {
  it.each([
    { rate: 4, size: 8, duration: 3 },
    { rate: 2, size: 3, duration: 1 },
    { rate: 6, size: 16, duration: 5 },
    { rate: 1, size: 5, duration: 2 },
  ])('delivers the share of its chain: rate $rate, T $size, D $duration', (given) => {
    const { rate, size, duration } = given;
    const batch = { form: 'line', a: duration, b: 0, cv: 0, family: 'constant' } as const;
    const served = estimate((seed) => {
      const tape = new LatencyTape();
      const models = [{ batch, bestBatch: size }];
      runQueue({ seed, rate, requests: 60_000, models, semantics: 'as-published' }, tape);
      return tape.served;
    });
    expectExact(served, overwrittenSlotDelivered(rate, size, duration));
  });
});

describe('as published, a timer alone', { timeout: 60_000 }, () => {
  it.each([
    { rate: 0.5, limit: 10, duration: 4 },
    { rate: 2, limit: 3, duration: 1 },
    { rate: 0.2, limit: 1, duration: 6 },
  ])('rate $rate, limit $limit, duration $duration', ({ rate, limit, duration }) => {
    const batch = { form: 'line', a: duration, b: 0, cv: 0, family: 'constant' } as const;
    const actual = estimate((seed) => {
      const tape = new LatencyTape();
      runQueue(
        {
          seed,
          rate,
          requests: 40_000,
          models: [{ batch, bestBatch: 1e9 }],
          semantics: 'as-published',
          strategy: 'best-batch+timer',
          options: { fixedTimerSeconds: limit },
        },
        tape,
      );
      return tape.latencies;
    });
    expectExact(actual, timerOnlyLatency(rate, limit, duration));
  });
});
