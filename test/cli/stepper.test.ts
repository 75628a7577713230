import { describe, expect, it } from 'vitest';
import { HookWatch } from '../../src/cli/hook-watch.js';
import { Stepper } from '../../src/cli/stepper.js';
import { TimeLimit } from '../../src/cli/time-limit.js';
import type { Work } from '../../src/experiment/replicate.js';
import { monotonicSeconds } from '../../src/host/clock.js';

/** Work of so many steps, each of which takes so long. */
function* workOf(steps: number, seconds = 0): Work<string> {
  for (let step = 1; step < steps; step++) {
    const until = monotonicSeconds() + seconds;
    while (monotonicSeconds() < until);
    yield step / steps;
  }
  return 'done';
}

function limited(seconds: number): Stepper {
  const watch = new HookWatch();
  watch.begin('slow', ['tiny']);
  return new Stepper(new TimeLimit(seconds, watch));
}

describe('Stepper', () => {
  it.each([
    ['without a limit', new Stepper(null)],
    ['within a limit', limited(5)],
  ])('finishes work %s', async (_, stepper) => {
    expect(await stepper.finish(workOf(1000))).toBe('done');
  });

  it('stops a step when its time is over, and says how far it came', async () => {
    const work = workOf(100, 0.01);
    const { done, value } = await new Stepper(null).step(work, monotonicSeconds() + 0.03);
    expect(done).toBe(false);
    expect(value).toBeGreaterThan(0);
    expect(value).toBeLessThan(0.9);
  });

  it('allows work that is long altogether, and none that hangs', async () => {
    // Steps of 50 ms, a limit of 0.2 s.
    expect(await limited(0.2).finish(workOf(20, 0.02))).toBe('done');
    await expect(limited(0.2).finish(workOf(2, 60))).rejects.toThrow('got none within 0.2 s');
  });
});
