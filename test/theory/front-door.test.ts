import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../src/metrics/summary.js';
import { SummaryObserver } from '../../src/metrics/summary-observer.js';
import { loadScenario } from '../../src/scenario/load.js';
import type { Scenario } from '../../src/scenario/types.js';
import { simulate } from '../../src/simulate.js';
import { memoryFiles, memoryStrategies } from '../scenario/memory-files.js';
import { builtIn, type Estimate, estimateOf, expectExact } from './estimate.js';
import {
  constantMoments,
  exponentialMoments,
  md1LatencyCdf,
  md1LatencyQuantile,
  mg1Wait,
  mm1LatencyCdf,
  mm1LatencyQuantile,
} from './formulas.js';

/** From the text of a scenario to the figures a user reads, against closed forms. */

const REPLICATIONS = 20;
/** A histogram's quantile is within this share of the exact one. */
const HISTOGRAM_ERROR = 0.005;

interface Queue {
  readonly rate: number;
  readonly service: number;
  readonly family: 'exponential' | 'constant';
  readonly slaSeconds: number;
  readonly requests: number;
}

function textOf({ rate, service, family, slaSeconds, requests }: Queue): string {
  return `name: queue
seed: front-door
durationSeconds: ${requests / rate}
sla: { seconds: ${slaSeconds} }
arrivals: { process: poisson, rate: ${rate} }
models: { mix: { only: 1 } }
server:
  profile:
    gpu: { memoryGiB: 80 }
    models:
      only:
        weightsGiB: 1
        bestBatch: 1
        off:
          batch: { profiled: { a: ${service}, family: ${family} } }
          swap: { profiled: { load: { mean: 1 } } }
  rules: { writeResults: false }
  preload: [only]
strategy: { name: fcfs }
`;
}

function load(queue: Queue, latency: 'exact' | 'histogram'): Promise<Scenario> {
  const request = { file: 's.yaml', sets: [`metrics.latency=${latency}`] };
  return loadScenario(request, memoryFiles({ 's.yaml': textOf(queue) }), memoryStrategies());
}

async function summaries(queue: Queue, latency: 'exact' | 'histogram'): Promise<RunSummary[]> {
  const scenario = await load(queue, latency);
  const { models, slaSeconds, durationSeconds, metrics } = scenario;
  const strategy = builtIn(scenario.strategy.name);
  return Array.from({ length: REPLICATIONS }, (_, replication) => {
    const observer = new SummaryObserver({
      ...{ models, slaSeconds, durationSeconds },
      latency: metrics.latency,
    });
    simulate({ scenario, strategy, replication, observers: [observer] });
    return observer.summary();
  });
}

function over(runs: readonly RunSummary[], figure: (run: RunSummary) => number): Estimate {
  return estimateOf(runs.map(figure));
}

interface Exact {
  readonly mean: number;
  readonly p95: number;
  readonly attainment: number;
}

async function expectFigures(queue: Queue, exact: Exact): Promise<void> {
  const runs = await summaries(queue, 'exact');
  expectExact(
    over(runs, (run) => run.latencySeconds.mean),
    exact.mean,
  );
  expectExact(
    over(runs, (run) => run.latencySeconds.p95),
    exact.p95,
  );
  expectExact(
    over(runs, (run) => run.sla.attainmentProcessed),
    exact.attainment,
  );
  expectExact(
    over(runs, (run) => run.sla.attainmentReceived),
    exact.attainment,
  );
  const coarse = await summaries(queue, 'histogram');
  coarse.forEach((run, replication) => {
    const fine = runs[replication] as RunSummary;
    expect(run.sla).toEqual(fine.sla);
    expect(run.latencySeconds.mean).toBeCloseTo(fine.latencySeconds.mean, 9);
    const ratio = run.latencySeconds.p95 / fine.latencySeconds.p95;
    expect(Math.abs(ratio - 1)).toBeLessThanOrEqual(HISTOGRAM_ERROR);
  });
}

describe('a scenario file to its figures', { timeout: 60_000 }, () => {
  it('is M/M/1', async () => {
    const [rate, service, slaSeconds] = [0.5, 1, 2.5];
    await expectFigures(
      { rate, service, family: 'exponential', slaSeconds, requests: 40_000 },
      {
        mean: service + mg1Wait(rate, exponentialMoments(service)),
        p95: mm1LatencyQuantile(rate, 1 / service, 0.95),
        attainment: mm1LatencyCdf(rate, 1 / service, slaSeconds),
      },
    );
  });

  it('is M/D/1', async () => {
    const [rate, service, slaSeconds] = [2, 0.25, 0.4];
    await expectFigures(
      { rate, service, family: 'constant', slaSeconds, requests: 40_000 },
      {
        mean: service + mg1Wait(rate, constantMoments(service)),
        p95: md1LatencyQuantile(rate, service, 0.95),
        attainment: md1LatencyCdf(rate, service, slaSeconds),
      },
    );
  });
});
