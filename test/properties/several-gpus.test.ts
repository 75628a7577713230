import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../src/scenario/types.js';
import { firstDifference } from '../support/compare-events.js';
import { eventsOf, type PlainEvent } from '../support/plain-events.js';
import { holdsForRuns, type Observed } from '../support/property.js';
import { requestsOf, runFast } from '../support/run-both.js';
import type { RandomParts } from '../support/scenario-arbitrary.js';
import { buildScenario, type ScenarioParts } from '../support/scenario-builder.js';

const CASES = 200;

/** Two to four GPUs that share their queues; the rules of the published system do not fit them. */
function sharing(parts: RandomParts): ScenarioParts {
  const rules = {
    ...parts.rules,
    slot: 'queue',
    timerThreadBlocks: false,
    busyLoop: false,
  } as const;
  return { ...parts, semantics: 'lossless', rules, gpus: 2 + (Number(parts.seed) % 3) };
}

function holdsForSharing(law: (observed: Observed) => void): void {
  holdsForRuns(law, { cases: CASES, adapt: sharing });
}

/** Every model on a GPU of its own. */
function pinned(parts: RandomParts): ScenarioParts {
  const count = parts.models?.length ?? 0;
  // A lock that draws lots has draws of its own on each GPU.
  const lockOrder =
    parts.rules?.lockOrder === 'random' ? 'lifo' : (parts.rules?.lockOrder ?? 'fifo');
  return {
    ...parts,
    rules: { ...parts.rules, lockOrder },
    gpus: count,
    placement: { kind: 'pinned', gpusOf: Array.from({ length: count }, (_, gpu) => [gpu]) },
  };
}

/**
 * A server with one GPU to which only the requests of `model` come. What a strategy does to other
 * models than those that are asked for must not count: it is not let.
 */
function alone(scenario: Scenario, model: number): Scenario {
  const requests = requestsOf(scenario).filter((request) => request.model === model);
  const { server, workload } = scenario;
  return {
    ...scenario,
    server: {
      ...server,
      gpus: 1,
      placement:
        scenario.strategy.name === 'erratic'
          ? {
              kind: 'pinned',
              gpusOf: scenario.models.map((_, each) => (each === model ? [0] : [])),
            }
          : { kind: 'free' },
      preload: server.preload.filter((each) => each === model),
    },
    workload: {
      ...workload,
      arrivals: {
        process: 'trace',
        file: '',
        sha256: '',
        columns: { time: 't_s', model: 'model' },
        times: Float64Array.from(requests, ({ arrival }) => arrival),
        models: Uint16Array.from(requests, () => model),
        lengths: null,
      },
    },
  };
}

/** What happens on one GPU to its model, with requests and batches numbered from 0. */
function onlyOf(events: readonly PlainEvent[], model: number): PlainEvent[] {
  const requests = new Map<number, number>();
  const batches = new Map<number, number>([[-1, -1]]);
  const mine = events.filter(
    (event) => event.kind === 'end' || ('gpu' in event ? event.gpu : event.model) === model,
  );
  for (const event of mine) {
    if (event.kind === 'arrival') requests.set(event.request, requests.size);
  }
  const numbers = mine.flatMap((event) => {
    if (event.kind === 'phase') return [event.batch];
    return event.kind === 'batch' ? [event.number] : [];
  });
  for (const number of numbers.sort((a, b) => a - b)) {
    if (!batches.has(number)) batches.set(number, batches.size - 1);
  }
  return mine.map((event) => renumbered(event, requests, batches));
}

function renumbered(
  event: PlainEvent,
  requests: ReadonlyMap<number, number>,
  batches: ReadonlyMap<number, number>,
): PlainEvent {
  const plain = 'gpu' in event ? { ...event, gpu: 0 } : event;
  const of = (request: number): number => requests.get(request) ?? Number.NaN;
  if (plain.kind === 'arrival') return { ...plain, request: of(plain.request) };
  if (plain.kind === 'phase') return { ...plain, batch: batches.get(plain.batch) ?? Number.NaN };
  if (!('requests' in plain)) return plain;
  const moved = { ...plain, requests: plain.requests.map(of) };
  return moved.kind === 'batch'
    ? { ...moved, number: batches.get(moved.number) ?? Number.NaN }
    : moved;
}

