import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StrategyHarness } from '../../../../../src/serving/batch/harness.js';
import { BelievedTimes } from '../../../../../src/serving/batch/strategies/look-ahead/believed-times.js';
import { Forecast } from '../../../../../src/serving/batch/strategies/look-ahead/forecast.js';
import { Outlook } from '../../../../../src/serving/batch/strategies/look-ahead/outlook.js';
import { PlanState } from '../../../../../src/serving/batch/strategies/look-ahead/plan-state.js';
import { Search } from '../../../../../src/serving/batch/strategies/look-ahead/search.js';
import { defaultStrategyOptions } from '../../../../../src/serving/batch/strategies/options.js';
import type { StrategyContext } from '../../../../../src/serving/batch/strategies/strategy.js';
import { slowBestValue } from '../../../../reference/slow-look-ahead.js';

const MODELS = ['a', 'b', 'c'];
const ALL = 1000;

/** A present: gaps between past arrivals and their models, and what is believed. */
const present = fc.record({
  past: fc.array(
    fc.record({ gap: fc.double({ min: 0.01, max: 3, noNaN: true }), model: fc.nat(2) }),
    { minLength: 1, maxLength: 40 },
  ),
  slaSeconds: fc.double({ min: 10, max: 40, noNaN: true }),
  loads: fc.array(fc.double({ min: 0.5, max: 12, noNaN: true }), { minLength: 3, maxLength: 3 }),
  overhead: fc.double({ min: 0.1, max: 2, noNaN: true }),
  perRequest: fc.double({ min: 0.02, max: 0.4, noNaN: true }),
  worth: fc.array(fc.double({ min: 0.2, max: 5, noNaN: true }), { minLength: 3, maxLength: 3 }),
  cap: fc.integer({ min: 1, max: 30 }),
  resident: fc.integer({ min: -1, max: 2 }),
  depth: fc.integer({ min: 1, max: 3 }),
});
type Present = typeof present extends fc.Arbitrary<infer T> ? T : never;

/** The search in a present, after its past has happened. */
function prepare(given: Present, width: number) {
  const believed = {
    loadSeconds: (model: number) => ({ mean: given.loads[model] as number, sd: 0 }),
    unloadSeconds: () => ({ mean: 0, sd: 0 }),
    batchSeconds: (_model: number, size: number) => given.overhead + given.perRequest * size,
    bestBatch: () => given.cap,
    maxBatch: () => given.cap,
  };
  const context: StrategyContext = {
    models: MODELS,
    slaSeconds: MODELS.map(() => given.slaSeconds),
    believed,
    timerBelief: believed,
    options: defaultStrategyOptions,
  };
  const forecast = new Forecast(MODELS.length, 60);
  const noting = {
    name: 'noting',
    summary: 'tells the forecast of arrivals',
    create: () => ({ onArrival: forecast.note.bind(forecast) as () => undefined }),
  };
  const view = new StrategyHarness(noting, { models: MODELS });
  let now = 0;
  for (const { gap, model } of given.past) {
    now += gap;
    view.arrive(MODELS[model] as string, now);
  }
  if (given.resident >= 0) view.setResident(MODELS[given.resident] as string, now);
  const times = new BelievedTimes(context);
  const outlook = new Outlook(context, times, forecast, Float64Array.from(given.worth));
  outlook.update(view);
  const settings = { depth: given.depth, width, discountSeconds: 50 };
  return { view, times, outlook, forecast, search: new Search(outlook, MODELS.length, settings) };
}

describe('the search for a plan', () => {
  it('with a beam wide enough finds what plain recursion finds', () => {
    let plans = 0;
    fc.assert(
      fc.property(present, (given) => {
        const { view, times, forecast, search } = prepare(given, ALL);
        const found = search.best(view, 0)?.value ?? Number.NEGATIVE_INFINITY;
        const slow = slowBestValue({
          ...given,
          waiting: MODELS.map((_, model) =>
            Array.from(
              { length: view.waiting(model) },
              (__, at) => view.arrivalOf(model, at) - view.now,
            ),
          ),
          rates: MODELS.map((_, model) => forecast.rate(model)),
          largest: [...times.largest],
          efficient: [...times.efficient],
          batchSeconds: (model, size) => times.batch(model, size),
          loadSeconds: (model) => given.loads[model] as number,
          discountSeconds: 50,
        });
        if (slow > 0) plans++;
        if (slow === Number.NEGATIVE_INFINITY) expect(found).toBe(slow);
        else expect(Math.abs(found - slow)).toBeLessThan(1e-9 * Math.max(1, slow));
      }),
      { numRuns: 300 },
    );
    expect(plans).toBeGreaterThan(150);
  });

  it('finds no better plan with a narrower beam, and a first step that exists', () => {
    fc.assert(
      fc.property(present, fc.integer({ min: 1, max: 4 }), (given, width) => {
        const wide = prepare(given, ALL);
        const best = wide.search.best(wide.view, 0)?.value ?? Number.NEGATIVE_INFINITY;
        const { view, search } = prepare(given, width);
        const plan = search.best(view, 0);
        expect(plan?.value ?? Number.NEGATIVE_INFINITY).toBeLessThanOrEqual(best);
        if (plan !== undefined) {
          expect(plan.firstModel).toBeGreaterThanOrEqual(0);
          expect(plan.firstSize).toBeGreaterThan(0);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('the bound that spares the search a look', () => {
  it('is never below what a visit that begins with a load brings', () => {
    let visits = 0;
    fc.assert(
      fc.property(
        present,
        fc.nat(20),
        fc.double({ min: 0, max: 60, noNaN: true }),
        (given, taken, time) => {
          const { view, outlook } = prepare(given, 1);
          const state = new PlanState(MODELS.length, outlook.room);
          state.start(view, time);
          MODELS.forEach((_, model) => {
            if (state.isResident(model)) return;
            state.taken[model] = Math.min(taken, view.waiting(model));
            const rate = outlook.visitRate(state, model);
            if (rate > 0) visits++;
            expect(outlook.mostAfterLoad(state, model)).toBeGreaterThanOrEqual(rate * (1 - 1e-12));
          });
        },
      ),
      { numRuns: 300 },
    );
    expect(visits).toBeGreaterThan(300);
  });
});
