import { createRunKey } from '../../src/random/run-key.js';
import type { Scenario } from '../../src/scenario/types.js';
import type {
  StrategyContext,
  StrategyDefinition,
} from '../../src/serving/batch/strategies/strategy.js';
import { createBelievedTiming } from '../../src/timing/belief/believed.js';
import { createTiming } from '../../src/timing/timing.js';
import type { GiB, ModelIndex, Seconds } from '../../src/units.js';
import type { Request } from '../../src/workload/types.js';
import type { PlainEvent } from '../support/plain-events.js';
import { Dispatch } from './dispatch.js';
import { GpuMemory } from './gpu-memory.js';
import { Host } from './host.js';
import { Jobs } from './jobs.js';
import { type Asked, Operations, until } from './operations.js';
import { PollThread } from './poll-thread.js';
import type { System } from './system.js';
import { type Thread, Threads } from './threads.js';
import { TimerThread } from './timer-thread.js';
import { World } from './world.js';

/** What the slow reference is run with. */
export interface SlowRun {
  readonly scenario: Scenario;
  readonly strategy: StrategyDefinition;
  readonly replication: number;
  /** Requests in order of arrival, all before `scenario.durationSeconds`. */
  readonly requests: readonly Request[];
}

/**
 * The batch server as a person would tell it: a thread that receives requests, one that looks at
 * timers, one that looks at the resident model, and one per batch, all wanting one lock. It
 * shares no code with the engine, and is as slow as it is plain.
 */
export function runSlowly(run: SlowRun): PlainEvent[] {
  return new SlowServer(createSystem(run), run.requests).run();
}

class SlowServer {
  readonly #system: System;
  readonly #requests: readonly Request[];
  #arrived = 0;

  constructor(system: System, requests: readonly Request[]) {
    this.#system = system;
    this.#requests = requests;
  }

  run(): PlainEvent[] {
    const { poll, scenario, threads, timers, world } = this.#system;
    const stop = scenario.durationSeconds + scenario.drainSeconds;
    threads.start(this.#receive());
    threads.start(timers.watch());
    poll.start();
    this.#settle();
    while (!this.#nothingMoreCanHappen() && threads.step(stop)) this.#settle();
    this.#end(stop);
    return world.events;
  }

  #end(stop: Seconds): void {
    const { scenario, threads, world } = this.#system;
    const untilEmpty = stop === Number.POSITIVE_INFINITY;
    threads.now = untilEmpty ? Math.max(world.now, scenario.durationSeconds) : stop;
    if (world.operation !== null) {
      world.events.push({ ...world.operation, end: world.now, completed: false });
    }
    world.endBeside('stopped');
    world.leaveOver();
    world.events.push({ kind: 'end', time: world.now });
  }

  /** Only asked of runs that go on until they are empty. */
  #nothingMoreCanHappen(): boolean {
    const { poll, scenario, threads, timers, world } = this.#system;
    if (scenario.drainSeconds !== Number.POSITIVE_INFINITY) return false;
    if (this.#arrived < this.#requests.length || !threads.lockIsFree) return false;
    const timersAreIdle = timers.timers.every(
      (timer, model) => timer === undefined || world.waitingOf(model).length === 0,
    );
    return timersAreIdle && poll.isIdle && world.beside === null;
  }

  *#receive(): Thread {
    const { dispatch, poll, strategy, timers, view, world } = this.#system;
    for (const request of this.#requests) {
      yield until('arrival', request.arrival);
      const { id, model } = request;
      this.#arrived++;
      world.askWhenIdle = true;
      poll.lookedInVain = false;
      world.events.push({ kind: 'arrival', time: world.now, request: id, model });
      world.waitingOf(model).push(request);
      timers.requestCame(model);
      if (!world.seen.includes(model)) world.seen.push(model);
      yield* dispatch.carryOut(strategy.onArrival?.(view, model), 'arrival');
      timers.requestWasSeen(model);
    }
  }

  /** What is done when everything else has come to rest at an instant. */
  #settle(): void {
    const { dispatch, scenario, strategy, threads, view, world } = this.#system;
    while (world.askWhenIdle && threads.lockIsFree) {
      world.askWhenIdle = false;
      if (world.incoming.every((waiting) => waiting.length === 0)) break;
      threads.start(dispatch.carryOut(strategy.onIdle?.(view), 'idle'));
    }
    const { unloadWhenIdle } = scenario.server;
    if (unloadWhenIdle && threads.lockIsFree && world.memory.models().length > 0) {
      threads.start(this.#unloadOne());
    }
  }

  /** One model goes; whether the next must is seen when it is gone. */
  *#unloadOne(): Thread {
    yield { wants: 'lock' };
    yield* this.#system.operations.unloadOne();
    this.#system.world.askWhenIdle = true;
    yield { wants: 'leave' };
  }
}

function createSystem({ scenario, strategy: definition, replication }: SlowRun): System {
  const config = scenario.server;
  const { rules, memory, preload, prefetch, pageCacheGiB } = config;
  const key = createRunKey(scenario.seed, replication);
  const timing = createTiming(scenario.timing, key);
  const strategy = definition.create(contextOf(scenario));
  const self = (): System => system;
  const count = scenario.models.length;
  const firstSweepAt = rules.timerPollSeconds * key.keyed('timer-phase').at(0, 0);
  const threads = new Threads(rules, key.keyed('lock'));
  const timers = new TimerThread(count, firstSweepAt, self);
  const poll = new PollThread(strategy.poll, self);
  const weights = (model: ModelIndex): GiB => timing.weightsGiB(model);
  const world = new World({
    modelCount: count,
    memory: new GpuMemory(memory, weights, preload),
    host: new Host(prefetch.hostMemoryGiB, pageCacheGiB, weights),
    jobs: new Jobs(prefetch.sharedGiBPerSecond, threads),
    config,
    timers: timers.timers,
    clock: threads,
  });
  world.lastLoaded = preload.at(-1) ?? -1;
  world.loads.push(...preload);
  const system: System = {
    ...{ scenario, rules, strategy, world, threads, timers, poll },
    view: world.view(),
    operations: new Operations({ world, timing, config, key, spinner: poll, asked: asking(self) }),
    dispatch: new Dispatch(key.keyed('race'), self),
  };
  return system;
}

/** What a strategy is asked while the GPU goes on with a batch. */
function asking(self: () => System): Asked {
  return {
    loaded: (model) => {
      const { dispatch, strategy, threads, view } = self();
      threads.start(dispatch.carryOut(strategy.onLoaded?.(view, model), 'loaded'));
    },
    inferring: (model) => {
      const { dispatch, strategy, threads, view } = self();
      threads.start(dispatch.carryOut(strategy.onBatchStart?.(view, model), 'batch-start'));
    },
  };
}

function contextOf(scenario: Scenario): StrategyContext {
  const { believed } = scenario.timing;
  return {
    models: scenario.models,
    slaSeconds: scenario.slaSeconds,
    believed: createBelievedTiming(believed[scenario.teeMode]),
    timerBelief: createBelievedTiming(believed[scenario.strategy.timerProfile]),
    options: scenario.strategy.options,
  };
}