describe('GPUs with a model each', () => {
  it('are servers of one GPU, each with the requests of its model, event for event', () => {
    let seen = 0;
    holdsForRuns(
      ({ scenario, events }) => {
        const stopIsFree = scenario.drainSeconds === Number.POSITIVE_INFINITY;
        scenario.models.forEach((_, model) => {
          const expected = runFast(alone(scenario, model));
          const mine = onlyOf(events, model);
          expect(firstDifference(mine, expected, { stopIsFree })).toBe(null);
          seen += expected.length;
        });
      },
      { cases: CASES, adapt: pinned },
    );
    expect(seen).toBeGreaterThan(100 * CASES);
  });
});

describe('one GPU', () => {
  it('does the same, free or pinned or partitioned', () => {
    holdsForRuns(
      ({ parts, events }) => {
        const gpusOf = (parts.models ?? []).map(() => [0]);
        for (const placement of [
          { kind: 'pinned', gpusOf },
          { kind: 'partitioned', gpusOf, loads: [1] },
        ] as const) {
          expect(runFast(buildScenario({ ...parts, placement }))).toEqual(events);
        }
      },
      { cases: CASES },
    );
  });
});

describe('GPUs that share their queues', () => {
  it('serve, drop or leave over each request exactly once', () => {
    holdsForSharing(({ events }) => {
      const received = eventsOf(events, 'arrival').map((event) => event.request);
      const ends = events.flatMap((event) => ('requests' in event ? event.requests : []));
      expect(ends.sort((a, b) => a - b)).toEqual(received);
    });
  });

  it('take no request before it has come, and go through each batch in order', () => {
    holdsForSharing(({ events }) => {
      const arrivals = eventsOf(events, 'arrival');
      for (const batch of eventsOf(events, 'batch')) {
        const last = Math.max(...batch.requests.map((each) => arrivals[each]?.time ?? Number.NaN));
        const { releasedAt, startedAt, inferenceStart, completedAt, writtenAt } = batch;
        const times = [last, releasedAt, startedAt, inferenceStart, completedAt, writtenAt];
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(batch.requests.every((each) => arrivals[each]?.model === batch.model)).toBe(true);
      }
    });
  });

  it('do one thing at a time, each of them', () => {
    holdsForSharing(({ events, scenario }) => {
      const free = new Array<number>(scenario.server.gpus).fill(0);
      for (const { gpu, start, end } of eventsOf(events, 'phase')) {
        expect(start).toBeGreaterThanOrEqual(free[gpu] ?? Number.NaN);
        free[gpu] = end;
      }
    });
  });

  it('infer with what is in their own memory, and load what is not', () => {
    holdsForSharing(({ events, scenario }) => {
      const { gpus, preload, memory } = scenario.server;
      const resident = Array.from({ length: gpus }, () => new Set(preload));
      for (const event of events) {
        if (event.kind !== 'phase' && event.kind !== 'background') continue;
        const mine = resident[event.gpu] ?? new Set();
        if (event.kind === 'background') {
          if (event.operation === 'load' && event.outcome === 'completed') mine.add(event.model);
          continue;
        }
        expect(mine.has(event.model)).toBe(event.phase !== 'load');
        if (event.phase === 'load' && event.completed) mine.add(event.model);
        if (event.phase === 'unload') mine.delete(event.model);
        expect(mine.size).toBeLessThanOrEqual(memory.residentModels);
      }
    });
  });

  it('come out the same whenever they are run', () => {
    holdsForSharing(({ scenario, events }) => {
      expect(runFast(scenario)).toEqual(events);
    });
  });
});
