import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strategyRegistry } from '../../src/serving/batch/strategies/registry.js';
import type { MeanSd } from '../../src/timing/config.js';
import { eventsOf, type PlainBatch } from '../support/plain-events.js';
import { holds, holdsForRuns } from '../support/property.js';
import { runFast } from '../support/run-both.js';
import { scenarioParts } from '../support/scenario-arbitrary.js';
import { buildScenario, type ModelParts, type ScenarioParts } from '../support/scenario-builder.js';

/** What confidential computing does to the timings: nothing gets faster. */
interface Factors {
  readonly load: number;
  readonly unload: number;
  readonly inference: number;
  readonly perBatchSeconds: number;
  readonly perSwapSeconds: number;
}

const factor = fc.double({ min: 1, max: 4, noNaN: true });
const extraSeconds = fc.double({ min: 0, max: 2, noNaN: true });
const factors: fc.Arbitrary<Factors> = fc.record({
  load: factor,
  unload: factor,
  inference: factor,
  perBatchSeconds: extraSeconds,
  perSwapSeconds: extraSeconds,
});

describe('one seed', () => {
  it('gives the same run twice', () => {
    holdsForRuns(({ scenario, events }) => expect(runFast(scenario)).toEqual(events));
  });

  it('gives the same requests under every strategy, semantics and TEE mode', () => {
    holds(fc.tuple(scenarioParts(), factors), ([parts, slower]) => {
      const expected = arrivalsOf(parts);
      for (const { name } of strategyRegistry) {
        expect(arrivalsOf({ ...parts, strategy: name })).toEqual(expected);
      }
      expect(arrivalsOf({ ...parts, semantics: 'lossless', rules: {} })).toEqual(expected);
      expect(arrivalsOf({ ...slowed(parts, slower), teeMode: 'cc' })).toEqual(expected);
    });
  });
});

describe('lossless best-batch without timers', () => {
  it('ends no batch earlier when nothing gets faster', () => {
    holds(fc.tuple(scenarioParts(), factors), ([parts, slower]) => {
      const plain = { ...parts, ...LOSSLESS_BEST_BATCH };
      const off = batchesOf(plain);
      const cc = batchesOf({ ...slowed(plain, slower), teeMode: 'cc' });
      expect(cc.map((batch) => batch.requests)).toEqual(off.map((batch) => batch.requests));
      cc.forEach((batch, index) => {
        const before = off[index]?.completedAt ?? Number.NaN;
        expect(batch.completedAt).toBeGreaterThanOrEqual(before * (1 - 1e-12));
      });
    });
  });
});

const LOSSLESS_BEST_BATCH = {
  semantics: 'lossless',
  rules: {},
  strategy: 'best-batch',
  // Where a mode has a best batch of its own, other batches are formed.
  believedCc: null,
  drainSeconds: Number.POSITIVE_INFINITY,
  // A slower GPU is idle less often: with it, a model may stay that would have been unloaded.
  unloadWhenIdle: false,
} as const satisfies ScenarioParts;

function arrivalsOf(parts: ScenarioParts): unknown {
  return eventsOf(runFast(buildScenario(parts)), 'arrival');
}

function batchesOf(parts: ScenarioParts): PlainBatch[] {
  return eventsOf(runFast(buildScenario(parts)), 'batch');
}

function slowed(parts: ScenarioParts, by: Factors): ScenarioParts {
  const { perBatchSeconds, perSwapSeconds } = by;
  return {
    ...parts,
    models: (parts.models ?? [{}]).map((model) => slowedModel(model, by)),
    added: {
      ...parts.added,
      perBatchSeconds: perBatchSeconds + (parts.added?.perBatchSeconds ?? 0),
      perSwapSeconds: perSwapSeconds + (parts.added?.perSwapSeconds ?? 0),
    },
  };
}

function slowedModel(model: ModelParts, by: Factors): ModelParts {
  const { batch, swap } = model;
  return {
    ...model,
    ...(batch === undefined ? {} : { batch: slowedBatch(batch, by.inference) }),
    ...(swap === undefined ? {} : { swap: slowedSwap(swap, by) }),
  };
}

type Batch = NonNullable<ModelParts['batch']>;

function slowedBatch(batch: Batch, by: number): Batch {
  if (batch.form === 'line') return { ...batch, a: batch.a * by, b: batch.b * by };
  const times = (list: readonly number[]) => list.map((value) => value * by);
  return { ...batch, mean: times(batch.mean), sd: times(batch.sd) };
}

function slowedSwap(
  swap: NonNullable<ModelParts['swap']>,
  by: Factors,
): NonNullable<ModelParts['swap']> {
  if (swap.form === 'disk') {
    const diskGiBPerSecond = swap.diskGiBPerSecond / by.load;
    return {
      ...swap,
      load: swap.load * by.load,
      unload: swap.unload * by.unload,
      diskGiBPerSecond,
    };
  }
  if (swap.form === 'stages') {
    const stages = swap.stages.map((stage) => ({
      ...stage,
      giBPerSecond: stage.giBPerSecond / by.load,
      seconds: stage.seconds * by.load,
    }));
    return { ...swap, stages, unload: swap.unload * by.unload };
  }
  const scale = ({ mean, sd }: MeanSd, k: number): MeanSd => ({ mean: mean * k, sd: sd * k });
  if (swap.form === 'history') {
    const all = (list: readonly MeanSd[]) => list.map((each) => scale(each, by.load));
    return {
      ...swap,
      load: swap.load * by.load,
      unload: swap.unload * by.unload,
      first: scale(swap.first, by.load),
      second: scale(swap.second, by.load),
      returning: all(swap.returning),
      otherwise: all(swap.otherwise),
    };
  }
  return {
    ...swap,
    load: scale(swap.load, by.load),
    unload: scale(swap.unload, by.unload),
    firstLoad: swap.firstLoad === null ? null : scale(swap.firstLoad, by.load),
  };
}
