import { describe, expect, it } from 'vitest';
import { createActualBelief } from '../../../src/timing/belief/actual-belief.js';
import { buildScenario } from '../../support/scenario-builder.js';
import { byHistory, independent, line, table } from '../support.js';

const { timing } = buildScenario({
  models: [
    { swap: byHistory(), batch: line({ cv: 0.5, family: 'gamma' }) },
    { swap: independent({ firstLoad: { mean: 9, sd: 3 } }), batch: table(), bestBatch: 7 },
  ],
  added: { perBatchSeconds: 0.5, perSwapSeconds: 2 },
});
const belief = createActualBelief(timing, timing.believed.off);

describe('createActualBelief', () => {
  it('knows what loads take after which history, fixed seconds included', () => {
    const loadAfter = (first: boolean, previous: number, beforePrevious: number) =>
      belief.loadSeconds(0, { first, previous, beforePrevious }).mean;
    expect(loadAfter(true, -1, -1)).toBe(2 + 2);
    expect(loadAfter(false, 1, -1)).toBe(3 + 2);
    expect(loadAfter(false, 1, 0)).toBe(4 + 2);
    expect(loadAfter(false, 1, 1)).toBe(6 + 2);
    // Nobody says after which: neither the first nor the second of a run, nor one come back to.
    expect(belief.loadSeconds(0).mean).toBe(6 + 2);
    const first = { first: true, previous: -1, beforePrevious: -1 };
    expect(belief.loadSeconds(1, first).mean).toBe(9 + 2);
    expect(belief.loadSeconds(1)).toEqual({ mean: 4 + 2, sd: 1 });
  });

  it('knows the means of batches, and that those beyond a table take for ever', () => {
    expect(belief.batchSeconds(0, 4)).toBe(1.5 + 0.5);
    expect(belief.batchSeconds(1, 4)).toBe(1.5 + 0.5);
    expect(belief.batchSeconds(1, 9)).toBe(Number.POSITIVE_INFINITY);
  });

  it('has spreads and best batches from the tables', () => {
    expect(belief.unloadSeconds(1)).toEqual({ mean: 0.1, sd: 0.02 });
    expect([belief.bestBatch(1), belief.maxBatch(1)]).toEqual([7, Number.POSITIVE_INFINITY]);
  });

  it('refuses a model it does not know as a mistake of who asks', () => {
    expect(() => belief.loadSeconds(2)).toThrow(RangeError);
    expect(() => belief.unloadSeconds(2)).toThrow(RangeError);
    expect(() => belief.batchSeconds(2, 1)).toThrow(RangeError);
    expect(() => belief.bestBatch(2)).toThrow(RangeError);
  });
});
