import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.js';
import type { Strategy } from '../../../src/serving/batch/strategies/strategy.js';
import { only, play, timeline } from './rig.js';

/** Releases all that waits once `size` wait. */
function atSize(size: number): Strategy {
  return {
    onArrival: (view, model) =>
      view.waiting(model) >= size
        ? { action: 'release', model, count: 'all', reason: 'size' }
        : undefined,
  };
}

/** Sets a timer of `limit` seconds with the first request; releases all at expiry. */
function timerOf(limit: number, size = Number.POSITIVE_INFINITY): Strategy {
  return {
    onArrival(view, model) {
      const timer = view.timerOf(model) === undefined;
      return [
        ...(timer
          ? [{ action: 'set-timer', model, at: view.now + limit, reason: 'first' } as const]
          : []),
        ...(view.waiting(model) >= size
          ? [{ action: 'release', model, count: 'all', reason: 'size' } as const]
          : []),
      ];
    },
    onTimer: (_view, model) => ({ action: 'release', model, count: 'all', reason: 'timer' }),
  };
}

describe('the GPU', () => {
  it('unloads, loads, infers and writes one after the other', () => {
    const seen = play({
      strategy: atSize(1),
      requests: [
        [0, 0],
        [5, 1],
      ],
      timing: { writeSeconds: () => 0.5 },
    });
    expect(timeline(seen)).toEqual([
      'load a 0-10',
      'infer a 10-12',
      'write a 12-12.5',
      'unload a 12.5-13.5',
      'load b 13.5-23.5',
      'infer b 23.5-25.5',
      'write b 25.5-26',
    ]);
    expect(only(seen, 'batch').map((batch) => [batch.completedAt, batch.writtenAt])).toEqual([
      [12, 12.5],
      [25.5, 26],
    ]);
  });

  it('does not load a model that is resident', () => {
    const seen = play({
      strategy: atSize(1),
      requests: [
        [0, 0],
        [1, 0],
      ],
      rules: { writeResults: false },
    });
    expect(timeline(seen)).toEqual(['load a 0-10', 'infer a 10-12', 'infer a 12-14']);
    expect(only(seen, 'batch').map((batch) => batch.swapped)).toEqual([true, false]);
  });

  it('starts with preloaded models', () => {
    const seen = play({
      strategy: atSize(1),
      requests: [[0, 1]],
      rules: { writeResults: false },
      server: { preload: [1] },
    });
    expect(timeline(seen)).toEqual(['infer b 0-2']);
  });

  it('keeps as many models as memory and the count allow, and evicts by the rule', () => {
    const requests = [
      [0, 0],
      [100, 1],
      [200, 0],
      [300, 2],
    ] as const;
    const evicted = (eviction: 'lru' | 'fifo', reserveGiB = 0): string[] =>
      timeline(
        play({
          strategy: atSize(1),
          requests,
          rules: { writeResults: false },
          server: { memory: { memoryGiB: 80, reserveGiB, residentModels: 3, eviction } },
        }),
      ).filter((phase) => phase.startsWith('unload'));
    expect(evicted('lru')).toEqual(['unload b 300-301']);
    expect(evicted('fifo')).toEqual(['unload a 300-301']);
    // 80 − 25 leaves room for one model of 30 GiB.
    expect(evicted('lru', 25)).toHaveLength(3);
  });

  it('unloads when idle if asked to, so that every busy period begins with a load', () => {
    const seen = play({
      strategy: atSize(1),
      requests: [
        [0, 0],
        [1, 0],
        [50, 0],
      ],
      rules: { writeResults: false },
      server: { unloadWhenIdle: true },
    });
    expect(timeline(seen)).toEqual([
      'load a 0-10',
      'infer a 10-12',
      'infer a 12-14',
      'unload a 14-15',
      'load a 50-60',
      'infer a 60-62',
      'unload a 62-63',
    ]);
  });

  it('refuses a batch beyond what the profile defines, naming where it ends', () => {
    const run = () =>
      play({
        strategy: atSize(3),
        requests: [
          [0, 0],
          [1, 0],
          [2, 0],
        ],
        rules: { batchLimit: 'none' },
        timing: { definedUpTo: () => 2 },
      });
    expect(run).toThrow(UserError);
    expect(run).toThrow(/models\.a batch times: expected a batch of at most 2 requests.*got 3/);
  });

  it('reports what it was doing when the run stops, and what is left over', () => {
    const seen = play({
      strategy: atSize(1),
      requests: [
        [0, 0],
        [1, 0],
        [2, 1],
      ],
      until: 11,
    });
    expect(timeline(seen)).toEqual(['load a 0-10', 'infer a 10-11 cut']);
    expect(only(seen, 'left-over').map((fact) => [fact.where, ...fact.ids])).toEqual([
      ['in-service', 0],
      ['released', 1],
      ['released', 2],
    ]);
    expect(seen.at(-1)).toMatchObject({ kind: 'end', time: 11 });
  });
});

