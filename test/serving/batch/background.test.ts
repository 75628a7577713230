import { describe, expect, it } from 'vitest';
import {
  type BatchServerConfig,
  type MemoryConfig,
  NO_PREFETCH,
} from '../../../src/serving/batch/config.js';
import type { Decision, Strategy } from '../../../src/serving/batch/strategies/strategy.js';
import { only, play as playRig, type Rig, type Seen, timeline } from './rig.js';

/** Loads take 10 s, 6 of them until the weights are in host memory; unloads 1 s, batches 2 s. */

const PAIR: MemoryConfig = { memoryGiB: 80, reserveGiB: 0, residentModels: 2, eviction: 'lru' };

function server(
  parts: Partial<BatchServerConfig['prefetch']>,
  memory: MemoryConfig = PAIR,
): NonNullable<Rig['server']> {
  return { memory, preload: [0], prefetch: { ...NO_PREFETCH, hostMemoryGiB: 60, ...parts } };
}

/** Without results to write. */
function play(rig: Rig): readonly Seen[] {
  return playRig({ rules: { writeResults: false }, ...rig });
}

/** Serves every request alone; when a batch of a begins, does what it is told to. */
function serving(decision?: Decision, more: Strategy = {}): Strategy {
  return {
    onArrival: (_view, model) => ({ action: 'release', model, count: 1, reason: 'now' }),
    onBatchStart: (view, model) => {
      if (decision === undefined || model !== 0) return undefined;
      const can = decision.action === 'load' ? view.canLoad : view.canPrefetch;
      return can.call(view, decision.model) ? decision : undefined;
    },
    ...more,
  };
}

const LOAD_B: Decision = { action: 'load', model: 1, reason: 'next' };
const PREFETCH_B: Decision = { action: 'prefetch', model: 1, reason: 'next' };

function beside(seen: readonly Seen[]): string[] {
  return only(seen, 'background').map(
    ({ operation, model, start, end, outcome }) =>
      `${operation} ${'abc'[model]} ${start}-${end} ${outcome}`,
  );
}

describe('a load on demand', () => {
  const atOnce: Strategy = {
    onArrival: () => ({ action: 'load', model: 1, reason: 'next' }),
    onLoaded: (_view, model) => ({ action: 'release', model, count: 'all', reason: 'ready' }),
  };

  it('makes room and loads; what arrives meanwhile joins the first batch', () => {
    const requests = [
      [1, 1],
      [5, 1],
    ] as const;
    const strategy: Strategy = {
      ...atOnce,
      onArrival: (view) => (view.canLoad(1) ? LOAD_B : undefined),
    };
    const seen = play({ strategy, requests, server: { preload: [0] } });
    expect(timeline(seen)).toEqual(['unload a 1-2', 'load b 2-12', 'infer b 12-14']);
    expect(only(seen, 'phase').map(({ batch }) => batch)).toEqual([-1, -1, 0]);
    expect(only(seen, 'batch').map(({ ids }) => ids)).toEqual([[0, 1]]);
  });

  it('is refused while the GPU works, unless loads may go on beside', () => {
    const requests = [
      [1, 1],
      [1.5, 1],
    ] as const;
    expect(() => play({ strategy: atOnce, requests })).toThrow(/a model that can be loaded now/);
  });
});

describe('a load beside inference', () => {
  it('takes free memory, and its model is ready when it ends', () => {
    const strategy = serving(LOAD_B);
    const requests = [
      [0, 0],
      [11, 1],
    ] as const;
    const seen = play({ strategy, requests, server: server({ to: 'gpu' }) });
    expect(timeline(seen)).toEqual(['infer a 0-2', 'infer b 11-13']);
    expect(beside(seen)).toEqual(['load b 0-10 completed']);
    expect(only(seen, 'batch').map(({ swapped }) => swapped)).toEqual([false, false]);
  });

  it('is gone on with by a batch that comes for it, which loads nothing twice', () => {
    const strategy = serving(LOAD_B);
    const requests = [
      [0, 0],
      [4, 1],
    ] as const;
    const seen = play({ strategy, requests, server: server({ to: 'gpu' }) });
    expect(beside(seen)).toEqual(['load b 0-4 taken-over']);
    expect(timeline(seen)).toEqual(['infer a 0-2', 'load b 4-10', 'infer b 10-12']);
    expect(only(seen, 'batch').map(({ swapped }) => swapped)).toEqual([false, true]);
  });

  it('is called off when a batch needs the memory and nothing else can go', () => {
    const strategy = serving(LOAD_B);
    const requests = [
      [0, 0],
      [3, 2],
    ] as const;
    const memory = { ...PAIR, memoryGiB: 60 };
    const weightsGiB = (model: number) => (model === 2 ? 60 : 30);
    const parts = { strategy, requests, timing: { weightsGiB } };
    const seen = play({ ...parts, server: server({ to: 'gpu' }, memory) });
    expect(beside(seen)).toEqual(['load b 0-4 called-off']);
    expect(timeline(seen).slice(1)).toEqual(['unload a 3-4', 'load c 4-14', 'infer c 14-16']);
  });

  it('is not allowed into memory that is taken, nor into what an unload will free', () => {
    const answers: string[] = [];
    const look = (view: Parameters<NonNullable<Strategy['onIdle']>>[0]): undefined => {
      answers.push(`${view.activity} ${view.now} ${view.canLoad(2)} ${view.fitsBeside(2)}`);
    };
    const strategy = serving(undefined, {
      onArrival: (view, model) => {
        look(view);
        return { action: 'release', model, count: 1, reason: 'now' };
      },
    });
    const requests = [
      [0, 0],
      [1, 1],
      [2.5, 1],
    ] as const;
    const one = { ...PAIR, residentModels: 1 };
    play({ strategy, requests, server: server({ to: 'gpu' }, one) });
    expect(answers).toEqual(['idle 0 true false', 'infer 1 false false', 'unload 2.5 false false']);
  });

  it('is told of once, when it ends', () => {
    const told: string[] = [];
    const onLoaded: Strategy['onLoaded'] = (view, model) => {
      told.push(`${view.now} ${model} ${view.lastLoaded} ${view.inBackground}`);
      return undefined;
    };
    const requests = [[0, 0]] as const;
    play({ strategy: serving(LOAD_B, { onLoaded }), requests, server: server({ to: 'gpu' }) });
    expect(told).toEqual(['10 1 1 -1']);
  });
});

