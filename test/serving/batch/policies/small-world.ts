import fc from 'fast-check';
import type { StrategyOptions } from '../../../../src/serving/batch/strategies/strategy.js';
import { eventsOf, type PlainBatch, type PlainEvent } from '../../../support/plain-events.js';
import { runFast } from '../../../support/run-both.js';
import { buildScenario, type ScenarioParts } from '../../../support/scenario-builder.js';

/** A model of which everything is known: no duration is left to chance. */
export interface KnownModel {
  readonly load: number;
  readonly unload: number;
  /** Batches of n take a + b·n. */
  readonly a: number;
  readonly b: number;
  readonly sla: number;
}

/** A small world in which beliefs are true. */
export interface SmallWorld {
  readonly models: readonly KnownModel[];
  /** [time, model] of each request, times ascending. */
  readonly requests: readonly (readonly [number, number])[];
  readonly batchCap?: number;
  /** Models in GPU memory at a time. Default 1. */
  readonly residentModels?: number;
}

export interface Played {
  readonly events: readonly PlainEvent[];
  readonly batches: readonly PlainBatch[];
  /** Requests that were completed before arrival + SLA. */
  readonly onTime: number;
}

/** Plays a strategy in the real server, until nothing can happen any more. */
export function playIn(
  world: SmallWorld,
  strategy: string,
  options: Partial<StrategyOptions> = {},
): Played {
  const { models, requests, batchCap = null, residentModels = 1 } = world;
  const parts: ScenarioParts = {
    strategy,
    options: { batchCap, ...options },
    durationSeconds: (requests.at(-1)?.[0] ?? 0) + 1,
    slaSeconds: models.map(({ sla }) => sla),
    memory: { residentModels },
    models: models.map(({ load, unload, a, b }) => ({
      batch: { form: 'line', a, b, cv: 0, family: 'constant' },
      swap: {
        form: 'independent',
        load: { mean: load, sd: 0 },
        unload: { mean: unload, sd: 0 },
        firstLoad: null,
        family: 'constant',
      },
    })),
    arrivals: {
      process: 'trace',
      file: 'test',
      sha256: '',
      columns: { time: 't_s', model: 'model' },
      times: Float64Array.from(requests, ([time]) => time),
      models: Uint16Array.from(requests, ([, model]) => model),
      lengths: null,
    },
  };
  const events = runFast(buildScenario(parts));
  const batches = eventsOf(events, 'batch');
  const latencies = batches.flatMap((batch) =>
    batch.requests.map((id) => ({
      latency: batch.completedAt - (requests[id]?.[0] as number),
      sla: models[batch.model]?.sla as number,
    })),
  );
  return { events, batches, onTime: latencies.filter(({ latency, sla }) => latency < sla).length };
}

/** Random small worlds: up to three models and two dozen requests, often overloaded. */
export const smallWorlds: fc.Arbitrary<SmallWorld> = fc.record({
  models: fc.array(
    fc.record({
      load: tenths(0, 60),
      unload: tenths(0, 10),
      a: tenths(1, 20),
      b: tenths(0, 10),
      sla: tenths(20, 200),
    }),
    { minLength: 3, maxLength: 3 },
  ),
  requests: fc
    .array(fc.tuple(tenths(0, 300), fc.nat(2)), { minLength: 1, maxLength: 24 })
    .map((requests) => requests.toSorted(([a], [b]) => a - b)),
  batchCap: fc.integer({ min: 1, max: 6 }),
  residentModels: fc.constantFrom(1, 1, 2),
});

/** Seconds off any grid: at a tie a deadline is met or missed by the rounding of a sum. */
function tenths(least: number, most: number): fc.Arbitrary<number> {
  return fc
    .tuple(fc.integer({ min: least, max: most }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([whole, part]) => (whole + part) / 10);
}
