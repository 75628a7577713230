import { describe, expect, it } from 'vitest';
import { createRunKey } from '../../src/random/run-key.js';
import { byRecursion, type Queue, simulated } from './coverage/queue-runs.js';
import { type Coverage, coverBatches, coverQueue, coverStopping } from './coverage/studies.js';

/**
 * Whether 95 % intervals contain what is true, where that is known exactly. `npm run coverage` does
 * the same in the simulator itself, for more queues; docs/validation.md has its figures.
 */

const STUDIES = 1000;
/** What luck does to a share of 1,000 studies, two standard errors. */
const LUCK = 2 * Math.sqrt((0.95 * 0.05) / STUDIES);

function expectCovered(coverage: Coverage): void {
  expect(coverage.without).toBe(0);
  expect(coverage.share).toBeGreaterThanOrEqual(0.93);
  // An interval that is a little too long is the lesser evil: here luck is allowed for.
  expect(coverage.share).toBeLessThanOrEqual(0.97 + LUCK);
}

describe('the queue of these studies', () => {
  it('is the same request by request in the simulator and by Lindley', () => {
    for (const start of ['stationary', 'empty'] as const) {
      for (let replication = 0; replication < 5; replication++) {
        const queue: Queue = { load: 0.8, customers: 200, start };
        const exact = byRecursion(queue, 'pathwise', replication);
        simulated(queue, 'pathwise', replication).forEach((latency, at) => {
          expect(Math.abs(latency - (exact[at] as number))).toBeLessThan(1e-9);
        });
      }
    }
  });
});

describe('95 % intervals over 20 replications', () => {
  const stationary = { load: 0.5, customers: 300, start: 'stationary' } as const;
  const queue = coverQueue(byRecursion, stationary, STUDIES, [0.1, 0.5, 0.9], [0.95]);

  it('contain the mean latency in 93 to 97 of 100 studies', () => {
    expectCovered(queue.mean);
  });

  it.each([0.1, 0.5, 0.9])('contain an attainment of %d', (attainment) => {
    expectCovered(queue.attainments.get(attainment) as Coverage);
  });

  it('contain the quantile of all latencies together', () => {
    expectCovered(queue.pooledQuantiles.get(0.95) as Coverage);
  });

  it.each([0.005, 0.02, 0.98, 0.995])(
    'contain an attainment of %d where the requests of a batch share their fate',
    (attainment) => {
      const batches = { batches: 400, overdispersion: 0.005 };
      expectCovered(coverBatches(batches, attainment, STUDIES));
    },
  );
});

describe('a sequential stop', () => {
  const uniform = createRunKey('stopping', 0).keyed('exponential');
  const exponential = (replication: number): number => -Math.log(1 - uniform.at(0, replication));

  it('keeps 90 % coverage of the mean of an exponential figure from 20 replications on', () => {
    const { coverage, replications } = coverStopping(exponential, 20, 0.7, STUDIES);
    expect(coverage.share).toBeGreaterThanOrEqual(0.9);
    expect(replications).toBeGreaterThan(20);
  });

  it('would not from 3 replications on, which is why sweeps begin with 20', () => {
    expect(coverStopping(exponential, 3, 0.7, STUDIES).coverage.share).toBeLessThan(0.88);
  });
});
