import { describe, expect, it } from 'vitest';
import { runReplication } from '../../src/experiment/replicate.js';
import { nodeFiles } from '../../src/host/node-files.js';
import { nodeStrategies } from '../../src/host/strategy-modules.js';
import { estimateMean } from '../../src/metrics/estimate.js';
import type { RunSummary } from '../../src/metrics/summary.js';
import { loadScenario } from '../../src/scenario/load.js';
import type { Scenario } from '../../src/scenario/types.js';
import type { SimpleArrivals } from '../../src/workload/config.js';
import { EventLog, eventsOf } from '../support/plain-events.js';
import { buildScenario, type ScenarioParts } from '../support/scenario-builder.js';
import { builtIn, QUEUE_ONLY } from '../theory/estimate.js';

const EXPONENTIAL = { form: 'line', a: 1, b: 0, cv: 1, family: 'exponential' } as const;

/** M/M/1 with service rate 1, and so many requests that wait from the beginning. */
function queue(rate: number, waiting: number, parts: ScenarioParts = {}): Scenario {
  const trace = {
    process: 'trace',
    file: 'waiting',
    sha256: '',
    columns: { time: '', model: null },
    models: null,
    lengths: null,
    times: new Float64Array(waiting),
  } as const;
  const of: readonly SimpleArrivals[] = [trace, { process: 'poisson', rate, first: 'gap' }];
  return buildScenario({
    ...QUEUE_ONLY,
    horizon: 'steady-state',
    models: [{ batch: EXPONENTIAL }],
    strategy: 'fcfs',
    durationSeconds: 10_000,
    arrivals: { process: 'superposition', of: of.map((arrivals) => ({ arrivals, mix: [1] })) },
    ...parts,
  });
}

interface Outcome {
  readonly summary: RunSummary;
  readonly reason: string | null;
}

function run(scenario: Scenario, replication = 0): Outcome {
  let reason: string | null = null;
  const strategy = builtIn(scenario.strategy.name);
  const noSteadyState = (why: string): void => {
    reason = why;
  };
  const work = runReplication({ scenario, strategy }, replication, [], { noSteadyState });
  for (;;) {
    const step = work.next();
    if (step.done === true) return { summary: step.value, reason };
  }
}

function numbersOf(tree: object): readonly number[] {
  return Object.values(tree).flatMap((value) =>
    typeof value === 'number' ? [value] : numbersOf(value as object),
  );
}

