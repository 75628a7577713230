import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SimulationCounter } from '../../src/cli/sweep/sweep-progress.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('says how far a sweep is before any run has ended, and then how fast and how long', () => {
  const counter = new SimulationCounter(4, 20);
  expect([counter.share, counter.text()]).toEqual([0, '0 of 4 cells']);
  vi.advanceTimersByTime(2000);
  expect(counter.text()).toBe('0 of 4 cells');
  counter.simulated(20);
  counter.cellsFinished(1, 20);
  expect([counter.share, counter.text()]).toEqual([
    0.25,
    '1 of 4 cells | 10 replications/s | 0:06 left',
  ]);
});

it('takes its rate from what is simulated now, not from what was found', () => {
  const counter = new SimulationCounter(4, 20);
  counter.found(40);
  vi.advanceTimersByTime(1000);
  expect(counter.text()).toBe('0 of 4 cells');
  counter.simulated(20);
  expect([counter.share, counter.text()]).toEqual([
    0.75,
    '0 of 4 cells | 20 replications/s | 0:01 left',
  ]);
});
