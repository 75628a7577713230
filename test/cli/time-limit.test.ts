import { describe, expect, it } from 'vitest';
import { HookWatch } from '../../src/cli/hook-watch.js';
import { TimeLimit } from '../../src/cli/time-limit.js';

function watch(): HookWatch {
  const begun = new HookWatch();
  begun.begin('stuck', ['tiny']);
  return begun;
}

describe('TimeLimit', () => {
  it('stops code that never returns, and says whose it is', () => {
    const limit = new TimeLimit(0.1, watch());
    const hang = (): void => {
      for (;;);
    };
    expect(() => limit.run(hang)).toThrow(
      'strategy stuck: expected a decision, got none within 0.1 s, in create',
    );
  });

  it('names the hook, the model and the simulated time', () => {
    const watching = watch();
    const limit = new TimeLimit(0.1, watching);
    const hang = (): void => {
      watching.note('onTimer', 12.5, 0);
      for (;;);
    };
    expect(() => limit.run(hang)).toThrow('within 0.1 s, in onTimer of tiny at 12.5 s');
  });

  it('stops promises that keep one another busy for good', async () => {
    const limit = new TimeLimit(0.1, watch());
    const chain = (): Promise<void> => Promise.resolve().then(chain);
    const stopped = await new Promise((settle) => {
      setImmediate(() => {
        try {
          limit.run(() => void chain());
          settle('not stopped');
        } catch (error) {
          settle(error);
        }
      });
    });
    expect(String(stopped)).toContain('got none within 0.1 s');
  });

  it('lets other code and its errors pass', () => {
    const limit = new TimeLimit(10, watch());
    let calls = 0;
    limit.run(() => {
      calls++;
    });
    expect(calls).toBe(1);
    const error = new RangeError('too few');
    expect(() =>
      limit.run(() => {
        throw error;
      }),
    ).toThrow(error);
  });
});
