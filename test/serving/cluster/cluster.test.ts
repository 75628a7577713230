import { describe, expect, it } from 'vitest';
import type { Strategy } from '../../../src/serving/batch/strategies/strategy.js';
import { only, play, type Rig, type Seen } from '../batch/rig.js';

/** Two GPUs, loads of 10 s, batches of 2 s; nothing is written. */
function playTwo(rig: Rig): readonly Seen[] {
  const server = { gpus: 2, ...rig.server };
  return play({ rules: { writeResults: false }, ...rig, server });
}

/** `gpu model first-request start-end` of each batch, in order of their ends. */
function served(seen: readonly Seen[]): string[] {
  return only(seen, 'batch').map(
    ({ gpu, model, ids, startedAt, completedAt }) =>
      `${gpu} ${'abc'[model]} ${ids.join(',')} ${startedAt}-${completedAt}`,
  );
}

function loads(seen: readonly Seen[]): string[] {
  return only(seen, 'phase')
    .filter(({ phase }) => phase === 'load')
    .map(({ gpu, model, start, end }) => `${gpu} ${'abc'[model]} ${start}-${end}`);
}

/** Serves the oldest request there is, alone. */
const oldest: Strategy = {
  onIdle(view) {
    const models = [0, 1, 2].filter((model) => view.waiting(model) > 0);
    models.sort((a, b) => view.arrivalOf(a, 0) - view.arrivalOf(b, 0));
    const [model] = models;
    return model === undefined
      ? undefined
      : { action: 'release', model, count: 1, reason: 'oldest' };
  },
};

/** Loads a model before it takes what waits. */
const loadFirst: Strategy = {
  onIdle(view) {
    const model = [0, 1, 2].find((each) => view.waiting(each) > 0);
    if (model === undefined) return undefined;
    return view.isResident(model)
      ? { action: 'release', model, count: 'all', reason: 'there' }
      : { action: 'load', model, reason: 'not there' };
  },
};

describe('GPUs that share their queues', () => {
  it('take requests as they become free, with the model in memory first', () => {
    const requests = [
      [0, 0],
      [1, 1],
      [20, 1],
      [21, 0],
    ] as const;
    const seen = playTwo({ strategy: oldest, requests });
    expect(served(seen)).toEqual(['0 a 0 0-12', '1 b 1 1-13', '1 b 2 20-22', '0 a 3 21-23']);
  });

  it('have memories of their own: a model can be in both', () => {
    const requests = [
      [0, 0],
      [1, 0],
    ] as const;
    const seen = playTwo({ strategy: oldest, requests });
    expect(loads(seen)).toEqual(['0 a 0-10', '1 a 1-11']);
  });

  it('begin with the preloaded models on each of them', () => {
    const requests = [
      [0, 0],
      [0, 0],
    ] as const;
    const seen = playTwo({ strategy: oldest, requests, server: { gpus: 2, preload: [0] } });
    expect(served(seen)).toEqual(['0 a 0 0-2', '1 a 1 0-2']);
  });

  it('number batches and requests over all of them, in the order in which service began', () => {
    const requests = [
      [0, 0],
      [1, 1],
      [2, 0],
      [3, 1],
    ] as const;
    const seen = playTwo({ strategy: oldest, requests });
    const batches = only(seen, 'batch').sort((a, b) => a.startedAt - b.startedAt);
    expect(batches.map(({ number }) => number)).toEqual([0, 1, 2, 3]);
    expect(only(seen, 'arrival').map(({ request }) => request)).toEqual([0, 1, 2, 3]);
  });

  it('keep what waits for the GPU that loads its model; the others look at the rest', () => {
    const requests = [
      [0, 0],
      [1, 0],
      [2, 1],
    ] as const;
    const seen = playTwo({ strategy: loadFirst, requests });
    expect(loads(seen)).toEqual(['0 a 0-10', '1 b 2-12']);
    expect(served(seen)).toEqual(['0 a 0,1 10-12', '1 b 2 12-14']);
  });

  it('give a released batch to the GPU with the fewest that wait, the first of equal ones', () => {
    const atOnce: Strategy = {
      onArrival: (_view, model) => ({ action: 'release', model, count: 1, reason: 'arrived' }),
    };
    const requests = [0, 1, 2, 3, 4].map((time) => [time, 0] as const);
    const seen = playTwo({ strategy: atOnce, requests });
    const gpuOf = only(seen, 'batch').map(({ gpu, ids }) => [ids[0], gpu]);
    expect(gpuOf.sort()).toEqual([
      [0, 0],
      [1, 1],
      [2, 0],
      [3, 1],
      [4, 0],
    ]);
  });

  it('have one timer per model: whoever is asked first sets it, and whoever is free answers', () => {
    const timed: Strategy = {
      onArrival: (view, model) =>
        view.timerOf(model) === undefined
          ? { action: 'set-timer', model, at: view.now + 5, reason: 'first' }
          : undefined,
      onTimer: (_view, model) => ({ action: 'release', model, count: 'all', reason: 'expired' }),
    };
    const requests = [
      [0, 0],
      [1, 0],
      [6, 0],
    ] as const;
    const seen = playTwo({ strategy: timed, requests });
    const decided = only(seen, 'decision').map(({ time, gpu, action, count }) => [
      time,
      gpu,
      action,
      count,
    ]);
    // At 11 s GPU 0 has been serving since 5 s.
    expect(decided).toEqual([
      [0, 0, 'set-timer', 0],
      [5, 0, 'release', 2],
      [6, 1, 'set-timer', 0],
      [11, 1, 'release', 1],
    ]);
  });

  it('show every arrival to every strategy, whoever decides', () => {
    const seenBy = [0, 0];
    const strategies = [0, 1].map(
      (gpu): Strategy => ({
        onArrival(_view, model) {
          seenBy[gpu] = (seenBy[gpu] ?? 0) + 1;
          return { action: 'release', model, count: 1, reason: 'arrived' };
        },
      }),
    );
    const requests = [0, 1, 2].map((time) => [time, 0] as const);
    const seen = playTwo({ strategy: oldest, strategies, requests });
    expect(seenBy).toEqual([3, 3]);
    expect(only(seen, 'decision')).toHaveLength(3);
  });

  it('unload when idle, each for itself', () => {
    const requests = [
      [0, 0],
      [0, 1],
    ] as const;
    const seen = playTwo({ strategy: oldest, requests, server: { gpus: 2, unloadWhenIdle: true } });
    const unloads = only(seen, 'phase').filter(({ phase }) => phase === 'unload');
    expect(unloads.map(({ gpu, start }) => [gpu, start])).toEqual([
      [0, 12],
      [1, 12],
    ]);
  });
});

describe('a model on several GPUs of its own', () => {
  it('sends each request to the one with the fewest of it, then the fewest of all, then the first', () => {
    const placement = { kind: 'pinned', gpusOf: [[0, 1], [0], [1]] } as const;
    const requests = [
      [0, 1],
      [1, 0],
      [2, 0],
      [3, 0],
    ] as const;
    const seen = playTwo({ strategy: oldest, requests, server: { gpus: 2, placement } });
    const gpuOf = only(seen, 'batch').map(({ gpu, ids }) => [ids[0], gpu]);
    // Request 1 avoids GPU 0, which serves b; 2 avoids 1, which serves a; 3 goes by fewest in all.
    expect(gpuOf.sort()).toEqual([
      [0, 0],
      [1, 1],
      [2, 0],
      [3, 1],
    ]);
  });
});
