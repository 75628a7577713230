import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StrategyHarness } from '../../../../../src/serving/batch/harness.js';
import { Forecast } from '../../../../../src/serving/batch/strategies/look-ahead/forecast.js';

const WINDOW = 20;

/** Arrivals and services of one model among two: gaps, and how many are released after each. */
const history = fc.array(
  fc.record({
    gap: fc.double({ min: 0.01, max: 4, noNaN: true }),
    model: fc.nat(1),
    released: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 700 },
);
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

/** Plays a history; returns the forecast, and all arrival times and waiting ones by model. */
function play(happenings: History) {
  const forecast = new Forecast(2, WINDOW);
  let release = 0;
  const server = new StrategyHarness(
    {
      name: 'noting',
      summary: 'tells the forecast of arrivals',
      create: () => ({
        onArrival(view, model) {
          forecast.note(view, model);
          return undefined;
        },
        onIdle(view) {
          const model = view.waiting(0) > 0 ? 0 : 1;
          const count = Math.min(release, view.waiting(model));
          return count === 0 ? undefined : { action: 'release', model, count, reason: 'test' };
        },
      }),
    },
    { models: ['a', 'b'] },
  );
  const all: number[][] = [[], []];
  let now = 0;
  for (const { gap, model, released } of happenings) {
    now += gap;
    server.arrive(model === 0 ? 'a' : 'b', now);
    (all[model] as number[]).push(now);
    release = released;
    server.idle();
  }
  forecast.update(server);
  const waiting = [0, 1].map((model) =>
    Array.from({ length: server.waiting(model) }, (_, at) => server.arrivalOf(model, at)),
  );
  return { forecast, all, waiting, now };
}

describe('the forecast of arrivals', () => {
  it('knows what waits, however much came and went before', () => {
    fc.assert(
      fc.property(history, (happenings) => {
        const { forecast, waiting, now } = play(happenings);
        waiting.forEach((times, model) => {
          expect(forecast.waiting(model)).toBe(times.length);
          times.forEach((time, at) => {
            expect(forecast.arrival(model, at)).toBe(time - now);
          });
        });
      }),
    );
  });

  it('keeps what waits when more than a thousand come and none is served', () => {
    const happenings = Array.from({ length: 1500 }, () => ({ gap: 0.1, model: 0, released: 0 }));
    const { forecast, waiting, now } = play(happenings);
    expect(forecast.waiting(0)).toBe(1500);
    expect(forecast.arrival(0, 0)).toBe((waiting[0]?.[0] as number) - now);
    expect(forecast.arrival(0, 1499)).toBe(0);
  });

  it('measures rates over the window, or since the first arrival, but not over less than 5 s', () => {
    fc.assert(
      fc.property(history, (happenings) => {
        const { forecast, all, now } = play(happenings);
        const first = Math.min(...all.flat());
        const span = Math.max(5, Math.min(WINDOW, now - first));
        all.forEach((times, model) => {
          const recent = times.filter((time) => now - time <= WINDOW).length;
          expect(forecast.rate(model)).toBeCloseTo(recent / span, 9);
        });
      }),
    );
  });

  it('finds by halving what a scan finds, among requests that wait and that are expected', () => {
    const times = fc.double({ min: -60, max: 60, noNaN: true });
    fc.assert(
      fc.property(history, fc.nat(50), times, (happenings, from, time) => {
        const { forecast } = play(happenings);
        for (const model of [0, 1]) {
          let scanned = from;
          while (forecast.arrival(model, scanned) <= time) scanned++;
          expect(forecast.firstAfter(model, from, time)).toBe(scanned);
        }
      }),
    );
  });

  it('expects arrivals at the measured rate, the first after half a gap', () => {
    const happenings = Array.from({ length: 400 }, () => ({ gap: 0.25, model: 0, released: 1 }));
    const { forecast } = play(happenings);
    const waiting = forecast.waiting(0);
    const gap = 1 / forecast.rate(0);
    expect(forecast.rate(0)).toBeCloseTo(4, 0);
    expect(forecast.arrival(0, waiting)).toBeCloseTo(gap / 2, 9);
    expect(forecast.arrival(0, waiting + 10)).toBeCloseTo(10.5 * gap, 9);
    expect(forecast.arrival(1, 0)).toBe(Number.POSITIVE_INFINITY);
  });
});
