import { describe, expect, it } from 'vitest';
import { TimeLimit } from '../../src/cli/time-limit.js';

describe('TimeLimit', () => {
  it('stops code that never returns, and says whose it is', () => {
    const limit = new TimeLimit(0.1, 'stuck');
    const hang = (): void => {
      for (;;);
    };
    expect(() => limit.run(hang)).toThrow(
      'strategy stuck: expected a decision, got none within 0.1 s',
    );
  });

  it('lets other code and its errors pass', () => {
    const limit = new TimeLimit(10, 'mine');
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
