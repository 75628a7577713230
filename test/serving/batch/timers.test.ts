import { describe, expect, it } from 'vitest';
import type { Strategy } from '../../../src/serving/batch/strategies/strategy.js';
import { only, play } from './rig.js';

/** At the first request of all sets a timer for b, which nobody asks for; and one for its own model. */
const AHEAD: Strategy = {
  onArrival: (view, model) =>
    (view.timerOf(1) === undefined ? [1, model] : [model]).map((one) => ({
      action: 'set-timer',
      model: one,
      at: 4,
      reason: 'ahead',
    })),
  onTimer: (view, model) => [
    { action: 'clear-timer', model, reason: 'over' },
    ...(view.waiting(model) === 0
      ? []
      : [{ action: 'release', model, count: 'all', reason: 'timer' } as const]),
  ],
};

function fired(timerPollSeconds: number): (readonly [number, number])[] {
  const seen = play({
    strategy: AHEAD,
    requests: [
      [1, 2],
      [2, 0],
    ],
    rules: { timerPollSeconds },
    until: 20,
  });
  return only(seen, 'decision')
    .filter(({ action }) => action === 'clear-timer')
    .map(({ time, model }) => [time, model]);
}

describe('a timer set before the first request of its model', () => {
  it('fires like any other, exactly or at a sweep', () => {
    expect(fired(0)).toContainEqual([4, 1]);
    // Sweeps at 0.5, 1.5, 2.5, …
    expect(fired(1)).toContainEqual([4.5, 1]);
  });

  it('gives its model its place in the order of sweeps, after models that had requests', () => {
    expect(fired(0).map(([, model]) => model)).toEqual([2, 1, 0]);
    expect(fired(1).map(([, model]) => model)).toEqual([2, 1, 0]);
  });
});
