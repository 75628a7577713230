import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBatchTimes } from '../../src/timing/batch-times.js';
import type { BatchTiming, SwapTiming } from '../../src/timing/config.js';
import { withMeanDurations } from '../../src/timing/mean-durations.js';
import { resolveTiming } from '../../src/timing/resolve-profile.js';
import { createSwapTimes } from '../../src/timing/swap-times.js';
import type { SwapHistory } from '../../src/timing/types.js';
import { uniform } from '../support/arbitrary-style.js';
import { holds } from '../support/property.js';
import { buildScenario } from '../support/scenario-builder.js';
import { model } from '../support/timing-arbitrary.js';
import {
  byHistory,
  choose,
  h100,
  independent,
  line,
  momentsOver,
  resolved,
  table,
} from './support.js';

const QUANTILES = [1e-9, 0.2, 0.5, 0.9, 1 - 1e-9];
const FIRST: SwapHistory = { first: true, previous: -1, beforePrevious: -1 };
const SECOND: SwapHistory = { first: false, previous: 1, beforePrevious: -1 };
const AGAIN: SwapHistory = { first: false, previous: 0, beforePrevious: 1 };
const RETURNING: SwapHistory = { first: false, previous: 1, beforePrevious: 0 };
const OTHERWISE: SwapHistory = { first: false, previous: 1, beforePrevious: 2 };
const HISTORIES = [FIRST, SECOND, AGAIN, RETURNING, OTHERWISE];

const DISK: SwapTiming = {
  form: 'disk',
  load: 2,
  unload: 0.5,
  weightsGiB: 12,
  diskGiBPerSecond: 4,
  uncached: { first: 1, returning: 0.5, otherwise: 0.75 },
  cv: 0.8,
  runCv: 0.3,
  family: 'gamma',
};

function meanOf(batch: BatchTiming, swap: SwapTiming) {
  const { timing } = buildScenario({ models: [{ batch, swap }] });
  const [made] = withMeanDurations(timing).models;
  if (made === undefined) throw new Error('no model');
  return made;
}

/** A batch's duration, which must not depend on what is drawn. */
function batchSeconds(batch: BatchTiming, size: number): number {
  const times = createBatchTimes(meanOf(batch, independent()).batch);
  const drawn = new Set(QUANTILES.map((u) => times.at(size, u)));
  expect(drawn.size).toBe(1);
  return times.at(size, 0.5);
}

/** A load's duration, which must depend neither on its draw nor on its run's. */
function loadSeconds(swap: SwapTiming, history: SwapHistory): number {
  const made = meanOf(line(), swap).swap;
  const of = (u: number, run: number) => createSwapTimes(made, 0, run).load(history, u);
  const drawn = new Set(QUANTILES.flatMap((u) => QUANTILES.map((run) => of(u, run))));
  expect(drawn.size).toBe(1);
  return of(0.5, 0.5);
}

describe('the mean of a batch', () => {
  it('of a line is a + b·n', () => {
    for (const family of ['gamma', 'lognormal', 'exponential', 'normal'] as const) {
      expect(batchSeconds(line({ cv: 0.5, family }), 6)).toBe(0.5 + 0.25 * 6);
    }
  });

  it('of a table is the measured mean at its sizes, and its curve in between', () => {
    const measured = table({ beyond: 'linear' });
    expect([2, 4, 8].map((size) => batchSeconds(measured, size))).toEqual([1, 1.5, 3]);
    for (const size of [1, 3, 5, 6, 7, 12]) {
      expect(batchSeconds(measured, size)).toBe(createBatchTimes(measured).mean(size));
    }
  });

  it('of measured ratios is a + b·n times the mean ratio of the size', () => {
    const ratio = [
      { upTo: 8, quantiles: [0.5, 1, 2.5] },
      { upTo: Number.POSITIVE_INFINITY, quantiles: [0.9, 1.3] },
    ];
    // Trapezoids: (0.5/2 + 1 + 2.5/2) / 2 and (0.9 + 1.3) / 2.
    expect(batchSeconds(line({ ratio }), 8)).toBeCloseTo(2.5 * 1.25, 12);
    expect(batchSeconds(line({ ratio }), 1)).toBeCloseTo(0.75 * 1.25, 12);
    expect(batchSeconds(line({ ratio }), 9)).toBeCloseTo(2.75 * 1.1, 12);
    expect(batchSeconds(line({ ratio }), 1e6)).toBeCloseTo(250_000.5 * 1.1, 6);
  });
});

