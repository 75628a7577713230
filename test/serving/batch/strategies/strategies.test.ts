import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/errors.js';
import { StrategyHarness } from '../../../../src/serving/batch/harness.js';
import {
  findStrategy,
  strategyRegistry,
} from '../../../../src/serving/batch/strategies/registry.js';
import type {
  Decision,
  StrategyDefinition,
  StrategyOptions,
} from '../../../../src/serving/batch/strategies/strategy.js';
import type { BelievedTiming } from '../../../../src/timing/types.js';

const MODELS = ['granite-7b', 'gemma-7b', 'llama3-8b'];
const BEST = [48, 64, 64];

/** The No-CC load profile of SINCERE (model_loading_times, 2024-10-02), s. */
const LOADS = [
  { mean: 3.5534, sd: 2.5117 },
  { mean: 4.6755, sd: 3.0433 },
  { mean: 4.1446, sd: 2.6354 },
];
const UNLOADS = [
  { mean: 0.0043, sd: 0.0003 },
  { mean: 0.0317, sd: 0.0016 },
  { mean: 0.0162, sd: 0.001 },
];
const NOTHING = { mean: 0, sd: 0 };

const believed: BelievedTiming = {
  loadSeconds: (model) => LOADS[model] ?? NOTHING,
  unloadSeconds: (model) => UNLOADS[model] ?? NOTHING,
  batchSeconds: (_model, size) => 1 + 0.1 * size,
  bestBatch: (model) => BEST[model] ?? 1,
  maxBatch: () => 79,
};

function harness(name: string, options: Partial<StrategyOptions> = {}, slaSeconds = 60) {
  const strategy = findStrategy(name) as StrategyDefinition;
  return new StrategyHarness(strategy, { models: MODELS, slaSeconds, options, believed });
}

function releases(decisions: readonly Decision[]): (number | 'all')[] {
  return decisions.flatMap((decision) => (decision.action === 'release' ? [decision.count] : []));
}

describe('the registry', () => {
  it('has no two strategies of one name, and describes each in a line', () => {
    const names = strategyRegistry.map((strategy) => strategy.name);
    expect(new Set(names).size).toBe(names.length);
    for (const { summary } of strategyRegistry) expect(summary).toMatch(/^[a-z].{10,80}[^.]$/);
  });

  it.each([
    ['BestBatch', 'best-batch'],
    ['BestBatch+Timer', 'best-batch+timer'],
    ['SelectBatch+Timer', 'select-batch+timer'],
    ['BestBatch+PartialBatch+Timer', 'best-batch+partial-batch+timer'],
    ['BestBatch+PartialBatch', 'best-batch+partial-batch'],
    ['FCFS', 'fcfs'],
    ['best_batch_timer', 'best-batch+timer'],
  ])('knows the spelling %s', (spelling, name) => {
    expect(findStrategy(spelling)?.name).toBe(name);
  });

  it('finds nothing under an unknown name', () => {
    expect(findStrategy('best-batch+timers')).toBeUndefined();
  });
});

describe('best-batch', () => {
  it('releases a model at its best batch, and not before', () => {
    const test = harness('best-batch');
    for (let i = 1; i < 48; i++) expect(test.arrive('granite-7b', i)).toEqual([]);
    expect(releases(test.arrive('granite-7b', 48))).toEqual(['all']);
    expect(test.waiting(0)).toBe(0);
  });

  it('takes another size from the scenario, for the models it names', () => {
    const test = harness('best-batch', { sizes: { 'gemma-7b': 2 } });
    test.arrive('gemma-7b', 1);
    expect(releases(test.arrive('gemma-7b', 2))).toEqual(['all']);
    test.arrive('granite-7b', 3);
    expect(releases(test.arrive('granite-7b', 4))).toEqual([]);
  });
});

describe('the published timer', () => {
  it.each([
    [40, [25.91, 24.26, 25.2]],
    [60, [45.89, 44.24, 45.18]],
    [80, [65.87, 64.22, 65.16]],
  ])('gives the published first limits at SLA %i', (sla, limits) => {
    const test = harness('best-batch+timer', {}, sla);
    MODELS.forEach((model, index) => {
      const [decision] = test.arrive(model, 1);
      expect(decision).toMatchObject({ action: 'set-timer', model: index });
      // The logs show them to two decimals, now and then rounded up.
      const limit = (test.timerOf(index) as number) - 1;
      expect(Math.abs(limit - (limits[index] as number))).toBeLessThan(0.01);
    });
  });

  it('charges the unload of what is in memory, and more with more standard deviations', () => {
    const test = harness('best-batch+timer', { timerSigmas: 2, queueDamping: 0 });
    test.setResident('gemma-7b', 0);
    test.arrive('granite-7b', 1);
    const swap = 3.5534 + 2 * 2.5117 + 0.0317 + 2 * 0.0016;
    expect(test.timerOf(0)).toBeCloseTo(1 + 60 - 8 - swap, 9);
  });

  it('never goes below the minimum', () => {
    const test = harness('best-batch+timer', {}, 10);
    test.arrive('granite-7b', 0);
    expect(test.timerOf(0)).toBe(5);
  });

  it('can be fixed', () => {
    const test = harness('best-batch+timer', { fixedTimerSeconds: 3 });
    test.arrive('granite-7b', 2);
    expect(test.timerOf(0)).toBe(5);
  });

  it('is set once, releases all that waits when it expires, and is set again after', () => {
    const test = harness('best-batch+timer', { fixedTimerSeconds: 3 });
    expect(test.arrive('granite-7b', 0)).toHaveLength(1);
    expect(test.arrive('granite-7b', 1)).toEqual([]);
    expect(releases(test.advanceTo(3))).toEqual(['all']);
    expect(test.waiting(0)).toBe(0);
    test.arrive('granite-7b', 4);
    expect(test.timerOf(0)).toBe(7);
  });
});