describe('a prefetch', () => {
  const host = { to: 'host' } as const;

  it('does what brings weights to the host, and leaves the rest to the load', () => {
    const requests = [
      [0, 0],
      [7, 1],
    ] as const;
    const seen = play({ strategy: serving(PREFETCH_B), requests, server: server(host) });
    expect(beside(seen)).toEqual(['prefetch b 0-6 completed']);
    expect(timeline(seen)).toEqual(['infer a 0-2', 'load b 7-11', 'infer b 11-13']);
  });

  it('is gone on with by a load of its model', () => {
    const requests = [
      [0, 0],
      [3, 1],
    ] as const;
    const seen = play({ strategy: serving(PREFETCH_B), requests, server: server(host) });
    expect(beside(seen)).toEqual(['prefetch b 0-3 taken-over']);
    // Of the 6 s before the weights are in host memory 3 are left.
    expect(timeline(seen)).toEqual(['infer a 0-2', 'load b 3-10', 'infer b 10-12']);
  });

  it('is refused where the server has no room for it, or another is under way', () => {
    const strategy: Strategy = {
      onArrival: () => [PREFETCH_B, { ...PREFETCH_B, model: 2 }],
    };
    const requests = [[0, 0]] as const;
    const refused = /a model that can be prefetched now/;
    expect(() => play({ strategy, requests, server: server(host) })).toThrow(refused);
    const tight = server({ ...host, hostMemoryGiB: 29 });
    expect(() => play({ strategy: serving(), requests, server: tight })).not.toThrow();
    const asking: Strategy = { onArrival: () => PREFETCH_B };
    expect(() => play({ strategy: asking, requests, server: tight })).toThrow(refused);
    expect(() => play({ strategy: asking, requests })).toThrow(refused);
  });

  it('pushes what was used least recently out of host memory', () => {
    const seen: string[] = [];
    const order = [1, 2, 0];
    const strategy: Strategy = {
      onArrival: (view) => {
        seen.push([0, 1, 2].filter((model) => view.isPrefetched(model)).join(''));
        const model = order.shift();
        return model === undefined ? undefined : { action: 'prefetch', model, reason: 'test' };
      },
    };
    const requests = [0, 10, 20, 30].map((time) => [time, 0] as const);
    play({ strategy, requests, server: server({ ...host, hostMemoryGiB: 60 }) });
    expect(seen).toEqual(['', '1', '12', '02']);
  });
});

describe('a shared channel', () => {
  // A load beside asks for 30 GiB in 10 s = 3 GiB/s.
  const requests = [[0, 0]] as const;

  it('slows both sides in proportion while they ask for more than it carries', () => {
    const shared = { to: 'gpu', sharedGiBPerSecond: 4, inferenceGiBPerSecond: 3 } as const;
    const seen = play({ strategy: serving(LOAD_B), requests, server: server(shared) });
    // 2 s of inference at 4/6 speed take 3 s, in which 2 s of the load are done.
    expect(timeline(seen)).toEqual(['infer a 0-3']);
    expect(beside(seen)).toEqual(['load b 0-11 completed']);
  });

  it('is shared by the rest of a load that the GPU has taken over', () => {
    const strategy = serving(LOAD_B, {
      onArrival: (_view, model) => [
        { action: 'release', model, count: 1, reason: 'now' },
        ...(model === 1 ? [{ action: 'prefetch', model: 2, reason: 'test' } as const] : []),
      ],
    });
    const two = [
      [0, 0],
      [4, 1],
    ] as const;
    const shared = { to: 'both', sharedGiBPerSecond: 4 } as const;
    const seen = play({ strategy, requests: two, server: server(shared) });
    // From 4 on 6 s of the load (3 GiB/s) and 6 s of a prefetch (5 GiB/s, the channel's 4 at most) go
    // at 4/7 of their speed.
    expect(timeline(seen)).toEqual(['infer a 0-2', 'load b 4-14.5', 'infer b 14.5-16.5']);
  });

  it('slows nobody who is alone in it, and nobody while it carries all', () => {
    const tight = { to: 'gpu', sharedGiBPerSecond: 1, inferenceGiBPerSecond: 3 } as const;
    const alone = play({ strategy: serving(), requests, server: server(tight) });
    expect(timeline(alone)).toEqual(['infer a 0-2']);
    const wide = { to: 'gpu', sharedGiBPerSecond: 6, inferenceGiBPerSecond: 3 } as const;
    const both = play({ strategy: serving(LOAD_B), requests, server: server(wide) });
    expect(timeline(both)).toEqual(['infer a 0-2']);
    expect(beside(both)).toEqual(['load b 0-10 completed']);
  });
});
