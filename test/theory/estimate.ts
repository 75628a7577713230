import { expect } from 'vitest';
import type { Fact, Observer } from '../../src/events/facts.js';
import type { Scenario } from '../../src/scenario/types.js';
import { findStrategy } from '../../src/serving/batch/strategies/registry.js';
import type { StrategyDefinition } from '../../src/serving/batch/strategies/strategy.js';
import { simulate } from '../../src/simulate.js';
import { buildScenario, type ScenarioParts } from '../support/scenario-builder.js';

const SEEDS = 10;
const BATCHES_PER_SEED = 20;
/** The start of each run, which is not stationary, is left out. */
const WARM_UP_SHARE = 0.02;
/** Two-sided 1e−4 for a normal variable. */
const LARGEST_Z = 3.9;
const LARGEST_HALF_WIDTH = 0.01;

/** A stream of numbers from one run with the given seed, in order. */
export type Measure = (seed: string) => readonly number[] | Float64Array;

/** A mean by batch means, and its standard error. */
export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
}

export function estimate(measure: Measure): Estimate {
  const means: number[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) means.push(...batchMeans(measure(`theory-${seed}`)));
  return estimateOf(means);
}

/** The mean of independent values. */
export function estimateOf(values: readonly number[]): Estimate {
  const n = values.length;
  const mean = average(values);
  const variance = average(values.map((x) => (x - mean) ** 2)) * (n / (n - 1));
  return { mean, standardError: Math.sqrt(variance / n) };
}

/** Holds an estimate to an exact value: |z| < 3.9, with a half-width of at most 1 %. */
export function expectExact(actual: Estimate, exact: number): void {
  const z = (actual.mean - exact) / actual.standardError;
  const halfWidth = (1.96 * actual.standardError) / Math.abs(exact);
  expect(halfWidth, `half-width of ${actual.mean}`).toBeLessThanOrEqual(LARGEST_HALF_WIDTH);
  expect(Math.abs(z), `|z| of ${actual.mean} against ${exact}`).toBeLessThan(LARGEST_Z);
}

/** Settings under which only queueing is left: everything else off. */
export const QUEUE_ONLY = {
  preload: [0],
  rules: {
    writeResults: false,
    timerPollSeconds: 0,
    raceProbability: 0,
    busyLoop: false,
  },
} as const satisfies ScenarioParts;

/** Runs a scenario with `requests` Poisson arrivals at `rate` and gives every fact to `take`. */
export function runQueue(
  parts: ScenarioParts & { readonly rate: number; readonly requests: number },
  observer: Observer,
  strategy?: StrategyDefinition,
): Scenario {
  const { rate, requests, ...rest } = parts;
  const scenario = buildScenario({
    ...QUEUE_ONLY,
    durationSeconds: requests / rate,
    arrivals: { process: 'poisson', rate, first: 'gap' },
    ...rest,
  });
  simulate({
    scenario,
    strategy: strategy ?? builtIn(scenario.strategy.name),
    replication: 0,
    observers: [observer],
  });
  return scenario;
}

/** Latencies in order of service, and what became of each request that left the queue. */
export class LatencyTape implements Observer {
  readonly latencies: number[] = [];
  /** 1 for a request that was served, 0 for one that was lost or dropped. */
  readonly served: number[] = [];

  observe(fact: Fact): void {
    if (fact.kind === 'batch') {
      const { arrivals, count } = fact.requests;
      for (let i = 0; i < count; i++) {
        this.latencies.push(fact.completedAt - (arrivals[i] as number));
        this.served.push(1);
      }
    } else if (fact.kind === 'loss' || fact.kind === 'drop') {
      for (let i = 0; i < fact.requests.count; i++) this.served.push(0);
    }
  }
}

export function builtIn(name: string): StrategyDefinition {
  const found = findStrategy(name);
  if (found === undefined) throw new Error(`no strategy ${name}`);
  return found;
}

export function average(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function batchMeans(values: readonly number[] | Float64Array): number[] {
  const from = Math.floor(values.length * WARM_UP_SHARE);
  const size = Math.floor((values.length - from) / BATCHES_PER_SEED);
  return Array.from({ length: BATCHES_PER_SEED }, (_, batch) => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += values[from + batch * size + i] as number;
    return sum / size;
  });
}