describe('lossless dispatch', () => {
  const requests = [
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 0],
    [4, 1],
    [5, 1],
    [6, 0],
  ] as const;

  it('serves every trigger’s own batch, first in, first out', () => {
    const batches = only(play({ strategy: atSize(2), requests }), 'batch');
    expect(batches.map((batch) => batch.ids)).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
  });

  it('splits a release at the largest batch that fits', () => {
    const seen = play({ strategy: atSize(5), requests, timing: { maxBatch: () => 2 } });
    expect(only(seen, 'batch').map((batch) => batch.ids)).toEqual([[0, 1], [2, 3], [6]]);
  });

  it('resets a timer at release, and fires it exactly', () => {
    const seen = play({
      strategy: timerOf(4),
      requests: [
        [0, 0],
        [1, 0],
        [6, 0],
      ],
    });
    const releases = only(seen, 'decision').filter((fact) => fact.action === 'release');
    expect(releases.map((fact) => [fact.time, fact.count])).toEqual([
      [4, 2],
      [10, 1],
    ]);
  });
});

describe('as-published dispatch', () => {
  const published = { semantics: 'as-published', rules: { writeResults: false } } as const;

  it('loses the batch that waits in the slot when a new one is triggered', () => {
    const seen = play({
      ...published,
      rules: { writeResults: false, raceProbability: 0 },
      strategy: atSize(2),
      requests: [0, 1, 2, 3, 4, 5].map((time) => [time, 0] as const),
    });
    expect(only(seen, 'loss').map((fact) => [fact.cause, fact.time, ...fact.ids])).toEqual([
      ['overwritten', 5, 2, 3],
    ]);
    expect(only(seen, 'batch').map((batch) => batch.ids)).toEqual([
      [0, 1],
      [4, 5],
    ]);
  });

  it('empties the slot when a timer expires with nothing waiting', () => {
    const requests = [
      [0, 0],
      [0.1, 1],
      [0.2, 1],
      [1, 0],
    ] as const;
    const lost = (emptyTimerOverwrites: boolean) =>
      only(
        play({
          ...published,
          strategy: timerOf(4, 2),
          requests,
          until: 40,
          rules: { ...published.rules, timerPollSeconds: 0, emptyTimerOverwrites },
        }),
        'loss',
      ).map((fact) => [fact.cause, fact.time, ...fact.ids]);
    // b is loaded from 0.2; a, released at 1, waits in its slot when its timer expires at 4.
    expect(lost(true)).toEqual([['empty-timer', 4, 0, 3]]);
    expect(lost(false)).toEqual([]);
  });

  it('sweeps timers on a grid with a random phase', () => {
    const release = (phase: number): number | undefined =>
      only(
        play({
          ...published,
          strategy: timerOf(1),
          requests: [[0, 0]],
          draws: { 'timer-phase': phase },
          until: 30,
        }),
        'decision',
      ).find((fact) => fact.action === 'release')?.time;
    expect(release(0.5)).toBeCloseTo(1.1, 9);
    expect(release(0.25)).toBeCloseTo(1.05, 9);
  });

  it('keeps the timer of a model until a batch of it completes: those who wait get no credit', () => {
    const seen = play({
      ...published,
      strategy: timerOf(4),
      rules: { ...published.rules, timerPollSeconds: 0 },
      requests: [
        [0, 0],
        [5, 0],
        [17, 0],
      ],
    });
    // The second request arrives while the first is loaded (4–14) and served (–16); its timer is
    // set only by the third.
    expect(only(seen, 'batch').map((batch) => [batch.releasedAt, ...batch.ids])).toEqual([
      [4, 0],
      [21, 1, 2],
    ]);
  });

  it('loses a raced batch even on a free GPU', () => {
    const seen = play({
      ...published,
      rules: { writeResults: false, raceProbability: 0.01 },
      draws: { race: 0.005 },
      strategy: atSize(1),
      requests: [[0, 0]],
    });
    expect(only(seen, 'loss').map((fact) => fact.cause)).toEqual(['race']);
    expect(only(seen, 'batch')).toEqual([]);
  });

  it('gives the lock in the order asked for', () => {
    const order = (lockOrder: 'fifo' | 'lifo'): number[] =>
      only(
        play({
          ...published,
          rules: { ...published.rules, lockOrder },
          strategy: atSize(1),
          requests: [
            [0, 0],
            [1, 1],
            [2, 2],
          ],
        }),
        'batch',
      ).map((batch) => batch.model);
    expect(order('fifo')).toEqual([0, 1, 2]);
    expect(order('lifo')).toEqual([0, 2, 1]);
  });
});

