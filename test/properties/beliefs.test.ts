import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRunKey } from '../../src/random/run-key.js';
import type { Scenario } from '../../src/scenario/types.js';
import type { Strategy, StrategyDefinition } from '../../src/serving/batch/strategies/strategy.js';
import { simulate } from '../../src/simulate.js';
import { createBeliefs } from '../../src/timing/belief/beliefs.js';
import type { BelievedTiming, SwapHistory } from '../../src/timing/types.js';
import { beliefs } from '../support/beliefs-arbitrary.js';
import { EventLog, type PlainEvent } from '../support/plain-events.js';
import { holds } from '../support/property.js';
import { engineStrategy } from '../support/run-both.js';
import { scenarioParts } from '../support/scenario-arbitrary.js';
import { buildScenario } from '../support/scenario-builder.js';

const CASES = 500;
const SIZES = [1, 3];
const HISTORIES: readonly (SwapHistory | undefined)[] = [
  undefined,
  { first: true, previous: -1, beforePrevious: -1 },
  { first: false, previous: 1, beforePrevious: 0 },
];

type LoadPhase = Extract<PlainEvent, { kind: 'phase' }>;
type LoadBeside = Extract<PlainEvent, { kind: 'background' }>;
type Means = readonly (readonly number[])[];

/** What is believed of each model: loads, the unload, batches. */
function means(believed: BelievedTiming, modelCount: number): Means {
  return Array.from({ length: modelCount }, (_, model) => [
    ...HISTORIES.map((after) => believed.loadSeconds(model, after).mean),
    believed.unloadSeconds(model).mean,
    ...SIZES.map((size) => believed.batchSeconds(model, size)),
  ]);
}

/** A moment at which a strategy is asked. */
interface Look {
  /** How much has happened by then. */
  readonly events: number;
  readonly means: Means;
}

/** What is believed whenever a strategy is asked, and all that happens. */
function watched(scenario: Scenario): { looks: Look[]; events: readonly PlainEvent[] } {
  const log = new EventLog();
  const looks: Look[] = [];
  const definition = engineStrategy(scenario.strategy.name);
  const strategy: StrategyDefinition = {
    ...definition,
    create: (context) => {
      const { believed, models } = context;
      const look = () =>
        looks.push({ events: log.events.length, means: means(believed, models.length) });
      look();
      return watchedHooks(definition.create(context), look);
    },
  };
  simulate({ scenario, strategy, replication: 0, observers: [log] });
  return { looks, events: log.events };
}

function watchedHooks(strategy: Strategy, look: () => void): Strategy {
  const hooks = [
    'onArrival',
    'onTimer',
    'onIdle',
    'onBatchStart',
    'onBatchEnd',
    'onLoaded',
    'onPoll',
  ] as const;
  const wrapped = hooks
    .filter((hook) => strategy[hook] !== undefined)
    .map((hook) => [
      hook,
      (...args: unknown[]) => {
        look();
        return Reflect.apply(strategy[hook] as () => unknown, strategy, args);
      },
    ]);
  return { ...strategy, ...Object.fromEntries(wrapped) } as Strategy;
}

/** The beliefs that nothing has been learned of. */
function priorOf(scenario: Scenario): BelievedTiming {
  const { believed, timing, teeMode, strategy, seed } = scenario;
  return createBeliefs({
    config: { ...believed, learning: { weight: 0 } },
    timing,
    teeMode,
    timerProfile: strategy.timerProfile,
    key: createRunKey(seed, 0),
  }).believed;
}

/** The correction of one belief: all ratios so far, the older the less they weigh. */
function correction(ratios: readonly number[], weight: number): number {
  const weightOf = (age: number) => weight * (1 - weight) ** age;
  return ratios.reduce(
    (sum, ratio, k) => sum + weightOf(ratios.length - 1 - k) * ratio,
    (1 - weight) ** ratios.length,
  );
}

/** From all that happened, what is to be believed: computed anew, from nothing else. */
function expected(past: readonly PlainEvent[], scenario: Scenario): Means {
  const prior = priorOf(scenario);
  const { weight } = scenario.believed.learning;
  return means(prior, scenario.models.length).map((row, model) => {
    const load = correction(loadRatios(past, scenario, prior, model), weight);
    const unload = correction(unloadRatios(past, prior, model), weight);
    const batch = correction(batchRatios(past, prior, model), weight);
    return row.map((mean, at) => {
      if (at < HISTORIES.length) return mean * load;
      return mean * (at === HISTORIES.length ? unload : batch);
    });
  });
}

