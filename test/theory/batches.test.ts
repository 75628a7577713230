import { describe, it } from 'vitest';
import { estimate, expectExact, LatencyTape, runQueue } from './estimate.js';
import { fullBatchLatency, serveUpToLatency } from './formulas.js';

const REQUESTS = 60_000;

describe('full batches (best-batch, lossless): E_b/D/1', { timeout: 60_000 }, () => {
  it.each([
    { rate: 6, size: 8, duration: 1 },
    { rate: 1.4, size: 2, duration: 1 },
    { rate: 20, size: 32, duration: 1.2 },
    { rate: 0.5, size: 1, duration: 1 },
  ])('rate $rate, size $size, duration $duration', ({ rate, size, duration }) => {
    const batch = { form: 'line', a: duration, b: 0, cv: 0, family: 'constant' } as const;
    const actual = estimate((seed) => {
      const tape = new LatencyTape();
      runQueue({ seed, rate, requests: REQUESTS, models: [{ batch, bestBatch: size }] }, tape);
      return tape.latencies;
    });
    expectExact(actual, fullBatchLatency(rate, size, duration));
  });
});

describe('what waits, up to b (greedy, lossless)', { timeout: 60_000 }, () => {
  it.each([
    { rate: 6, cap: 8, a: 1, b: 0 },
    { rate: 2, cap: 64, a: 0.81, b: 0.0976 },
    { rate: 6, cap: 64, a: 0.81, b: 0.0976 },
    { rate: 3, cap: 4, a: 0.5, b: 0.1 },
    { rate: 0.7, cap: 2, a: 1, b: 0.3 },
  ])('rate $rate, cap $cap, duration $a + $b n', ({ rate, cap, a, b }) => {
    const batch = { form: 'line', a, b, cv: 0, family: 'constant' } as const;
    const actual = estimate((seed) => {
      const tape = new LatencyTape();
      const parts = { models: [{ batch }], strategy: 'greedy', options: { batchCap: cap } };
      runQueue({ seed, rate, requests: REQUESTS, ...parts }, tape);
      return tape.latencies;
    });
    expectExact(
      actual,
      serveUpToLatency(rate, cap, (n) => a + b * n),
    );
  });
});
