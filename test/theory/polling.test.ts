import { describe, it } from 'vitest';
import type {
  ServerView,
  StrategyDefinition,
} from '../../src/serving/batch/strategies/strategy.js';
import { estimate, expectExact, LatencyTape, runQueue } from './estimate.js';
import { exponentialMoments, pollingWait, stayPutPollingWait } from './formulas.js';
import { Rover } from './rover.js';

describe('a server that never rests', { timeout: 60_000 }, () => {
  it.each([
    { discipline: 'exhaustive', queues: 2, rate: 0.3, meanService: 1, switchSeconds: 0.5 },
    { discipline: 'gated', queues: 2, rate: 0.3, meanService: 1, switchSeconds: 0.5 },
    { discipline: 'exhaustive', queues: 3, rate: 0.5, meanService: 0.3, switchSeconds: 2 },
    { discipline: 'gated', queues: 4, rate: 0.1, meanService: 1, switchSeconds: 0.2 },
  ] as const)('$discipline, $queues queues, switch $switchSeconds', (given) => {
    const { discipline, queues, rate, meanService, switchSeconds } = given;
    const actual = estimate((seed) => new Rover({ ...given, seed, requests: 120_000 }).run());
    const service = exponentialMoments(meanService);
    expectExact(actual, pollingWait(queues, rate, service, switchSeconds, discipline));
  });
});

/** One at a time, from the resident model while any of its requests wait; then the other. */
const EXHAUSTIVE: StrategyDefinition = {
  name: 'exhaustive',
  summary: 'stays with the resident model while it has work',
  create: () => ({
    onIdle: (view) => {
      const model = nextModel(view);
      return model < 0 ? undefined : { action: 'release', model, count: 1, reason: 'exhaustive' };
    },
  }),
};

function nextModel(view: ServerView): number {
  if (view.waiting(view.lastLoaded) > 0) return view.lastLoaded;
  const other = 1 - view.lastLoaded;
  return view.waiting(other) > 0 ? other : -1;
}

describe('a server that stays put when there is nothing to do', { timeout: 60_000 }, () => {
  it.each([
    { rate: 0.3, meanService: 1, switchSeconds: 0.5, requests: 150_000 },
    { rate: 0.1, meanService: 1, switchSeconds: 2, requests: 80_000 },
    { rate: 0.8, meanService: 0.4, switchSeconds: 1, requests: 100_000 },
  ])('rate $rate each, service $meanService, switch $switchSeconds', (given) => {
    const { rate, meanService, switchSeconds, requests } = given;
    const model = {
      batch: { form: 'line', a: meanService, b: 0, cv: 1, family: 'exponential' },
      swap: {
        form: 'independent',
        load: { mean: switchSeconds, sd: 0 },
        unload: { mean: 0, sd: 0 },
        firstLoad: null,
        family: 'constant',
      },
    } as const;
    const actual = estimate((seed) => {
      const tape = new LatencyTape();
      runQueue({ seed, rate: 2 * rate, requests, models: [model, model] }, tape, EXHAUSTIVE);
      return tape.latencies;
    });
    const wait = stayPutPollingWait(rate, 1 / meanService, switchSeconds);
    expectExact(actual, meanService + wait);
  });
});