describe('a polling strategy', () => {
  const polling = (threshold: number): Strategy => ({
    ...atSize(3),
    poll: { everySeconds: 1, residentForSeconds: 10 },
    onPoll: (view, model) =>
      view.waiting(model) > threshold
        ? { action: 'release', model, count: 'all', reason: 'partial' }
        : undefined,
  });
  const first = [0, 0.5, 1].map((time) => [time, 0] as const);

  it('looks once the model has been resident long enough, then at intervals', () => {
    const seen = play({
      strategy: polling(0),
      requests: [...first, [15, 0], [23.5, 0]],
    });
    // Loaded 1–11; looks at 21 (serves until 23, then again at 24).
    expect(only(seen, 'batch').map((batch) => [batch.releasedAt, ...batch.ids])).toEqual([
      [1, 0, 1, 2],
      [21, 3],
      [24, 4],
    ]);
  });

  it('slows a load and the inference that follows while it spins', () => {
    const seen = play({
      semantics: 'as-published',
      strategy: polling(0),
      requests: first,
      rules: { writeResults: false },
    });
    // The first load takes 10 + 20 s; of 2 s of inference 10·0.05 are done while it spins.
    expect(timeline(seen)).toEqual(['load a 1-31', 'infer a 31-42.5']);
  });

  it('does not slow what happens while it is blocked or the model is old', () => {
    const seen = play({
      semantics: 'as-published',
      strategy: polling(0),
      requests: [...first, [35, 0], [36, 1], [37, 1], [38, 1]],
      rules: { writeResults: false },
    });
    // Its release at 41 joins the slot of a, behind b: the swap to b goes at full speed.
    expect(timeline(seen)).toEqual([
      'load a 1-31',
      'infer a 31-42.5',
      'unload a 42.5-43.5',
      'load b 43.5-53.5',
      'infer b 53.5-55.5',
      'unload b 55.5-56.5',
      'load a 56.5-66.5',
      'infer a 66.5-68.5',
    ]);
  });
});

describe('a decision that makes no sense', () => {
  it.each([
    ['more than wait', { action: 'release', model: 0, count: 2, reason: '' }, /a count from 1 to/],
    ['none', { action: 'release', model: 0, count: 0, reason: '' }, /a count from 1 to the 1/],
    ['half', { action: 'drop', model: 0, count: 0.5, reason: '' }, /a count from 1 to/],
    ['an unknown model', { action: 'release', model: 7, count: 1, reason: '' }, /a model index/],
    ['nothing', { action: 'release', model: 1, count: 'all', reason: '' }, /at least 1 waiting/],
    ['a past timer', { action: 'set-timer', model: 0, at: 1, reason: '' }, /at or after now/],
    [
      'never',
      { action: 'set-timer', model: 0, at: Number.POSITIVE_INFINITY, reason: '' },
      /finite/,
    ],
    ['a NaN timer', { action: 'set-timer', model: 0, at: Number.NaN, reason: '' }, /got NaN/],
    ['no reason', { action: 'clear-timer', model: 0 }, /a reason as text/],
    ['an unknown action', { action: 'explode', model: 0, reason: '' }, /an action: release/],
    ['a number', 42, /a decision, a list of decisions or undefined, got 42/],
    ['a promise', Promise.resolve(), /a model index from 0 to 2, got undefined.*Promise/],
  ])('is refused, naming hook, time and decision: %s', (_what, decision, message) => {
    const strategy = { onArrival: () => decision } as unknown as Strategy;
    const run = () => play({ strategy, requests: [[3.5, 0]] });
    expect(run).toThrow(UserError);
    expect(run).toThrow(message);
    expect(run).toThrow(/^strategy test onArrival at 3\.5 s: /);
  });

  it('and so is one that cannot be read or shown, without a word of a bug', () => {
    const bad = {
      get action(): string {
        throw new TypeError('gotcha');
      },
      model: 0,
      reason: '',
    };
    const odd = {
      toString(): string {
        throw new Error('never');
      },
    };
    const answers = [() => bad, () => 1n, () => ({ ...bad, model: odd })];
    const throwing = (): never => {
      throw odd;
    };
    for (const onArrival of [...answers, throwing]) {
      const strategy = { onArrival } as unknown as Strategy;
      expect(() => play({ strategy, requests: [[3.5, 0]] })).toThrow(UserError);
    }
  });

  it('and so is a hook that throws', () => {
    const strategy: Strategy = {
      onArrival: () => {
        throw new TypeError('oh no');
      },
    };
    const run = () => play({ strategy, requests: [[3.5, 0]] });
    expect(run).toThrow(UserError);
    expect(run).toThrow(
      /onArrival at 3\.5 s: expected a decision, got an exception, TypeError: oh/,
    );
  });
});