describe('a steady-state horizon', () => {
  it('finds the mean of a queue that began with 300 requests waiting', () => {
    const runs = Array.from({ length: 20 }, (_, replication) => run(queue(0.5, 300), replication));
    expect(runs.map(({ reason }) => reason)).toEqual(runs.map(() => null));
    const latency = estimateMean(runs.map(({ summary }) => summary.latencySeconds.mean));
    const halfWidth = ((latency.ci95?.[1] ?? 0) - (latency.ci95?.[0] ?? 0)) / 2;
    expect(halfWidth).toBeLessThan(0.1);
    // 1 / (μ − λ), within twice the 95 % interval; with its start the run's mean is near 10.
    expect(Math.abs(latency.mean - 2)).toBeLessThan(2 * halfWidth);
    const rate = estimateMean(runs.map(({ summary }) => summary.throughput.requestsPerSecond));
    expect(rate.mean).toBeCloseTo(0.5, 1);
    // A backlog of 300 shrinks by 0.5 a second.
    for (const { summary } of runs) {
      expect(summary.horizon.warmUpSeconds).toBeGreaterThan(350);
      expect(summary.horizon.warmUpSeconds).toBeLessThan(5000);
    }
  });

  it('hardly ever refuses a queue that is stable', () => {
    const refused = Array.from({ length: 100 }, (_, at) => run(queue(0.7, 0), at)).filter(
      ({ reason }) => reason !== null,
    );
    expect(refused.length).toBeLessThanOrEqual(10);
  });

  it.each([1.05, 1.2, 2])('refuses a server with a load of %d', (load) => {
    for (let replication = 0; replication < 5; replication++) {
      const { summary, reason } = run(queue(load, 0), replication);
      expect(reason).toMatch(/do not settle|to settle|drifts/);
      expect(numbersOf(summary).every(Number.isNaN)).toBe(true);
    }
  });

  it('refuses what is too short to tell', () => {
    expect(run(queue(0.5, 0, { durationSeconds: 20 })).reason).toContain('do not settle');
  });

  it('refuses best-batch with batches of 64 under CC at 4 requests a second', async () => {
    const sizes = 'strategy.sizes={ granite-7b: 64, gemma-7b: 64, llama3-8b: 64 }';
    const sets = [sizes, 'strategy.name=best-batch', 'horizon=steady-state'];
    const request = { file: 'scenarios/sincere-lossless.yaml', sets };
    const scenario = await loadScenario(request, nodeFiles(), nodeStrategies());
    for (let replication = 0; replication < 5; replication++) {
      expect(run(scenario, replication).reason).not.toBeNull();
    }
    const slower = { ...request, sets: [...sets, 'arrivals.rate=1.5'] };
    expect(run(await loadScenario(slower, nodeFiles(), nodeStrategies())).reason).toBeNull();
  });

  it('keeps whole periods of a ramp', () => {
    const ramp = {
      process: 'ramp',
      minRate: 0.2,
      maxRate: 1,
      upSeconds: 20,
      downSeconds: 20,
    } as const;
    const parts = { arrivals: { ...ramp, first: 'gap' }, durationSeconds: 4010 } as const;
    const { summary, reason } = run(queue(0.5, 0, parts));
    expect(reason).toBeNull();
    expect((4010 - summary.horizon.warmUpSeconds) % 40).toBeCloseTo(0, 9);
    const tooShort = { ...parts, durationSeconds: 180 };
    expect(run(queue(0.5, 0, tooShort)).reason).toMatch(/periods of the load|do not settle/);
  });

  it('counts the requests that arrive after the warm-up, and the GPU from then on', () => {
    const scenario = queue(0.5, 300);
    const { summary } = run(scenario);
    const { warmUpSeconds } = summary.horizon;
    const log = new EventLog();
    const whole = { ...scenario, horizon: 'terminating' as const };
    const work = runReplication({ scenario: whole, strategy: builtIn('fcfs') }, 0, [log]);
    while (work.next().done !== true);
    const late = eventsOf(log.events, 'arrival').filter(({ time }) => time >= warmUpSeconds);
    expect(summary.requests.received).toBe(late.length);
    expect(summary.requests.processed).toBe(late.length);
    const busy = eventsOf(log.events, 'phase')
      .filter(({ phase }) => phase === 'infer')
      .map(({ start, end }) => Math.min(end, 10_000) - Math.max(start, warmUpSeconds))
      .reduce((sum, seconds) => sum + Math.max(0, seconds), 0);
    expect(summary.gpu.inferenceShare).toBeCloseTo(busy / (10_000 - warmUpSeconds), 9);
    expect(summary.throughput.requestsPerSecond).toBeCloseTo(
      late.length / (10_000 - warmUpSeconds),
      12,
    );
  });

  it('tells other observers the whole run, once', () => {
    const scenario = queue(0.5, 10, { durationSeconds: 1000 });
    const [log, plain] = [new EventLog(), new EventLog()];
    const loaded = { scenario, strategy: builtIn('fcfs') };
    const shares = [...runReplication(loaded, 0, [log])];
    const terminating = { ...loaded, scenario: { ...scenario, horizon: 'terminating' as const } };
    for (const _ of runReplication(terminating, 0, [plain]));
    expect(log.events).toEqual(plain.events);
    expect(shares.every((share, at) => share >= (shares[at - 1] ?? 0) && share <= 1)).toBe(true);
  });

  it('is not the default: a run counts from its start', () => {
    const { summary } = run(queue(0.5, 300, { horizon: 'terminating' }));
    expect(summary.horizon.warmUpSeconds).toBe(0);
    expect(summary.latencySeconds.mean).toBeGreaterThan(8);
  });
});