describe('select-batch+timer', () => {
  /** Sizes at which a model arriving every `gap` seconds is released, over `count` arrivals. */
  function sizes(gap: number, count: number, sla = 60): number[] {
    const test = harness('select-batch+timer', {}, sla);
    const found: number[] = [];
    for (let i = 0; i < count; i++) {
      const waiting = test.waiting(2) + 1;
      if (releases(test.arrive('llama3-8b', i * gap)).length > 0) found.push(waiting);
    }
    return found;
  }

  it('chooses the allowed size nearest to what arrives in the time kept back', () => {
    // 60 − 45.18 = 14.8 s are kept back: 35 at 2.4/s, 8 at 0.6/s, 106 at 7.2/s.
    expect(sizes(1 / 2.4, 400).at(-1)).toBe(32);
    expect(sizes(1 / 0.6, 100).at(-1)).toBe(8);
    expect(sizes(1 / 7.2, 400).at(-1)).toBe(64);
  });

  it('chooses a size that does not depend on the SLA', () => {
    expect(sizes(1 / 2.4, 400, 40).at(-1)).toBe(sizes(1 / 2.4, 400, 80).at(-1));
  });

  it('takes the smaller of two sizes equally near', () => {
    const options = { fixedTimerSeconds: 48, allowedSizes: [8, 16], rateWindow: 2 };
    const test = harness('select-batch+timer', options);
    // One per second over 12 s: 12 lies between 8 and 16.
    for (let i = 0; i < 7; i++) expect(releases(test.arrive('gemma-7b', i))).toEqual([]);
    expect(releases(test.arrive('gemma-7b', 7))).toEqual(['all']);
  });

  it('starts with the smallest size, and takes the largest when all come at once', () => {
    const test = harness('select-batch+timer', { allowedSizes: [1, 64] });
    expect(releases(test.arrive('gemma-7b', 0))).toEqual(['all']);
    expect(releases(test.arrive('gemma-7b', 0))).toEqual([]);
  });
});

describe('partial batches', () => {
  it.each(['best-batch+partial-batch', 'best-batch+partial-batch+timer'])(
    '%s releases the resident model above a quarter of its size, strictly',
    (name) => {
      const test = harness(name);
      test.setResident('granite-7b', 0);
      for (let i = 1; i <= 12; i++) test.arrive('granite-7b', i);
      expect(releases(test.poll())).toEqual([]);
      test.arrive('granite-7b', 13);
      expect(releases(test.poll())).toEqual(['all']);
    },
  );
});

describe('fcfs', () => {
  it('releases every request alone', () => {
    const test = harness('fcfs');
    expect(releases(test.arrive('gemma-7b', 1))).toEqual([1]);
    expect(releases(test.arrive('granite-7b', 1))).toEqual([1]);
  });
});

describe('greedy', () => {
  it('serves the model with the oldest request, with all that waits up to the cap', () => {
    const test = harness('greedy', { batchCap: 2 });
    test.arrive('llama3-8b', 1);
    test.arrive('granite-7b', 2);
    test.arrive('llama3-8b', 3);
    test.arrive('llama3-8b', 4);
    expect(test.idle()).toMatchObject([{ action: 'release', model: 2, count: 2 }]);
    expect(test.idle()).toMatchObject([{ action: 'release', model: 0, count: 1 }]);
    expect(test.idle()).toMatchObject([{ action: 'release', model: 2, count: 1 }]);
    expect(test.idle()).toEqual([]);
  });
});

describe('the harness', () => {
  it('keeps an expired timer until a release, and fires it again at the next arrival', () => {
    // Releases at expiry only if four wait: with arrivals every 2 s and a limit of 5 s, at 8 s.
    const patient: StrategyDefinition = {
      name: 'patient',
      summary: 'waits for four',
      create: () => ({
        onArrival: (view, model) =>
          view.timerOf(model) === undefined
            ? { action: 'set-timer', model, at: view.now + 5, reason: 'first' }
            : undefined,
        onTimer: (view, model) =>
          view.waiting(model) >= 4
            ? { action: 'release', model, count: 'all', reason: 'enough' }
            : undefined,
      }),
    };
    const test = new StrategyHarness(patient, { models: ['a'] });
    const released = [2, 4, 6, 8, 10].filter((time) => releases(test.arrive('a', time)).length > 0);
    expect(released).toEqual([8]);
    expect(test.timerOf(0)).toBe(15);
  });

  it('asks nothing on idle when nothing waits', () => {
    const curious: StrategyDefinition = {
      name: 'curious',
      summary: 'must not be asked',
      create: () => ({ onIdle: () => expect.unreachable() }),
    };
    expect(new StrategyHarness(curious, { models: ['a'] }).idle()).toEqual([]);
  });

  it('refuses what the server would refuse', () => {
    const eager: StrategyDefinition = {
      name: 'eager',
      summary: 'asks for more than there is',
      create: () => ({
        onArrival: (_view, model) => ({ action: 'release', model, count: 9, reason: 'now' }),
      }),
    };
    const test = new StrategyHarness(eager, { models: ['a'] });
    expect(() => test.arrive('a', 2)).toThrow(UserError);
    expect(() => new StrategyHarness(eager, { models: ['a'] }).arrive('a', 2)).toThrow(
      /strategy eager onArrival at 2 s: expected a count from 1 to the 1 waiting requests, got 9/,
    );
  });
});
