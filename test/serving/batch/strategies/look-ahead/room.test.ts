import { describe, expect, it } from 'vitest';
import { PlanState } from '../../../../../src/serving/batch/strategies/look-ahead/plan-state.js';
import { Room } from '../../../../../src/serving/batch/strategies/look-ahead/room.js';
import type { ServerView } from '../../../../../src/serving/batch/strategies/strategy.js';

const [SMALL, MIDDLE, LARGE] = [0, 1, 2];
const SIZES = [3, 3, 7];
const MEMORY = 7;

/** A memory of 7 in which the models of 3 fit together, and that of 7 with nobody. */
function viewOf(residents: readonly number[], inBackground = -1): ServerView {
  const held = residents.reduce((sum, model) => sum + (SIZES[model] as number), 0);
  return {
    modelCount: SIZES.length,
    isResident: (model: number) => residents.includes(model),
    fitsBeside: (model: number) => inBackground < 0 && held + (SIZES[model] as number) <= MEMORY,
    evictionCandidate: residents[0] ?? -1,
    inBackground,
    lastLoaded: residents.at(-1) ?? -1,
    loadedBefore: -1,
  } as unknown as ServerView;
}

/** Who is there after `model` is used in a plan that begins with `residents`. */
function residentsAfter(room: Room, residents: readonly number[], model: number): number[] {
  const state = new PlanState(SIZES.length, room);
  state.start(viewOf(residents), 0);
  state.use(model);
  return [...state.residents.subarray(0, state.residentCount)];
}

/** What is known when each of these has been alone in memory. */
function seen(...alone: number[]): Room {
  const room = new Room(SIZES.length);
  for (const model of alone) room.note(viewOf([model]));
  return room;
}

describe('what a plan knows of memory', () => {
  it('keeps a model beside another that has been seen to fit', () => {
    expect(residentsAfter(seen(SMALL), [SMALL], MIDDLE)).toEqual([MIDDLE, SMALL]);
  });

  it('makes all room for a model that fits beside none of those there', () => {
    const room = seen(SMALL, LARGE);
    expect(residentsAfter(room, [SMALL, MIDDLE], LARGE)).toEqual([LARGE]);
  });

  it('remembers that others fit together while a large one is alone in memory', () => {
    const room = seen(SMALL, LARGE);
    const state = new PlanState(SIZES.length, room);
    state.start(viewOf([LARGE]), 0);
    state.use(SMALL);
    state.use(MIDDLE);
    expect([...state.residents.subarray(0, state.residentCount)]).toEqual([MIDDLE, SMALL]);
  });

  it('takes memory to hold one model until more have been seen to fit', () => {
    expect(residentsAfter(seen(LARGE), [LARGE], SMALL)).toEqual([SMALL]);
    expect(seen(LARGE).capacity).toBe(1);
    expect(seen(SMALL).capacity).toBe(2);
  });

  it('learns nothing about pairs from a memory in which a load goes on beside', () => {
    const room = new Room(SIZES.length);
    room.note(viewOf([SMALL], LARGE));
    expect(room.apart(SMALL, MIDDLE)).toBe(false);
  });

  it('keeps the one used last when the others have to leave', () => {
    const state = new PlanState(SIZES.length, seen(SMALL));
    state.start(viewOf([SMALL, MIDDLE]), 0);
    state.use(SMALL);
    state.use(LARGE);
    expect(state.isResident(MIDDLE)).toBe(false);
  });
});
