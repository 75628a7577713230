import { describe, expect, it } from 'vitest';
import { lookAhead } from '../../../../../src/serving/batch/strategies/look-ahead.js';
import { lookAheadPrefetch } from '../../../../../src/serving/batch/strategies/look-ahead-prefetch.js';
import { defaultStrategyOptions } from '../../../../../src/serving/batch/strategies/options.js';
import type { Decision, ServerView } from '../../../../../src/serving/batch/strategies/strategy.js';
import { arrive, believed, harness, MODELS } from './steady-server.js';

describe('look-ahead', () => {
  it('serves the resident model with all that waits, if that is on time', () => {
    const test = harness(lookAhead);
    test.setResident('common', 0);
    arrive(test, 'common', 20, 1, 0.1);
    expect(test.idle()).toMatchObject([{ action: 'release', model: 0, count: 20 }]);
  });

  it('gives up what would be late even if it were served at once', () => {
    const test = harness(lookAhead);
    test.setResident('common', 0);
    arrive(test, 'common', 3, 0, 0.1);
    arrive(test, 'common', 5, 50, 0.1);
    test.advanceTo(59.1);
    expect(test.idle()).toMatchObject([{ action: 'drop', model: 0, count: 3 }]);
    expect(test.idle()).toMatchObject([{ action: 'release', model: 0, count: 5 }]);
  });

  it('gives up what a load with its margin makes late: no plan serves it', () => {
    const given = (slackSigmas: number) => {
      const test = harness(lookAhead, { slackSigmas });
      arrive(test, 'rare', 4, 0, 0);
      // Loads of 10 ± 1 s: 47 + 10 + 1.4 < 60, but not with two seconds more.
      test.advanceTo(47);
      return test.idle();
    };
    expect(given(0)).toMatchObject([{ action: 'load', model: 1 }]);
    expect(given(2)).toMatchObject([{ action: 'drop', model: 1, count: 4 }]);
  });

  it('loads another model before its requests expire, when the resident one has little to do', () => {
    const test = harness(lookAhead);
    test.setResident('common', 0);
    arrive(test, 'rare', 40, 1, 0.25);
    test.arrive('common', 11);
    const decisions: Decision[] = [];
    for (let step = 0; step < 4; step++) decisions.push(...test.idle());
    const kinds = decisions.map(({ action, model }) => `${action} ${MODELS[model]}`);
    expect(kinds).toContain('load rare');
    expect(kinds).toContain('release rare');
  });

  it('turns to the model whose requests weigh more', () => {
    const first = (weights: Record<string, number>) => {
      const test = harness(lookAhead, { weights });
      arrive(test, 'common', 30, 1, 0.1);
      arrive(test, 'rare', 30, 5, 0.1);
      return test.idle();
    };
    expect(first({ common: 1, rare: 20 })).toMatchObject([{ action: 'load', model: 1 }]);
    expect(first({ common: 20, rare: 1 })).toMatchObject([{ action: 'load', model: 0 }]);
  });

  it('releases no batch above the cap', () => {
    const test = harness(lookAhead, { batchCap: 7 });
    test.setResident('common', 0);
    arrive(test, 'common', 20, 1, 0.1);
    expect(test.idle()).toMatchObject([{ action: 'release', count: 7 }]);
  });
});

describe('look-ahead that prefetches', () => {
  /** A view of a server that may bring models in while it infers. */
  function busyView(able: Partial<ServerView>): ServerView {
    const test = harness(lookAheadPrefetch);
    test.setResident('common', 0);
    arrive(test, 'rare', 40, 1, 0.25);
    test.setBusy(true);
    const given: ServerView = test;
    return new Proxy(given, {
      get(target, key) {
        if (key in able) return able[key as keyof ServerView];
        const value = Reflect.get(target, key, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  function startBatch(able: Partial<ServerView>) {
    const context = {
      models: MODELS,
      slaSeconds: [60, 60],
      believed,
      timerBelief: believed,
      options: defaultStrategyOptions,
    };
    const strategy = lookAheadPrefetch.create(context);
    const view = busyView(able);
    for (let at = 0; at < view.waiting(1); at++) {
      const then = new Proxy(view, {
        get(target, key) {
          if (key === 'now') return view.arrivalOf(1, at);
          if (key === 'waiting') return (model: number) => (model === 1 ? at + 1 : 0);
          return Reflect.get(target, key, target);
        },
      });
      strategy.onArrival?.(then, 1);
    }
    return strategy.onBatchStart?.(view, 0);
  }

  it('loads the next model beside the one in use, if there is room', () => {
    const able = { canLoad: (model: number) => model === 1, canPrefetch: () => true };
    expect(startBatch(able)).toMatchObject({ action: 'load', model: 1 });
  });

  it('or else reads its weights into host memory', () => {
    const able = { canLoad: () => false, canPrefetch: (model: number) => model === 1 };
    expect(startBatch(able)).toMatchObject({ action: 'prefetch', model: 1 });
  });

  it('asks for nothing where the server does not allow it, or is bringing one in', () => {
    expect(startBatch({ canLoad: () => false, canPrefetch: () => false })).toBeUndefined();
    const able = { canLoad: () => false, canPrefetch: () => true, inBackground: 1 };
    expect(startBatch(able)).toBeUndefined();
  });
});
