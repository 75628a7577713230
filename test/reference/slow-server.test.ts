import { describe, expect, it } from 'vitest';
import type { StrategyDefinition } from '../../src/serving/batch/strategies/strategy.js';
import { eventsOf, type PlainBatch } from '../support/plain-events.js';
import { buildScenario, type ModelParts, type ScenarioParts } from '../support/scenario-builder.js';
import { runSlowly } from './slow-server.js';
import { slowStrategy } from './slow-strategies.js';

/** The reference against small cases worked out by hand. */

type Arrivals = readonly (readonly [time: number, model: number])[];

function run(parts: ScenarioParts, arrivals: Arrivals, strategy?: StrategyDefinition) {
  const scenario = buildScenario({ durationSeconds: 50, drainSeconds: 50, ...parts });
  return runSlowly({
    scenario,
    strategy: strategy ?? slowStrategy(scenario.strategy.name),
    replication: 0,
    requests: arrivals.map(([arrival, model], id) => ({ id, model, arrival })),
  });
}

function swapping(loadSeconds: number, unloadSeconds: number, extra: ModelParts = {}): ModelParts {
  return {
    bestBatch: 1,
    swap: {
      form: 'independent',
      load: { mean: loadSeconds, sd: 0 },
      unload: { mean: unloadSeconds, sd: 0 },
      firstLoad: null,
      family: 'constant',
    },
    ...extra,
  };
}

function outline(batch: PlainBatch): unknown {
  return [
    batch.requests,
    batch.startedAt,
    batch.inferenceStart,
    batch.completedAt,
    batch.writtenAt,
  ];
}

const NO_RACE = { raceProbability: 0 } as const;

describe('lossless', () => {
  it('loads, infers and writes, one batch after another', () => {
    const parts = {
      models: [swapping(2, 0.5), swapping(3, 0.25)],
      write: { baseSeconds: 0.125, perRequestSeconds: 0.125 },
    };
    const batches = eventsOf(
      run(parts, [
        [1, 0],
        [1.5, 1],
        [6, 1],
      ]),
      'batch',
    );
    expect(batches.map(outline)).toEqual([
      [[0], 1, 3, 4, 4.25],
      [[1], 4.25, 7.75, 8.75, 9],
      [[2], 9, 9, 10, 10.25],
    ]);
  });

  it('splits a release at the largest batch that fits', () => {
    const models = [{ bestBatch: 5, maxBatch: 2 }];
    const arrivals: Arrivals = [
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 0],
    ];
    const batches = eventsOf(run({ models }, arrivals), 'batch');
    expect(batches.map((batch) => batch.requests)).toEqual([[0, 1], [2, 3], [4]]);
  });

  it('fires an exact timer at its time', () => {
    const parts = { strategy: 'best-batch+timer', options: { fixedTimerSeconds: 3 } };
    const batches = eventsOf(
      run(parts, [
        [1, 0],
        [2, 0],
        [4.5, 0],
      ]),
      'batch',
    );
    expect(batches.map((b) => [b.requests, b.releasedAt])).toEqual([
      [[0, 1], 4],
      [[2], 7.5],
    ]);
  });
});

