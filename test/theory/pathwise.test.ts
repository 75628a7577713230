import { describe, expect, it } from 'vitest';
import { createRunKey } from '../../src/random/run-key.js';
import type { Scenario } from '../../src/scenario/types.js';
import type { DurationFamily } from '../../src/timing/config.js';
import { createTiming } from '../../src/timing/timing.js';
import { EventLog, eventsOf, type PlainBatch } from '../support/plain-events.js';
import { runQueue } from './estimate.js';

/** Lindley's recursion, by hand, from the same arrivals and services: equal request by request. */

const REQUESTS = 20_000;
const TOLERANCE = 1e-9;

interface Path {
  readonly scenario: Scenario;
  readonly arrivals: readonly number[];
  readonly batches: readonly PlainBatch[];
}

function run(parts: Omit<Parameters<typeof runQueue>[0], 'requests'>): Path {
  const log = new EventLog();
  const scenario = runQueue({ requests: REQUESTS, ...parts }, log);
  const arrivals = eventsOf(log.events, 'arrival').map((event) => event.time);
  return { scenario, arrivals, batches: eventsOf(log.events, 'batch') };
}

/** The k-th service of the only model, from the keyed draws. */
function serviceOf(scenario: Scenario, size: number): (k: number) => number {
  const timing = createTiming(scenario.timing);
  const draws = createRunKey(scenario.seed, 0).keyed('batch');
  return (k) => timing.batchSeconds(0, size, draws.at(0, k));
}

function largestError(actual: readonly number[], expected: readonly number[]): number {
  expect(actual.length).toBe(expected.length);
  return actual.reduce((worst, x, i) => Math.max(worst, Math.abs(x - (expected[i] as number))), 0);
}

/** Waits of customers that come at `arrivals` and need `service(k)`: W₊ = max(0, W + S − A). */
function lindley(arrivals: readonly number[], service: (k: number) => number): number[] {
  const waits: number[] = [];
  let wait = 0;
  arrivals.forEach((time, k) => {
    if (k > 0) wait = Math.max(0, wait + service(k - 1) - (time - (arrivals[k - 1] as number)));
    waits.push(wait);
  });
  return waits;
}

describe('one at a time, by Lindley', () => {
  it.each<[DurationFamily, number, number]>([
    ['exponential', 1, 0.8],
    ['exponential', 1, 1.2],
    ['constant', 0, 0.95],
    ['gamma', 2, 0.5],
    ['lognormal', 0.5, 0.9],
  ])('%s service, cv %d, load %d', (family, cv, rate) => {
    const batch = { form: 'line', a: 1, b: 0, cv, family } as const;
    const path = run({ rate, models: [{ batch }], strategy: 'fcfs' });
    const expected = lindley(path.arrivals, serviceOf(path.scenario, 1));
    const waits = path.batches.map((b) => b.inferenceStart - (path.arrivals[b.number] as number));
    expect(largestError(waits, expected)).toBeLessThan(TOLERANCE);
  });

  it('is the same for best-batch with batches of one', () => {
    const batch = { form: 'line', a: 0.5, b: 0.2, cv: 1, family: 'exponential' } as const;
    const path = run({ rate: 1.1, models: [{ batch, bestBatch: 1 }] });
    const expected = lindley(path.arrivals, serviceOf(path.scenario, 1));
    const waits = path.batches.map((b) => b.inferenceStart - (path.arrivals[b.number] as number));
    expect(largestError(waits, expected)).toBeLessThan(TOLERANCE);
  });
});

describe('full batches, by Lindley over batches', () => {
  it.each([
    [2, 1.5],
    [8, 6],
    [5, 6],
  ])('batches of %d at rate %d', (size, rate) => {
    const batch = { form: 'line', a: 0.6, b: 0.05, cv: 0.5, family: 'gamma' } as const;
    const path = run({ rate, models: [{ batch, bestBatch: size }] });
    const full = path.arrivals.filter((_, i) => i % size === size - 1);
    const expected = lindley(full, serviceOf(path.scenario, size));
    const waits = path.batches.map((b) => b.inferenceStart - (full[b.number] as number));
    expect(largestError(waits, expected)).toBeLessThan(TOLERANCE);
  });
});

describe('serving up to b of what waits, by recursion', () => {
  it.each([
    [1, 0.9],
    [4, 2.5],
    [64, 3],
  ])('up to %d at rate %d', (cap, rate) => {
    const batch = { form: 'line', a: 0.8, b: 0.1, cv: 0.3, family: 'gamma' } as const;
    const options = { batchCap: cap };
    const path = run({ rate, models: [{ batch }], strategy: 'greedy', options });
    const timing = createTiming(path.scenario.timing);
    const draws = createRunKey(path.scenario.seed, 0).keyed('batch');
    const expected: number[] = [];
    let free = 0;
    for (let next = 0, k = 0; next < path.arrivals.length; k++) {
      const start = Math.max(free, path.arrivals[next] as number);
      const waiting = path.arrivals.slice(next, next + cap).filter((time) => time <= start).length;
      free = start + timing.batchSeconds(0, waiting, draws.at(0, k));
      expected.push(free);
      next += waiting;
    }
    const completed = path.batches.map((b) => b.completedAt);
    expect(largestError(completed, expected)).toBeLessThan(TOLERANCE);
  });
});

describe('a set-up after every idle period, by recursion', () => {
  it.each([
    [0.5, 2],
    [0.8, 0.3],
  ])('rate %d, set-up %d', (rate, setUp) => {
    const batch = { form: 'line', a: 1, b: 0, cv: 1, family: 'exponential' } as const;
    const swap = {
      form: 'independent',
      load: { mean: setUp, sd: setUp },
      unload: { mean: 0, sd: 0 },
      firstLoad: null,
      family: 'exponential',
    } as const;
    const parts = { preload: [], unloadWhenIdle: true, strategy: 'fcfs' };
    const path = run({ rate, models: [{ batch, swap }], ...parts });
    const timing = createTiming(path.scenario.timing);
    const loads = createRunKey(path.scenario.seed, 0).keyed('load');
    const service = serviceOf(path.scenario, 1);
    const history = { first: false, previous: -1, beforePrevious: -1 };
    let free = Number.NEGATIVE_INFINITY;
    let setUps = 0;
    const expected = path.arrivals.map((time, k) => {
      const idle = time > free;
      const extra = idle ? timing.loadSeconds(0, history, loads.at(0, setUps++)) : 0;
      free = Math.max(free, time) + extra + service(k);
      return free;
    });
    const completed = path.batches.map((b) => b.completedAt);
    expect(largestError(completed, expected)).toBeLessThan(TOLERANCE);
  });
});