describe('the mean of a load', () => {
  it('of the independent form is the measured mean, that of the first load apart', () => {
    const swap = independent({ firstLoad: { mean: 9, sd: 3 } });
    expect([FIRST, SECOND, OTHERWISE].map((at) => loadSeconds(swap, at))).toEqual([9, 4, 4]);
    const memoryless = independent({ load: { mean: 4, sd: 4 }, family: 'exponential' });
    expect(loadSeconds(memoryless, OTHERWISE)).toBe(4);
  });

  it('of the disk form is the load and what is read: 12 GiB at 4 GiB/s, by share', () => {
    const means = HISTORIES.map((at) => loadSeconds(DISK, at));
    expect(means).toEqual([2 + 3, 2 + 2.25, 2, 2 + 1.5, 2 + 2.25]);
  });

  it('of the history form is the mean after each history', () => {
    const spread = (mean: number) => ({ mean, sd: mean / 2 });
    const swap = byHistory({
      first: spread(2),
      second: spread(3),
      returning: [4, 4, 4].map(spread),
      otherwise: [6, 6, 6].map(spread),
      runCv: 0.4,
      family: 'lognormal',
    });
    expect(HISTORIES.map((at) => loadSeconds(swap, at))).toEqual([2, 3, 1, 4, 6]);
  });
});

describe('mean durations', () => {
  it('are the averages of those of any timing over all quantiles', () => {
    holds(
      fc.tuple(model('free'), fc.integer({ min: 1, max: 30 }), uniform(0.01, 0.99)),
      ([parts, size]) => {
        const { timing } = buildScenario({ models: [parts] });
        const [before] = timing.models;
        const [after] = withMeanDurations(timing).models;
        if (before === undefined || after === undefined) throw new Error('no model');
        const batches = createBatchTimes(before.batch);
        const mean = momentsOver((u) => batches.at(size, u), 4000).mean;
        expect(createBatchTimes(after.batch).at(size, 0.3) / mean).toBeCloseTo(1, 1);
        const swaps = createSwapTimes(before.swap, 0);
        const still = createSwapTimes(after.swap, 0);
        for (const history of HISTORIES) {
          const load = momentsOver((u) => swaps.load(history, u), 4000).mean;
          expect(still.load(history, 0.7) / load).toBeCloseTo(1, 1);
        }
        const unload = momentsOver((u) => swaps.unload(u), 4000).mean;
        expect(still.unload(0.7) / unload).toBeCloseTo(1, 1);
      },
      60,
    );
  });

  it('are what a scenario gets of a profile without variability, beliefs as they were', () => {
    const models = ['granite-7b', 'gemma-7b', 'llama3-8b'];
    for (const swapTimes of ['profiled', 'in-experiment', 'disk', 'history'] as const) {
      const choice = choose({ models, mode: 'cc', swapTimes, batchTimes: 'in-experiment' });
      const measured = resolved(h100(), choice);
      const still = resolved(h100(), { ...choice, variability: 'none' });
      expect(still.timing).toEqual(withMeanDurations(measured.timing));
      expect(still.timing).not.toEqual(measured.timing);
      expect(still.timing.believed).toEqual(measured.timing.believed);
      expect(resolved(h100(), { ...choice, variability: 'measured' })).toEqual(measured);
    }
    expect(resolveTiming(h100(), choose({ models, variability: 'none' }))).not.toHaveProperty(
      'issues',
    );
  });
});
