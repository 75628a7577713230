import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.js';
import { makeStrategy } from '../../../src/serving/batch/make-strategy.js';
import type { Strategy, StrategyContext } from '../../../src/serving/batch/strategies/strategy.js';

function make(result: unknown): Strategy {
  const create = (): Strategy => {
    if (result instanceof Error) throw result;
    return result as Strategy;
  };
  return makeStrategy({ name: 'mine', summary: '', create }, {} as StrategyContext);
}

function messageOf(result: unknown): string {
  try {
    make(result);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return 'accepted';
}

const hook = (): undefined => undefined;

describe('what a strategy’s create returns', () => {
  it('is accepted with any one hook, and with poll and onPoll together', () => {
    expect(messageOf({ onIdle: hook })).toBe('accepted');
    const poll = { everySeconds: 0.2, residentForSeconds: 0 };
    expect(messageOf({ poll, onPoll: hook })).toBe('accepted');
  });

  it.each([
    [new TypeError('boo'), /^strategy mine create: expected .* got an exception, TypeError: boo$/],
    [undefined, /create: expected an object with hooks, got undefined/],
    [Promise.resolve(), /create: expected at least one of onArrival, .* got none/],
    [{}, /create: expected at least one of onArrival, .* got none/],
    [{ onArrival: 3 }, /onArrival: expected a function, got 3/],
    [{ onPoll: hook }, /poll: expected its intervals, for onPoll, got undefined/],
    [
      { onIdle: hook, poll: { everySeconds: 1, residentForSeconds: 1 } },
      /onPoll: expected a function, for poll, got undefined/,
    ],
    [
      { onPoll: hook, poll: { everySeconds: 0, residentForSeconds: Number.NaN } },
      /everySeconds: expected a number > 0, got 0\n.*residentForSeconds: expected a number ≥ 0/,
    ],
  ])('is refused: %o', (result, message) => {
    expect(messageOf(result)).toMatch(message);
  });
});
