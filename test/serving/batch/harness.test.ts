import { describe, expect, it } from 'vitest';
import { StrategyHarness } from '../../../src/serving/batch/harness.js';
import type { StrategyDefinition } from '../../../src/serving/batch/strategies/strategy.js';

/** Brings in b when a batch begins: to the GPU if it may, else to the host. */
const BRING_B: StrategyDefinition = {
  name: 'bring-b',
  summary: 'for tests',
  create: () => ({
    onBatchStart: (view) => {
      if (view.canLoad(1)) return { action: 'load', model: 1, reason: 'beside' };
      return view.canPrefetch(1) ? { action: 'prefetch', model: 1, reason: 'ahead' } : undefined;
    },
    onLoaded: (view, model) =>
      view.waiting(model) > 0
        ? { action: 'release', model, count: 'all', reason: 'ready' }
        : undefined,
  }),
};

const MODELS = ['a', 'b'];

describe('the harness', () => {
  it('loads beside a batch where that fits and is allowed, and tells of its end', () => {
    const setup = { models: MODELS, residentModels: 2, prefetch: 'gpu' } as const;
    const test = new StrategyHarness(BRING_B, setup);
    test.setResident('a', 0);
    test.arrive('b', 1);
    expect(test.start('a').map(({ action }) => action)).toEqual(['load']);
    expect([test.isResident(1), test.inBackground, test.canLoad(1)]).toEqual([false, 1, false]);
    expect(test.endBackground().map(({ action }) => action)).toEqual(['release']);
    expect([test.isResident(0), test.isResident(1), test.lastLoaded]).toEqual([true, true, 1]);
    expect([test.loadedBefore, test.inBackground, test.activeModel]).toEqual([0, -1, 0]);
  });

  it('prefetches where the GPU has no room, once', () => {
    const test = new StrategyHarness(BRING_B, { models: MODELS, prefetch: 'both' });
    test.setResident('a', 0);
    expect(test.start('a').map(({ action }) => action)).toEqual(['prefetch']);
    expect(test.isPrefetched(1)).toBe(false);
    expect(test.endBackground()).toEqual([]);
    expect([test.isPrefetched(1), test.isResident(1)]).toEqual([true, false]);
    expect(test.start('a')).toEqual([]);
  });

  it('allows neither if nothing is said of it, and lets the first loaded make room', () => {
    const test = new StrategyHarness(BRING_B, { models: MODELS });
    test.setResident('a', 0);
    expect(test.start('a')).toEqual([]);
    test.finish('a');
    test.setResident('b', 3);
    expect([test.isResident(0), test.isResident(1), test.evictionCandidate]).toEqual([
      false,
      true,
      1,
    ]);
  });
});
