import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../../src/errors.js';
import { createRunKey } from '../../../src/random/run-key.js';
import { createActualBelief } from '../../../src/timing/belief/actual-belief.js';
import { createBeliefs } from '../../../src/timing/belief/beliefs.js';
import { type BeliefConfig, TABLES_AS_THEY_ARE } from '../../../src/timing/belief/config.js';
import { createLearningBelief } from '../../../src/timing/belief/learning.js';
import type { BelievedTiming, SwapHistory } from '../../../src/timing/types.js';
import { buildScenario } from '../../support/scenario-builder.js';
import { byHistory, line } from '../support.js';

const FIRST: SwapHistory = { first: true, previous: -1, beforePrevious: -1 };
const RETURNING: SwapHistory = { first: false, previous: 1, beforePrevious: 0 };
const OTHERWISE: SwapHistory = { first: false, previous: 1, beforePrevious: 2 };

/** Loads by history, batches of a + b·n; three models alike. */
const { timing } = buildScenario({
  models: [0, 1, 2].map(() => ({ swap: byHistory(), batch: line({ a: 1, b: 0.5 }) })),
});
const TRUTH = createActualBelief(timing, timing.believed.off);

function beliefs(config: Partial<BeliefConfig>) {
  const key = createRunKey('seed', 0);
  const whole = { ...TABLES_AS_THEY_ARE, ...config };
  return createBeliefs({ config: whole, timing, teeMode: 'off', timerProfile: 'off', key });
}

/** Beliefs of actual times, off by factors, that see the truth again and again. */
function recovered(weight: number, times: number): BelievedTiming {
  const { believed, lessons } = beliefs({
    times: 'actual',
    loadFactor: 1.5,
    unloadFactor: 0.5,
    batchFactor: 0.8,
    learning: { weight },
  });
  for (let k = 0; k < times; k++) {
    lessons?.loaded(0, RETURNING, TRUTH.loadSeconds(0, RETURNING).mean);
    lessons?.unloaded(0, TRUTH.unloadSeconds(0).mean);
    lessons?.served(0, 4, TRUTH.batchSeconds(0, 4));
  }
  return believed;
}

describe('learning', () => {
  it('recovers from bias, by (1 − w) of what is left with each observation', () => {
    for (const n of [0, 1, 5, 40]) {
      const believed = recovered(0.2, n);
      const left = 0.8 ** n;
      const load = TRUTH.loadSeconds(0, RETURNING).mean;
      expect(believed.loadSeconds(0, RETURNING).mean).toBeCloseTo(load * (1 + 0.5 * left), 10);
      const unload = TRUTH.unloadSeconds(0).mean;
      expect(believed.unloadSeconds(0).mean).toBeCloseTo(unload * (1 - 0.5 * left), 10);
      const batch = TRUTH.batchSeconds(0, 4);
      expect(believed.batchSeconds(0, 4)).toBeCloseTo(batch * (1 - 0.2 * left), 10);
    }
  });

  it('of one size and one history holds for all, in the proportions of the prior', () => {
    const believed = recovered(1, 1);
    for (const after of [FIRST, RETURNING, OTHERWISE]) {
      expect(believed.loadSeconds(0, after).mean).toBeCloseTo(TRUTH.loadSeconds(0, after).mean, 10);
    }
    expect(believed.batchSeconds(0, 40)).toBeCloseTo(TRUTH.batchSeconds(0, 40), 10);
  });

  it('of one model is of that model alone', () => {
    const believed = recovered(0.5, 3);
    const untaught = recovered(0.5, 0);
    expect(believed.loadSeconds(1, FIRST)).toEqual(untaught.loadSeconds(1, FIRST));
    expect(believed.batchSeconds(1, 4)).toBe(untaught.batchSeconds(1, 4));
  });

  it('where the prior knows no history, is the mean of what happens', () => {
    const { believed, lessons } = beliefs({ learning: { weight: 0.01 } });
    for (let k = 0; k < 2000; k++) {
      const after = k % 2 === 0 ? RETURNING : OTHERWISE;
      lessons?.loaded(0, after, TRUTH.loadSeconds(0, after).mean);
    }
    // Loads of 4 s and 6 s in turn; the last one weighs a little more.
    expect(believed.loadSeconds(0).mean).toBeCloseTo(5, 1);
    expect(believed.loadSeconds(0).sd).toBeCloseTo(1, 1);
  });

  it('leaves what fits, what is refused and what takes for ever as the prior has it', () => {
    const believed = recovered(0.5, 3);
    expect([believed.bestBatch(0), believed.maxBatch(0)]).toEqual([
      TRUTH.bestBatch(0),
      TRUTH.maxBatch(0),
    ]);
    expect(() => believed.loadSeconds(7)).toThrow(RangeError);
    expect(() => believed.batchSeconds(7, 1)).toThrow(RangeError);
  });

  it('is none of the timers', () => {
    const { timerBelief, lessons } = beliefs({ loadFactor: 2, learning: { weight: 1 } });
    lessons?.loaded(0, FIRST, 100);
    expect(timerBelief.loadSeconds(0).mean).toBe(2 * 1);
  });

  it('is not asked for with weight 0', () => {
    expect(beliefs({}).lessons).toBeNull();
  });

  it('is refused for a model that nothing is believed of', () => {
    const { lessons } = createLearningBelief(TRUTH, 2, 0.5);
    expect(() => lessons.served(2, 1, 1)).toThrow(InvariantError);
  });
});
