import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Deadlines } from '../../../../src/serving/batch/strategies/deadlines.js';
import {
  defaultStrategyOptions,
  type ServerView,
  type StrategyContext,
} from '../../../../src/serving/batch/strategies/strategy.js';
import { SwapBelief } from '../../../../src/serving/batch/strategies/swap-belief.js';
import { holds } from '../../../support/property.js';

const SLA = 60;

function context(
  cap: number | null,
  batchSeconds: (size: number) => number,
  slackSigmas = 0,
): StrategyContext {
  const believed = {
    loadSeconds: (model: number, after?: { first: boolean; previous: number }) => ({
      mean: after?.first ? 5 : 10 + model + (after?.previous ?? 0) / 10,
      sd: 2,
    }),
    unloadSeconds: (model: number) => ({ mean: 1 + model, sd: 0.5 }),
    batchSeconds: (_model: number, size: number) => batchSeconds(size),
    bestBatch: () => 4,
    maxBatch: () => 50,
  };
  const options = { ...defaultStrategyOptions, batchCap: cap, slackSigmas };
  const models = ['a', 'b', 'c'];
  return { models, slaSeconds: [SLA, SLA, SLA], believed, timerBelief: believed, options };
}

/** A view of one queue. */
function queue(arrivals: readonly number[]): ServerView {
  return {
    waiting: () => arrivals.length,
    arrivalOf: (_model: number, at: number) => {
      const arrival = arrivals[at];
      if (arrival === undefined) throw new RangeError(`position ${at}`);
      return arrival;
    },
  } as unknown as ServerView;
}

const situation = fc.record({
  arrivals: fc
    .array(fc.double({ min: 0, max: 60, noNaN: true }), { minLength: 1, maxLength: 40 })
    .map((list) => list.toSorted((a, b) => a - b)),
  start: fc.double({ min: 20, max: 130, noNaN: true }),
  cap: fc.integer({ min: 1, max: 30 }),
  a: fc.double({ min: 0.1, max: 10, noNaN: true }),
  b: fc.double({ min: 0, max: 2, noNaN: true }),
});

describe('Deadlines', () => {
  it('finds the hopeless as a look at each of them does', () => {
    holds(situation, ({ arrivals, start, cap, a, b }) => {
      const deadlines = new Deadlines(context(cap, (size) => a + b * size));
      const late = arrivals.filter((arrival) => start + (a + b) >= arrival + SLA).length;
      expect(deadlines.hopeless(queue(arrivals), 0, start)).toBe(late);
    });
  });

  it('finds the largest batch on time, and the earliest of that size, as trying all does', () => {
    holds(situation, ({ arrivals, start, cap, a, b }) => {
      const deadlines = new Deadlines(context(cap, (size) => a + b * size));
      let best = { skip: 0, count: 0 };
      for (let skip = 0; skip < arrivals.length; skip++) {
        for (let count = 1; count <= Math.min(cap, arrivals.length - skip); count++) {
          const onTime = start + (a + b * count) < (arrivals[skip] as number) + SLA;
          if (onTime && count > best.count) best = { skip, count };
        }
      }
      expect(deadlines.best(queue(arrivals), 0, start)).toEqual(best);
    });
  });

  it('never calls a batch on time that is not, even if larger batches may end sooner', () => {
    const ragged = (size: number): number => 5 + ((size * 7) % 11);
    holds(situation, ({ arrivals, start, cap }) => {
      const view = queue(arrivals);
      const deadlines = new Deadlines(context(cap, ragged));
      const { skip, count } = deadlines.best(view, 0, start);
      if (count > 0) expect(start + ragged(count)).toBeLessThan(deadlines.of(view, 0, skip));
    });
  });

  it('finds someone on time in what is not hopeless', () => {
    const ragged = (size: number): number => 5 + ((size * 7) % 11);
    holds(situation, ({ arrivals, start, cap }) => {
      const deadlines = new Deadlines(context(cap, ragged));
      const view = queue(arrivals);
      const hopeless = deadlines.hopeless(view, 0, start);
      const rest = queue(arrivals.slice(hopeless));
      expect(deadlines.best(rest, 0, start).count > 0).toBe(hopeless < arrivals.length);
    });
  });

  it('caps batches at batchCap, else at what fits in memory and has a duration', () => {
    expect(new Deadlines(context(7, () => 1)).cap(0)).toBe(7);
    expect(new Deadlines(context(null, () => 1)).cap(0)).toBe(50);
    const upTo20 = (size: number): number => (size > 20 ? Number.POSITIVE_INFINITY : 1);
    expect(new Deadlines(context(null, upTo20)).cap(0)).toBe(20);
  });
});

describe('SwapBelief', () => {
  const view = {
    isResident: (model: number) => model === 0,
    lastLoaded: 0,
    loadedBefore: 2,
    lastLoadedAt: 30,
    evictionCandidate: 0,
    fitsBeside: () => false,
  } as unknown as ServerView;

  it('charges nothing for a model that is there', () => {
    expect(new SwapBelief(context(null, () => 1)).secondsTo(view, 0)).toBe(0);
  });

  it('charges the load, and the unload of what has to leave', () => {
    expect(new SwapBelief(context(null, () => 1)).secondsTo(view, 1)).toBe(10 + 1 + 1);
  });

  it('charges no unload where there is room, or nothing to unload', () => {
    const belief = new SwapBelief(context(null, () => 1));
    expect(belief.secondsTo({ ...view, isResident: () => false, fitsBeside: () => true }, 1)).toBe(
      11,
    );
    expect(belief.secondsTo({ ...view, evictionCandidate: -1 }, 1)).toBe(11);
  });

  it('knows a first load, also of a server that was preloaded', () => {
    const preloaded = { ...view, isResident: () => false, lastLoadedAt: Number.NEGATIVE_INFINITY };
    expect(new SwapBelief(context(null, () => 1)).secondsTo(preloaded, 1)).toBe(5 + 1);
  });

  it('allows for standard deviations of both', () => {
    expect(new SwapBelief(context(null, () => 1, 2)).secondsTo(view, 1)).toBe(12 + 2 * (2 + 0.5));
  });

  it('looks at a later swap with the history that it will have', () => {
    expect(new SwapBelief(context(null, () => 1)).secondsAfter(0, 2, 1)).toBeCloseTo(10.2 + 3, 9);
  });
});