describe('as published', () => {
  it('loses the batch that waits when the next is triggered', () => {
    const parts = {
      semantics: 'as-published',
      models: [{ bestBatch: 1, batch: { form: 'line', a: 10, b: 0, cv: 0, family: 'constant' } }],
      preload: [0],
      rules: NO_RACE,
    } as const;
    const events = run(parts, [
      [0, 0],
      [1, 0],
      [2, 0],
    ]);
    expect(eventsOf(events, 'batch').map((batch) => batch.requests)).toEqual([[0], [2]]);
    expect(eventsOf(events, 'loss')).toEqual([
      { kind: 'loss', time: 2, model: 0, cause: 'overwritten', requests: [1] },
    ]);
  });

  it('empties the slot when a timer expires with nothing waiting', () => {
    const parts = {
      semantics: 'as-published',
      models: [
        { bestBatch: 2 },
        { bestBatch: 1, batch: { form: 'line', a: 9, b: 0, cv: 0, family: 'constant' } },
      ],
      memory: { residentModels: 2 },
      preload: [0, 1],
      strategy: 'best-batch+timer',
      options: { fixedTimerSeconds: 4 },
      rules: { ...NO_RACE, timerPollSeconds: 0, timerThreadBlocks: false },
    } as const;
    const events = run(parts, [
      [0, 1],
      [1, 0],
      [2, 0],
    ]);
    expect(eventsOf(events, 'loss')).toEqual([
      { kind: 'loss', time: 5, model: 0, cause: 'empty-timer', requests: [1, 2] },
    ]);
  });

  it('keeps that batch when empty timers do nothing', () => {
    const parts = {
      semantics: 'as-published',
      models: [{ bestBatch: 2 }],
      preload: [0],
      strategy: 'best-batch+timer',
      options: { fixedTimerSeconds: 0.5 },
      rules: { ...NO_RACE, timerPollSeconds: 0, emptyTimerOverwrites: false },
    } as const;
    const events = run(parts, [
      [0, 0],
      [0.25, 0],
    ]);
    expect(eventsOf(events, 'loss')).toEqual([]);
  });

  it('adds a partial batch to the one in the slot', () => {
    const parts = {
      semantics: 'as-published',
      models: [{ bestBatch: 2, batch: { form: 'line', a: 10, b: 0, cv: 0, family: 'constant' } }],
      preload: [0],
      strategy: 'best-batch+partial-batch',
      options: { partialResidentSeconds: 1, partialPollSeconds: 6 },
      rules: { ...NO_RACE, busyLoop: false },
    } as const;
    const events = run(parts, [
      [0.5, 0],
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 0],
    ]);
    expect(eventsOf(events, 'batch').map((batch) => batch.requests)).toEqual([
      [0, 1],
      [2, 3, 4],
    ]);
  });

  it('loses a batch to a race', () => {
    const parts = {
      semantics: 'as-published',
      models: [{ bestBatch: 2 }],
      preload: [0],
      rules: { raceProbability: 1 },
    } as const;
    const events = run(parts, [
      [0, 0],
      [1, 0],
    ]);
    expect(eventsOf(events, 'batch')).toEqual([]);
    expect(eventsOf(events, 'loss').map((loss) => loss.cause)).toEqual(['race']);
  });
});

describe('the busy loop', () => {
  it('slows the load and the inference until the model has been resident long enough', () => {
    const parts = {
      semantics: 'as-published',
      models: [swapping(2, 0, { bestBatch: 1, busyLoopLoadExtraSeconds: 6 })],
      busyLoopInferenceRate: 0.25,
      strategy: 'best-batch+partial-batch',
      options: { partialResidentSeconds: 2, partialPollSeconds: 0.5, partialFraction: 1 },
      rules: NO_RACE,
    } as const;
    const [batch] = eventsOf(run(parts, [[0, 0]]), 'batch');
    // The load takes 2 + 6. Then half a second of inference is done in 2 s, the rest in 0.5 s.
    expect(batch?.inferenceStart).toBe(8);
    expect(batch?.completedAt).toBe(10.5);
  });
});

describe('the lock', () => {
  const parts = {
    models: [{ bestBatch: 1, batch: { form: 'line', a: 4, b: 0, cv: 0, family: 'constant' } }],
    preload: [0],
  } as const;
  const arrivals: Arrivals = [
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 0],
  ];

  it.each([
    ['fifo', [0, 1, 2, 3]],
    ['lifo', [0, 3, 2, 1]],
  ] as const)('%s', (lockOrder, order) => {
    const events = run({ ...parts, rules: { lockOrder, batchLimit: 'none' } }, arrivals);
    expect(eventsOf(events, 'batch').flatMap((batch) => batch.requests)).toEqual(order);
  });
});

describe('GPU memory', () => {
  const models = [30, 20, 40].map((weightsGiB) => swapping(1, 0.5, { weightsGiB }));
  const arrivals: Arrivals = [
    [0, 0],
    [10, 1],
    [20, 0],
    [30, 2],
  ];

  it.each([
    ['lru', 3, 80, [1]],
    ['fifo', 3, 80, [0]],
    ['largest', 3, 80, [0]],
    ['lru', 3, 100, []],
    ['lru', 2, 100, [1]],
    ['lru', 3, 50, [1, 0]],
  ] as const)('evicts by %s, %d models, %d GiB', (eviction, residentModels, memoryGiB, victims) => {
    const events = run({ models, memory: { eviction, residentModels, memoryGiB } }, arrivals);
    const unloads = eventsOf(events, 'phase').filter((phase) => phase.phase === 'unload');
    expect(unloads.map((phase) => phase.model)).toEqual(victims);
  });
});

describe('the end', () => {
  it('leaves over what waits, what is released and what is in service', () => {
    const models = [
      { bestBatch: 2, batch: { form: 'line', a: 9, b: 0, cv: 0, family: 'constant' } },
    ] as const;
    const arrivals: Arrivals = [
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 0],
    ];
    const parts = { models, preload: [0], durationSeconds: 5, drainSeconds: 1 };
    const left = eventsOf(run(parts, arrivals), 'left-over');
    expect(left.map((event) => [event.where, event.requests, event.time])).toEqual([
      ['waiting', [4], 6],
      ['released', [2, 3], 6],
      ['in-service', [0, 1], 6],
    ]);
  });
});
