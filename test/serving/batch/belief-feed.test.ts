import { describe, expect, it } from 'vitest';
import type { BackgroundFact, PhaseFact } from '../../../src/events/facts.js';
import { BeliefFeed } from '../../../src/serving/batch/belief-feed.js';
import type { SwapHistory } from '../../../src/timing/types.js';

interface Lesson {
  readonly model: number;
  readonly after: SwapHistory;
  readonly seconds: number;
}

function load(model: number, start: number, end: number): PhaseFact {
  return { kind: 'phase', gpu: 0, phase: 'load', model, start, end, batch: 0, completed: true };
}

function beside(
  operation: BackgroundFact['operation'],
  model: number,
  end: number,
  outcome: BackgroundFact['outcome'] = 'completed',
): BackgroundFact {
  return { kind: 'background', gpu: 0, operation, model, start: 0, end, outcome };
}

/** What is learned of loads, from facts. */
function lessons(preload: readonly number[], facts: readonly (PhaseFact | BackgroundFact)[]) {
  const learned: Lesson[] = [];
  const feed = new BeliefFeed(
    {
      loaded: (model, after, seconds) => learned.push({ model, after, seconds }),
      unloaded: () => undefined,
      served: () => undefined,
    },
    preload,
  );
  for (const fact of facts) feed.observe(fact);
  return learned;
}

function historyOf(first: boolean, previous: number, beforePrevious: number): SwapHistory {
  return { first, previous, beforePrevious };
}

describe('BeliefFeed', () => {
  it('knows of each load what it came after, preloaded models too', () => {
    const learned = lessons([0, 1], [load(2, 1, 4), load(0, 5, 6), load(2, 7, 9)]);
    expect(learned).toEqual([
      { model: 2, after: historyOf(true, 1, 0), seconds: 3 },
      { model: 0, after: historyOf(false, 2, 1), seconds: 1 },
      { model: 2, after: historyOf(false, 0, 2), seconds: 2 },
    ]);
  });

  it('counts a load beside the work among what came before, but learns nothing of it', () => {
    const learned = lessons([], [load(0, 0, 2), beside('load', 1, 5), load(2, 6, 9)]);
    expect(learned.map((lesson) => lesson.model)).toEqual([0, 2]);
    expect(learned[1]?.after).toEqual(historyOf(false, 1, 0));
  });

  it('leaves out what became resident only after a load had begun', () => {
    const learned = lessons([], [load(0, 0, 2), beside('load', 1, 5), load(2, 4, 9)]);
    expect(learned[1]?.after).toEqual(historyOf(false, 0, -1));
  });

  it('learns nothing of a load that was helped, and of the next one again', () => {
    for (const help of [
      beside('prefetch', 1, 3, 'taken-over'),
      beside('load', 1, 3, 'taken-over'),
    ]) {
      const facts = [help, load(1, 3, 4), load(0, 5, 7), load(1, 8, 11)];
      expect(lessons([], facts).map((lesson) => lesson.model)).toEqual([0, 1]);
    }
  });

  it('learns nothing more of loads whose weights may lie in host memory', () => {
    const facts = [beside('prefetch', 1, 3), load(1, 3, 4), load(0, 5, 7), load(1, 8, 9)];
    expect(lessons([], facts).map((lesson) => lesson.model)).toEqual([0]);
  });

  it('learns of a load after help that was called off', () => {
    const facts = [beside('load', 1, 3, 'called-off'), load(1, 3, 5)];
    expect(lessons([], facts)).toHaveLength(1);
  });

  it('learns nothing of a load that the end of the run cut off', () => {
    expect(lessons([], [{ ...load(1, 3, 4), completed: false }])).toEqual([]);
  });
});
