import { describe, expect, it } from 'vitest';
import { createRunKey } from '../../../src/random/run-key.js';
import { createBelievedTiming } from '../../../src/timing/belief/believed.js';
import { TABLES_AS_THEY_ARE } from '../../../src/timing/belief/config.js';
import { beliefErrors, withErrors } from '../../../src/timing/belief/errors.js';
import type { BelievedTiming, SwapHistory } from '../../../src/timing/types.js';
import { table } from '../support.js';

const KEY = createRunKey('seed', 0);
const TABLES = createBelievedTiming([
  {
    load: { mean: 9, sd: 2 },
    unload: { mean: 0.5, sd: 0.1 },
    batch: table(),
    added: { perBatchSeconds: 0, perRequestSeconds: 0 },
    bestBatch: 8,
    maxBatch: 72,
  },
]);

describe('bias', () => {
  const config = { ...TABLES_AS_THEY_ARE, loadFactor: 0.5, unloadFactor: 2, batchFactor: 1.5 };
  const biased = withErrors(TABLES, beliefErrors(config, 1, KEY));

  it('multiplies means and spreads of what takes time', () => {
    expect(biased.loadSeconds(0)).toEqual({ mean: 4.5, sd: 1 });
    expect(biased.unloadSeconds(0)).toEqual({ mean: 1, sd: 0.2 });
    expect(biased.batchSeconds(0, 4)).toBe(1.5 * 1.5);
  });

  it('leaves alone what fits, and what cannot be served', () => {
    expect([biased.bestBatch(0), biased.maxBatch(0)]).toEqual([8, 72]);
    expect(biased.batchSeconds(0, 9)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is on top of what is believed after a history', () => {
    const after = { first: false, previous: 3, beforePrevious: 0 };
    const asked: (SwapHistory | undefined)[] = [];
    const known: BelievedTiming = {
      ...TABLES,
      loadSeconds: (_, history) => {
        asked.push(history);
        return { mean: 10, sd: 1 };
      },
    };
    expect(withErrors(known, beliefErrors(config, 1, KEY)).loadSeconds(0, after).mean).toBe(5);
    expect(asked).toEqual([after]);
  });

  it('refuses models as the beliefs beneath do', () => {
    expect(() => biased.loadSeconds(1)).toThrow(RangeError);
    expect(() => biased.batchSeconds(-1, 1)).toThrow(RangeError);
  });

  it('of 1, without noise, is the very beliefs beneath', () => {
    expect(withErrors(TABLES, beliefErrors(TABLES_AS_THEY_ARE, 1, KEY))).toBe(TABLES);
  });
});

describe('noise', () => {
  const config = { ...TABLES_AS_THEY_ARE, noise: { cv: 0.3 } };

  it('has mean 1 and the spread asked for, over models and replications', () => {
    const drawn = Array.from({ length: 400 }, (_, replication) =>
      beliefErrors(config, 10, createRunKey('noise', replication)),
    ).flat();
    for (const quantity of ['load', 'unload', 'batch'] as const) {
      const factors = drawn.map((error) => error[quantity]);
      const mean = factors.reduce((sum, each) => sum + each, 0) / factors.length;
      const variance = factors.reduce((sum, each) => sum + (each - 1) ** 2, 0) / factors.length;
      const standardError = 0.3 / Math.sqrt(factors.length);
      expect(Math.abs(mean - 1)).toBeLessThan(4 * standardError);
      expect(Math.sqrt(variance)).toBeCloseTo(0.3, 1);
    }
  });

  it('is drawn for each model and quantity on its own, and once for a run', () => {
    const errors = beliefErrors(config, 3, KEY);
    const factors = errors.flatMap(({ load, unload, batch }) => [load, unload, batch]);
    expect(new Set(factors).size).toBe(9);
    expect(beliefErrors(config, 3, KEY)).toEqual(errors);
    expect(beliefErrors(config, 3, createRunKey('seed', 1))).not.toEqual(errors);
  });

  it('multiplies a bias', () => {
    const [noisy] = beliefErrors(config, 1, KEY);
    const [both] = beliefErrors({ ...config, loadFactor: 2, batchFactor: 0.5 }, 1, KEY);
    expect(both?.load).toBe(2 * (noisy?.load ?? 0));
    expect(both?.unload).toBe(noisy?.unload);
    expect(both?.batch).toBe(0.5 * (noisy?.batch ?? 0));
  });
});