function loadRatios(
  past: readonly PlainEvent[],
  { server }: Scenario,
  prior: BelievedTiming,
  model: number,
): number[] {
  const preloaded = server.preload.map((each) => ({ model: each, end: Number.NEGATIVE_INFINITY }));
  return past.flatMap((load, at) => {
    if (!isLoadPhase(load) || load.model !== model || wasHelped(past.slice(0, at), model))
      return [];
    const loaded = past.slice(0, at).filter((event) => isLoadPhase(event) || isLoadBeside(event));
    const admitted = [...preloaded, ...loaded].filter(({ end }) => end <= load.start);
    const [previous = -1, beforePrevious = -1] = admitted.map((each) => each.model).toReversed();
    const after = { first: loaded.length === 0, previous, beforePrevious };
    return [(load.end - load.start) / prior.loadSeconds(model, after).mean];
  });
}

/**
 * Whether the background had brought in some of the model since the GPU last loaded it, or at any
 * time all that can be prefetched.
 */
function wasHelped(past: readonly PlainEvent[], model: number): boolean {
  const last = past.findLastIndex((each) => isLoadPhase(each) && each.model === model);
  return past.some(
    (event, at) =>
      event.kind === 'background' &&
      event.model === model &&
      ((event.outcome === 'taken-over' && at > last) ||
        (event.operation === 'prefetch' && event.outcome === 'completed')),
  );
}

function isLoadPhase(event: PlainEvent): event is LoadPhase {
  return event.kind === 'phase' && event.phase === 'load' && event.completed;
}

function isLoadBeside(event: PlainEvent): event is LoadBeside {
  return event.kind === 'background' && event.operation === 'load' && event.outcome === 'completed';
}

function unloadRatios(past: readonly PlainEvent[], prior: BelievedTiming, model: number): number[] {
  return past.flatMap((event) => {
    const isUnload = event.kind === 'phase' && event.phase === 'unload' && event.completed;
    if (!isUnload || event.model !== model) return [];
    return [(event.end - event.start) / prior.unloadSeconds(model).mean];
  });
}

function batchRatios(past: readonly PlainEvent[], prior: BelievedTiming, model: number): number[] {
  return past.flatMap((event) => {
    if (event.kind !== 'batch' || event.model !== model) return [];
    const seconds = event.completedAt - event.inferenceStart;
    const believed = prior.batchSeconds(model, event.requests.length);
    // A batch that is believed to take for ever teaches nothing.
    return Number.isFinite(believed) ? [seconds / believed] : [];
  });
}

describe('what a strategy believes', () => {
  it('follows from what has happened until then, and from nothing else', () => {
    holds(
      fc.tuple(scenarioParts(), beliefs()),
      ([parts, believed]) => {
        const scenario = buildScenario({ ...parts, believed });
        const { looks, events } = watched(scenario);
        for (const { events: count, means: found } of sampled(looks)) {
          const wanted = expected(events.slice(0, count), scenario);
          for (const [model, row] of found.entries()) {
            for (const [at, mean] of row.entries()) {
              expect(mean).toBeCloseTo(wanted[model]?.[at] ?? -1, 8);
            }
          }
        }
      },
      CASES,
    );
  });

  it('is wrong by the same factors under every TEE mode, semantics and strategy', () => {
    holds(
      fc.tuple(scenarioParts(), beliefs()),
      ([parts, believed]) => {
        const config = { ...believed, learning: { weight: 0 } };
        const plain = { ...parts, believedCc: null, believed: config };
        const first = ({ looks }: { looks: Look[] }) => looks[0]?.means;
        const wanted = first(watched(buildScenario(plain)));
        const mode = parts.teeMode === 'cc' ? 'off' : 'cc';
        for (const other of [
          { ...plain, teeMode: mode } as const,
          { ...plain, semantics: 'lossless', rules: {} } as const,
          { ...plain, strategy: 'greedy' },
        ]) {
          expect(first(watched(buildScenario(other)))).toEqual(wanted);
        }
      },
      CASES,
    );
  });
});

/** Some looks of many, the last one among them. */
function sampled(looks: readonly Look[]): Look[] {
  const step = Math.ceil(looks.length / 10);
  return looks.filter((_, at) => at % step === 0 || at === looks.length - 1);
}
