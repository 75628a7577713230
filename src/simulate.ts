import type { Observer } from './events/facts.js';
import { Kernel } from './kernel/kernel.js';
import { createRunKey } from './random/run-key.js';
import type { RunKey } from './random/types.js';
import type { Scenario } from './scenario/types.js';
import { BeliefFeed } from './serving/batch/belief-feed.js';
import { preloadOf } from './serving/batch/config.js';
import { makeStrategy } from './serving/batch/make-strategy.js';
import type { StrategyContext, StrategyDefinition } from './serving/batch/strategies/strategy.js';
import { Cluster, type GpuPart } from './serving/cluster/cluster.js';
import { type Beliefs, createBeliefs } from './timing/belief/beliefs.js';
import { createTiming } from './timing/timing.js';
import type { Timing } from './timing/types.js';
import type { Seconds } from './units.js';
import { createArrivals } from './workload/arrivals.js';

/** One run: a scenario, the strategy it names, and who watches. */
export interface Run {
  readonly scenario: Scenario;
  readonly strategy: StrategyDefinition;
  /** 0, 1, 2, …: with the scenario's seed it determines every random draw. */
  readonly replication: number;
  readonly observers: readonly Observer[];
  /** Durations in place of the scenario's: those of a recording. */
  readonly timing?: Timing;
  /** The source of all draws in place of (seed, replication): one that forces some of them. */
  readonly key?: RunKey;
}

/**
 * Simulates one run from time 0 to its end and tells the observers everything. Synchronous; two
 * runs share nothing.
 * @throws UserError when the strategy decides nonsense, or a batch is larger than the profile knows.
 */
export function simulate(run: Run): void {
  const slices = simulateInSlices(run);
  while (slices.next().done !== true);
}

/** A run is cut into so many slices of equal simulated time, up to `durationSeconds`. */
const SLICES = 1000;
/** … and into slices of so many events after that. */
const EVENTS_PER_SLICE = 100_000;

/**
 * The same, a slice at a time: between two slices the caller may do something else, or stop.
 * @returns after each slice, the simulated time reached.
 */
export function* simulateInSlices(run: Run): Generator<Seconds, void> {
  const { durationSeconds, drainSeconds } = run.scenario;
  const kernel = new Kernel();
  const cluster = createCluster(run, kernel);
  for (let slice = 1; slice < SLICES; slice++) {
    kernel.runUntil((durationSeconds * slice) / SLICES);
    yield kernel.now;
  }
  kernel.runUntil(durationSeconds);
  if (drainSeconds === Number.POSITIVE_INFINITY) {
    while (kernel.step()) if (kernel.fired % EVENTS_PER_SLICE === 0) yield kernel.now;
  } else {
    kernel.runUntil(durationSeconds + drainSeconds);
  }
  cluster.end();
}

function createCluster(run: Run, kernel: Kernel): Cluster {
  const { scenario, strategy, replication, observers } = run;
  const key = run.key ?? createRunKey(scenario.seed, replication);
  const { gpus } = scenario.server;
  return new Cluster({
    kernel,
    key,
    observers,
    untilEmpty: scenario.drainSeconds === Number.POSITIVE_INFINITY,
    arrivals: createArrivals(scenario.workload, key),
    timing: run.timing ?? createTiming(scenario.timing, key),
    models: scenario.models,
    config: scenario.server,
    strategyName: strategy.name,
    gpus: Array.from({ length: gpus }, (_, gpu) => createGpu(scenario, strategy, gpu, key)),
  });
}

/** The scheduler of a GPU: it learns from what happens on that GPU. */
function createGpu(
  scenario: Scenario,
  strategy: StrategyDefinition,
  gpu: number,
  key: RunKey,
): GpuPart {
  const beliefs = beliefsOf(scenario, key);
  return {
    strategy: makeStrategy(strategy, strategyContext(scenario, beliefs)),
    observers: feedOf(beliefs, scenario, gpu),
  };
}

function beliefsOf(scenario: Scenario, key: RunKey): Beliefs {
  const { believed, timing, teeMode, strategy } = scenario;
  const { timerProfile } = strategy;
  return createBeliefs({ config: believed, timing, teeMode, timerProfile, key });
}

/** Who learns from what happens, if anyone does: before other observers, and before strategies. */
function feedOf({ lessons }: Beliefs, { server }: Scenario, gpu: number): readonly Observer[] {
  return lessons === null ? [] : [new BeliefFeed(lessons, preloadOf(server, gpu))];
}

function strategyContext(scenario: Scenario, { believed, timerBelief }: Beliefs): StrategyContext {
  const { models, slaSeconds, strategy } = scenario;
  return { models, slaSeconds, believed, timerBelief, options: strategy.options };
}
