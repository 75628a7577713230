import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBelievedTiming } from '../../src/timing/belief/believed.js';
import type { DurationFamily } from '../../src/timing/config.js';
import { NO_FACTORS as NEUTRAL, type TeeFactors } from '../../src/timing/factors.js';
import type { ProfileDocument } from '../../src/timing/profile-schema.js';
import { createTiming } from '../../src/timing/timing.js';
import type { Timing } from '../../src/timing/types.js';
import { choose, h100, momentsOver, readProfile, resolved, SINGLE_SERVER } from './support.js';

const OTHERWISE = { first: false, previous: 1, beforePrevious: 2 };
const HISTORIES = [
  { first: true, previous: -1, beforePrevious: -1 },
  { first: false, previous: 1, beforePrevious: 0 },
  OTHERWISE,
];

const factor = fc.double({ min: 1, max: 5, noNaN: true });
const seconds = fc.double({ min: 0, max: 3, noNaN: true });
const worse: fc.Arbitrary<TeeFactors> = fc.record({
  load: factor,
  unload: factor,
  inference: factor,
  perBatchSeconds: seconds,
  perRequestSeconds: seconds,
  perSwapSeconds: seconds,
  perGiBSeconds: seconds,
  perUnloadSeconds: seconds,
  firstLoadSeconds: seconds,
  perStepSeconds: seconds,
  perSequenceSeconds: seconds,
  stepsPerBatch: fc.option(fc.integer({ min: 1, max: 500 })),
});

/** The same profile with every duration from one family. */
function withFamily(document: ProfileDocument, family: DurationFamily): ProfileDocument {
  const text = JSON.stringify(document, (key, value) => {
    if (key === 'family') return family;
    // The normal family has no sd above its mean, the exponential none of its own.
    if (key === 'sd') return family === 'normal' ? Math.min(value, 0.5) : undefined;
    if (key === 'cv') return family === 'normal' ? value : undefined;
    return value;
  });
  return JSON.parse(text);
}

function everyDuration(timing: Timing, size: number, u: number): number[] {
  return [
    timing.batchSeconds(0, size, u),
    timing.unloadSeconds(0, u),
    ...HISTORIES.map((history) => timing.loadSeconds(0, history, u)),
  ];
}

const SWAP_TIMES = ['profiled', 'in-experiment', 'disk', 'history'] as const;

describe('TEE factors', () => {
  const measured = h100();
  const documents = [measured, withFamily(measured, 'normal'), withFamily(measured, 'exponential')];
  const choices = fc.record({
    document: fc.constantFrom(...documents),
    swapTimes: fc.constantFrom(...SWAP_TIMES),
    batchTimes: fc.constantFrom('profiled' as const, 'in-experiment' as const),
  });

  it('at or above 1 make no duration shorter at any quantile', () => {
    fc.assert(
      fc.property(
        choices,
        worse,
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
        ({ document, ...times }, factors, size, u) => {
          const models = ['gemma-7b', 'granite-7b', 'llama3-8b'];
          const off = resolved(document, choose({ models, ...times }));
          const cc = resolved(document, choose({ models, ...times, mode: 'cc', factors }));
          const slower = everyDuration(createTiming(cc.timing), size, u);
          everyDuration(createTiming(off.timing), size, u).forEach((duration, k) => {
            expect(slower[k]).toBeGreaterThanOrEqual(duration * (1 - 1e-9));
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('multiply a quantile, then add the fixed seconds', () => {
    const factors = {
      ...NEUTRAL,
      load: 3,
      unload: 2,
      inference: 1.5,
      perBatchSeconds: 0.25,
      perSwapSeconds: 4,
    };
    for (const swapTimes of SWAP_TIMES) {
      const models = ['llama3-8b'];
      const off = createTiming(resolved(measured, choose({ models, swapTimes })).timing);
      const cc = createTiming(
        resolved(measured, choose({ models, swapTimes, mode: 'cc', factors })).timing,
      );
      for (const u of [0.05, 0.5, 0.95]) {
        expect(cc.batchSeconds(0, 20, u)).toBeCloseTo(off.batchSeconds(0, 20, u) * 1.5 + 0.25, 9);
        expect(cc.unloadSeconds(0, u)).toBeCloseTo(off.unloadSeconds(0, u) * 2, 9);
        for (const history of HISTORIES) {
          const plain = off.loadSeconds(0, history, u);
          expect(cc.loadSeconds(0, history, u)).toBeCloseTo(plain * 3 + 4, 9);
        }
      }
    }
  });

  it('replace the measured cc, and are not applied with the mode off', () => {
    const models = ['gemma-7b'];
    const off = resolved(measured, choose({ models }));
    const neutral = resolved(measured, choose({ models, mode: 'cc', factors: NEUTRAL }));
    expect(neutral.timing).toEqual({
      ...off.timing,
      believed: { off: off.timing.believed.off, cc: off.timing.believed.off },
    });
    const ignored = resolved(measured, choose({ models, factors: { ...NEUTRAL, load: 9 } }));
    expect(ignored.timing.models).toEqual(off.timing.models);
  });

  it('are believed: the mean of what is believed is the mean of what happens', () => {
    const factors = {
      ...NEUTRAL,
      load: 2,
      unload: 3,
      inference: 1.2,
      perBatchSeconds: 0.5,
      perRequestSeconds: 0.01,
      perSwapSeconds: 1,
      perGiBSeconds: 0.1,
      perStepSeconds: 0.001,
    };
    const choice = choose({ models: ['granite-7b'], mode: 'cc', factors });
    const { timing: config } = resolved(measured, choice);
    const timing = createTiming(config);
    const believed = createBelievedTiming(config.believed.cc);
    const load = momentsOver((u) => timing.loadSeconds(0, OTHERWISE, u));
    expect(believed.loadSeconds(0).mean).toBeCloseTo(load.mean, 2);
    expect(believed.loadSeconds(0).sd / load.sd).toBeCloseTo(1, 1);
    const batch = momentsOver((u) => timing.batchSeconds(0, 30, u));
    expect(believed.batchSeconds(0, 30)).toBeCloseTo(batch.mean, 2);
    expect(createBelievedTiming(config.believed.off).loadSeconds(0).mean).toBe(3.5534);
  });

  it('make a cc of a profile that was measured with cc off only', () => {
    const document = readProfile(SINGLE_SERVER);
    const factors = { ...NEUTRAL, inference: 2, perBatchSeconds: 1 };
    const { timing } = resolved(document, choose({ mode: 'cc', factors }));
    expect(createTiming(timing).batchSeconds(0, 1, 0.5)).toBeCloseTo(2 * Math.LN2 + 1, 12);
  });
});
