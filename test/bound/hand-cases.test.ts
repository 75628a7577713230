import { describe, expect, it } from 'vitest';
import { boundOf } from '../../src/bound/bound.js';
import { type BoundProblem, isItsRelaxation, relaxed } from '../../src/bound/problem.js';
import { type Operation, onTimeByModel } from '../../src/bound/schedule.js';
import { InvariantError } from '../../src/errors.js';
import { done } from './work.js';

/** Two models, batches of up to two requests that take 2 and 3 s, loads of 4 s, an SLA of 10 s. */
function problem(
  first: readonly number[],
  second: readonly number[],
  parts: Partial<BoundProblem> = {},
): BoundProblem {
  const model = (arrivals: readonly number[]) => ({
    arrivals: Float64Array.from(arrivals),
    slaSeconds: 10,
    batchSeconds: Float64Array.from([0, 2, 3]),
    heldSeconds: Float64Array.from([0, 2, 3]),
  });
  const swaps = {
    resident: [-1, 0, 1],
    left: [-1, -1, -1],
    next: [
      [1, 2],
      [-1, 2],
      [1, -1],
    ],
    seconds: [
      [4, 4],
      [0, 4],
      [4, 0],
    ],
  };
  const models = [model(first), model(second)];
  return { models, swaps, endSeconds: Infinity, roundingSeconds: 0, ...parts };
}

function bounded(each: BoundProblem) {
  return done(boundOf(each, { slotSeconds: null, isOver: () => false }));
}

describe('by hand', () => {
  it.each([
    ['nobody', [], [], 0],
    ['one alone', [0], [], 1],
    // 4 s of loading and two batches of 3 s end at 10 s, which is not before the deadline.
    ['a batch that ends at the deadline is late', [0, 0, 0, 0], [], 3],
    // Load (4), serve (6), load the other (10): too late for it.
    ['two models at once', [0], [0], 1],
    // … and so is what ends at 12 s, but not what ends there with a deadline at 13 s.
    ['two models, the second a little later', [0], [2], 1],
    ['two models, the second later', [0], [3], 2],
    // Load the second while nothing waits, serve at 20 what came at 10 and 20 is late: 20 + 3 − 10.
    ['a request waits for a later one only as long as it can', [0], [10, 20], 3],
  ])('%s', (_, first, second, most) => {
    const { bound, feasible, ended } = bounded(problem(first, second));
    expect({ bound, feasible, ended }).toEqual({ bound: most, feasible: most, ended: 'optimal' });
  });

  it('nothing counts whose results are written after the end', () => {
    expect(bounded(problem([0, 1], [], { endSeconds: 6 })).bound).toBe(1);
    expect(bounded(problem([0, 1], [], { endSeconds: 7 })).bound).toBe(2);
    expect(bounded(problem([0, 1], [], { endSeconds: 5.75 })).bound).toBe(0);
  });

  it('a model that is there from the start needs no load', () => {
    const { swaps } = problem([], []);
    const preloaded = { ...swaps, resident: [0, 0, 1] };
    const next = [[-1, 2], ...swaps.next.slice(1)];
    const loads = { ...preloaded, next };
    expect(bounded(problem([0, 0, 0, 0, 0], [], { swaps: loads })).bound).toBe(5);
  });

  it('stops when it is told to, with what is known by then', () => {
    const many = Array.from({ length: 100 }, (_, second) => second / 2);
    const work = boundOf(problem(many, many), { slotSeconds: null, isOver: () => true });
    const { ended, bound, feasible, trivial } = done(work);
    expect(ended).toBe('time');
    expect(feasible).toBeLessThanOrEqual(bound);
    expect(bound).toBeLessThanOrEqual(trivial);
  });

  it('batches that take no time leave only the trivial bound', () => {
    const none = new Float64Array(3);
    const { models, ...rest } = problem([0, 1], [2]);
    const instant = models.map((model) => ({ ...model, batchSeconds: none, heldSeconds: none }));
    const { bound, trivial, slotSeconds } = bounded({ ...rest, models: instant });
    expect({ bound, trivial, slotSeconds }).toEqual({ bound: 3, trivial: 3, slotSeconds: null });
  });
});

describe('durations that fall with the size of a batch', () => {
  it('are relaxed to the least of those of larger batches', () => {
    const { models, ...rest } = problem([0], []);
    const falling = Float64Array.from([0, 3, 1, 2]);
    const model = { ...models[0], batchSeconds: falling, heldSeconds: falling };
    const odd = { ...rest, models: [model] } as BoundProblem;
    expect(isItsRelaxation(odd)).toBe(false);
    expect([...(relaxed(odd).models[0]?.batchSeconds ?? [])]).toEqual([0, 1, 1, 2]);
    expect(isItsRelaxation(relaxed(odd))).toBe(true);
  });
});

describe('the checker refuses a schedule', () => {
  const swap = (start: number, model: number): Operation => ({ kind: 'swap', start, model });
  const batch = (start: number, model: number, from: number, count: number): Operation => {
    return { kind: 'batch', start, model, from, count };
  };
  it.each([
    ['two things at once', [swap(0, 0), batch(3, 0, 0, 1)]],
    ['a swap to the model in memory', [swap(0, 0), swap(4, 0)]],
    ['a batch of a model not in memory', [swap(0, 0), batch(4, 1, 0, 1)]],
    ['a batch too large or empty', [swap(0, 0), batch(9, 0, 0, 3)]],
    ['requests that there are not', [swap(0, 0), batch(9, 0, 2, 2)]],
    ['a batch before its requests have come', [swap(0, 0), batch(4, 0, 1, 2)]],
    ['a request served twice', [swap(0, 0), batch(4, 0, 0, 2), batch(7, 0, 1, 1)]],
  ])('%s', (what, schedule) => {
    const check = () => onTimeByModel(problem([0, 1, 5], [0]), schedule);
    expect(check).toThrow(InvariantError);
    expect(check).toThrow(what);
  });
});
