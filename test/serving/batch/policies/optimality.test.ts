import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds } from '../../../support/property.js';
import { type KnownModel, playIn } from './small-world.js';

/** Theorems of one machine, one job at a time, no set-up: a model is a kind of job. */

const CASES = 150;

function job(duration: number, sla: number): KnownModel {
  return { load: 0, unload: 0, a: duration, b: 0, sla };
}

/** Not on a grid: at a tie a deadline is met or missed by rounding. */
const seconds = (least: number, most: number): fc.Arbitrary<number> =>
  fc.double({ min: least, max: most, noNaN: true });

const jobs = fc.array(fc.tuple(seconds(0.1, 3), seconds(1, 12)), { minLength: 1, maxLength: 6 });

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, at) =>
    permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]),
  );
}

/** One request of each model, all there from the start, each served alone. */
function atOnce(models: readonly KnownModel[]) {
  const requests = models.map((_, model) => [0, model] as const);
  return { models, requests, batchCap: 1, residentModels: models.length };
}

/**
 * An idle server is asked at the first arrival, before the others of the instant are there: a
 * first job keeps it busy until all have come.
 */
function afterAFirst(models: readonly KnownModel[]) {
  const before = 0.05;
  const world = atOnce([job(before, 1e9), ...models.map((m) => ({ ...m, sla: m.sla + before }))]);
  return { ...world, start: before };
}

function lateness(world: ReturnType<typeof afterAFirst>, strategy: string): number {
  const { batches } = playIn(world, strategy);
  const late = batches
    .filter(({ model }) => model > 0)
    .map(({ model, completedAt }) => completedAt - (world.models[model]?.sla as number));
  return Math.max(...late);
}

describe('edf', () => {
  it('has the least maximum lateness of all orders (Jackson 1955)', () => {
    holds(
      jobs,
      (list) => {
        const world = afterAFirst(list.map(([duration, sla]) => job(duration, sla)));
        const least = Math.min(
          ...permutations(list).map((order) => {
            let end = 0;
            return Math.max(
              ...order.map(([duration, sla]) => {
                end += duration;
                return end - sla;
              }),
            );
          }),
        );
        expect(lateness(world, 'edf')).toBeCloseTo(least, 9);
      },
      CASES,
    );
  });
});

/** The most jobs that can be on time in any order, the others not done. */
function mostOnTime(list: readonly (readonly [number, number])[]): number {
  let most = 0;
  for (const order of permutations(list)) {
    let end = 0;
    let count = 0;
    for (const [duration, sla] of order) {
      if (end + duration >= sla) continue;
      end += duration;
      count++;
    }
    most = Math.max(most, count);
  }
  return most;
}

describe('clockwork', () => {
  it('has the most jobs on time that any order has (Moore 1968)', () => {
    holds(
      jobs,
      (list) => {
        const world = afterAFirst(list.map(([duration, sla]) => job(duration, sla)));
        expect(playIn(world, 'clockwork').onTime - 1).toBe(mostOnTime(list));
      },
      CASES,
    );
  });
});

describe('edf+drop', () => {
  it('has the most jobs on time that any order has, if all take equally long', () => {
    holds(
      fc.tuple(seconds(0.5, 3), jobs),
      ([duration, list]) => {
        const equal = list.map(([, sla]) => [duration, sla] as const);
        const world = afterAFirst(equal.map(([, sla]) => job(duration, sla)));
        expect(playIn(world, 'edf+drop').onTime - 1).toBe(mostOnTime(equal));
      },
      CASES,
    );
  });

  it('has the most on time of one model that is served one at a time, whenever they come', () => {
    const times = fc.array(seconds(0, 10), { minLength: 1, maxLength: 9 });
    holds(
      fc.tuple(seconds(0.3, 3), seconds(0.5, 8), times),
      ([duration, sla, list]) => {
        const arrivals = list.toSorted((a, b) => a - b);
        const requests = arrivals.map((time) => [time, 0] as const);
        const world = { models: [job(duration, sla)], requests, batchCap: 1 };
        const most = bestSubset(arrivals, duration, sla);
        expect(playIn(world, 'edf+drop').onTime).toBe(most);
      },
      CASES,
    );
  });
});

/** The most requests that can be on time in order of arrival, over all subsets. */
function bestSubset(arrivals: readonly number[], duration: number, sla: number): number {
  let most = 0;
  for (let chosen = 0; chosen < 1 << arrivals.length; chosen++) {
    let end = 0;
    let count = 0;
    const feasible = arrivals.every((arrival, at) => {
      if ((chosen & (1 << at)) === 0) return true;
      end = Math.max(end, arrival) + duration;
      count++;
      return end < arrival + sla;
    });
    if (feasible) most = Math.max(most, count);
  }
  return most;
}
