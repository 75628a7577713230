import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../support/plain-events.js';
import { holds } from '../support/property.js';
import { requestsOf, runFast } from '../support/run-both.js';
import { buildScenario } from '../support/scenario-builder.js';
import { serveShared } from './slow-shared.js';

/** Durations that are no multiples of each other: nothing happens at one instant. */
const model = fc.record({
  load: fc.double({ min: 0.5, max: 6, noNaN: true }),
  unload: fc.double({ min: 0.01, max: 1, noNaN: true }),
  fixed: fc.double({ min: 0.1, max: 2, noNaN: true }),
  each: fc.double({ min: 0.01, max: 0.3, noNaN: true }),
});

const worlds = fc.record({
  seed: fc.nat(1e6).map(String),
  gpus: fc.integer({ min: 1, max: 5 }),
  rate: fc.double({ min: 0.3, max: 8, noNaN: true }),
  cap: fc.integer({ min: 1, max: 6 }),
  models: fc.array(model, { minLength: 1, maxLength: 4 }),
});

describe('GPUs that share queues, against a slow second implementation', () => {
  it('serve the same batches on the same GPUs at the same times, under greedy', () => {
    holds(
      worlds,
      ({ seed, gpus, rate, cap, models }) => {
        const scenario = buildScenario({
          ...{ seed, gpus, durationSeconds: 60, strategy: 'greedy', options: { batchCap: cap } },
          arrivals: { process: 'poisson', rate, first: 'gap' },
          rules: { writeResults: false, batchLimit: 'none' },
          models: models.map(({ load, unload, fixed, each }) => ({
            batch: { form: 'line', a: fixed, b: each, cv: 0, family: 'constant' },
            swap: {
              form: 'independent',
              load: { mean: load, sd: 0 },
              unload: { mean: unload, sd: 0 },
              firstLoad: null,
              family: 'constant',
            },
          })),
        });
        const expected = serveShared({
          ...{ gpus, cap },
          loadSeconds: models.map(({ load }) => load),
          unloadSeconds: models.map(({ unload }) => unload),
          batchSeconds: (index, size) => {
            const { fixed = Number.NaN, each = Number.NaN } = models[index] ?? {};
            return fixed + each * size;
          },
          requests: requestsOf(scenario).map(({ arrival, model }) => ({ time: arrival, model })),
        });
        const actual = eventsOf(runFast(scenario), 'batch').sort((a, b) => a.number - b.number);
        expect(actual.map(({ gpu, model, requests }) => ({ gpu, model, requests }))).toEqual(
          expected.map(({ gpu, model, requests }) => ({ gpu, model, requests })),
        );
        actual.forEach(({ startedAt, completedAt }, at) => {
          expect(startedAt).toBeCloseTo(expected[at]?.startedAt ?? Number.NaN, 9);
          expect(completedAt).toBeCloseTo(expected[at]?.completedAt ?? Number.NaN, 9);
        });
      },
      200,
    );
  });
});
