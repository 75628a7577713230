import { expect } from 'vitest';
import type { RunSummary } from '../../src/metrics/summary.js';
import { SummaryObserver } from '../../src/metrics/summary-observer.js';
import type { Scenario } from '../../src/scenario/types.js';
import { simulateInSlices } from '../../src/simulate.js';
import { expectedRate } from '../../src/workload/rates.js';
import { engineStrategy } from './run-both.js';

const MOST_SECONDS = 1e5;
const MOST_REQUESTS = 20_000;
const MOST_LOOKS = 1e6;
const WALL_MILLISECONDS = 10_000;

/** Whether a run of the scenario is a matter of milliseconds, going by its own figures. */
export function isBrief(scenario: Scenario): boolean {
  const { durationSeconds, drainSeconds, strategy, server, workload } = scenario;
  const drain = drainSeconds === Number.POSITIVE_INFINITY ? 0 : drainSeconds;
  const end = durationSeconds + drain;
  if (end > MOST_SECONDS) return false;
  const { timerPollSeconds } = server.rules;
  const sweeps = timerPollSeconds === 0 ? 0 : end / timerPollSeconds;
  const looks = end / strategy.options.partialPollSeconds;
  if (sweeps + looks > MOST_LOOKS) return false;
  return expectedRate(workload.arrivals, durationSeconds) * durationSeconds <= MOST_REQUESTS;
}

/**
 * The figures of one replication.
 * @throws Error when it does not come to an end in good time.
 */
export function simulateBriefly(scenario: Scenario): RunSummary {
  const { models, slaSeconds, durationSeconds, metrics } = scenario;
  const { latency } = metrics;
  const { gpus } = scenario.server;
  const observer = new SummaryObserver({ models, slaSeconds, durationSeconds, latency, gpus });
  const strategy = engineStrategy(scenario.strategy.name);
  const limit = performance.now() + WALL_MILLISECONDS;
  const run = { scenario, strategy, replication: 0, observers: [observer] };
  for (const time of simulateInSlices(run)) {
    if (performance.now() > limit) throw new Error(`still running, at ${time} s`);
  }
  return observer.summary();
}

/** Every figure that is defined is a number, and in its range. */
export function expectSound(summary: RunSummary): void {
  const { requests, latencySeconds, sla, gpu, throughput } = summary;
  const { received, processed, lost, dropped, leftOver } = requests;
  expect(processed + lost + dropped + leftOver).toBe(received);
  expect(summary.swaps.count).toBeGreaterThanOrEqual(0);
  if (received > 0) {
    expectShares([sla.attainmentReceived, ...Object.values(gpu)]);
    const sum = Object.values(gpu).reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(1, 6);
    expect(throughput.requestsPerSecond).toBeGreaterThanOrEqual(0);
  }
  if (processed > 0) {
    expectShares([sla.attainmentProcessed]);
    for (const value of Object.values(latencySeconds)) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThan(Number.POSITIVE_INFINITY);
    }
    expect(summary.batches.meanSize).toBeGreaterThanOrEqual(1);
  }
}

function expectShares(values: readonly number[]): void {
  for (const value of values) {
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1 + 1e-9);
  }
}
