import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StrategyHarness } from '../../../../../src/serving/batch/harness.js';
import { BelievedTimes } from '../../../../../src/serving/batch/strategies/look-ahead/believed-times.js';
import { Forecast } from '../../../../../src/serving/batch/strategies/look-ahead/forecast.js';
import { Outlook } from '../../../../../src/serving/batch/strategies/look-ahead/outlook.js';
import { defaultStrategyOptions } from '../../../../../src/serving/batch/strategies/options.js';

const SLA = 60;
const LOAD_DEVIATION = 2;
const believed = {
  loadSeconds: () => ({ mean: 10, sd: LOAD_DEVIATION }),
  unloadSeconds: () => ({ mean: 0, sd: 0 }),
  batchSeconds: (_model: number, size: number) => 1 + 0.1 * size,
  bestBatch: () => 64,
  maxBatch: () => 64,
};

/** What one model's queue looks like to a plan, after arrivals with the given gaps. */
function lookAt(gaps: readonly number[], slackSigmas: number) {
  const context = {
    models: ['a'],
    slaSeconds: [SLA],
    believed,
    timerBelief: believed,
    options: { ...defaultStrategyOptions, slackSigmas },
  };
  const forecast = new Forecast(1, 60);
  const view = new StrategyHarness(
    {
      name: 'noting',
      summary: 'tells the forecast of arrivals',
      create: () => ({
        onArrival(server, model) {
          forecast.note(server, model);
          return undefined;
        },
      }),
    },
    { models: ['a'] },
  );
  let now = 0;
  for (const gap of gaps) {
    now += gap;
    view.arrive('a', now);
  }
  const times = new BelievedTimes(context);
  const outlook = new Outlook(context, times, forecast, new Float64Array([1]));
  outlook.update(view);
  return { outlook, forecast, times };
}

describe('the next batch of a model', () => {
  const gaps = fc.array(fc.double({ min: 0.01, max: 3, noNaN: true }), {
    minLength: 1,
    maxLength: 60,
  });
  const later = fc.double({ min: 0, max: 40, noNaN: true });

  it('has all its requests on time, after a load by the margin asked for', () => {
    fc.assert(
      fc.property(gaps, later, fc.nat(3), fc.boolean(), (list, start, sigmas, loaded) => {
        const { outlook, forecast } = lookAt(list, sigmas);
        if (!outlook.nextBatch(0, 0, start, loaded ? start : 0)) return;
        const oldest = forecast.arrival(0, outlook.skip);
        const margin = loaded && start > 0 ? sigmas * LOAD_DEVIATION : 0;
        expect(outlook.end - oldest).toBeLessThan(SLA - margin + 1e-9);
        expect(forecast.arrival(0, outlook.skip + outlook.size - 1)).toBeLessThanOrEqual(start);
      }),
    );
  });

  it('passes over no request that could have stayed the oldest of a batch of its least size', () => {
    fc.assert(
      fc.property(gaps, later, (list, start) => {
        const { outlook, forecast, times } = lookAt(list, 0);
        if (!outlook.nextBatch(0, 0, start, 0) || outlook.skip === 0) return;
        const before = outlook.skip - 1;
        const available = forecast.firstAfter(0, 0, start) - before;
        const least = Math.min(available, outlook.least[0] as number);
        const end = start + times.batch(0, least);
        expect(end - forecast.arrival(0, before)).toBeGreaterThanOrEqual(SLA);
      }),
    );
  });

  it('is as large as may be while more arrives than such batches serve, or else efficient', () => {
    fc.assert(
      fc.property(gaps, (list) => {
        const { outlook, forecast, times } = lookAt(list, 0);
        const largest = times.largest[0] as number;
        const isFlooded = forecast.rate(0) > largest / times.batch(0, largest);
        expect(outlook.least[0]).toBe(isFlooded ? largest : times.efficient[0]);
      }),
    );
  });

  it('takes at most a sixth of the SLA, and is efficient within a quarter of the best', () => {
    const { times } = lookAt([1], 0);
    expect(times.batch(0, times.largest[0] as number)).toBeLessThanOrEqual(SLA / 6);
    const perRequest = (size: number) => believed.batchSeconds(0, size) / size;
    const efficient = times.efficient[0] as number;
    expect(perRequest(efficient)).toBeLessThanOrEqual(1.25 * perRequest(64));
    expect(perRequest(efficient - 1)).toBeGreaterThan(1.25 * perRequest(64));
  });

  it('follows beliefs that change', () => {
    const { times } = lookAt([1], 0);
    const before = times.batch(0, 20);
    const original = believed.batchSeconds;
    try {
      believed.batchSeconds = (_model, size) => 2 * original(0, size);
      for (let decision = 0; decision < 100; decision++) times.renew();
      expect(times.batch(0, 20)).toBe(2 * before);
    } finally {
      believed.batchSeconds = original;
    }
  });
});
