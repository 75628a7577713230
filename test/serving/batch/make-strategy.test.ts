import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.js';
import { makeStrategy } from '../../../src/serving/batch/make-strategy.js';
import {
  defaultStrategyOptions,
  type Strategy,
  type StrategyContext,
} from '../../../src/serving/batch/strategies/strategy.js';

const CONTEXT = {
  models: [],
  slaSeconds: [],
  options: defaultStrategyOptions,
} as unknown as StrategyContext;

function make(result: unknown): Strategy {
  const create = (): Strategy => {
    if (result instanceof Error) throw result;
    return result as Strategy;
  };
  return makeStrategy({ name: 'mine', summary: '', create }, CONTEXT);
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

describe('what a strategy’s create is given', () => {
  const context = {
    ...CONTEXT,
    models: ['a'],
    slaSeconds: [60],
    options: { ...defaultStrategyOptions, custom: { deep: { n: 1 } } },
  };

  it.each<[string, (context: never) => void]>([
    ['its SLA', (given: { slaSeconds: number[] }) => given.slaSeconds.fill(1e9)],
    ['the models', (given: { models: string[] }) => given.models.push('b')],
    [
      'its options',
      (given: { options: { custom: { n: number } } }) => {
        given.options.custom.n = 2;
      },
    ],
    [
      'what lies deep in them',
      (given: { options: { custom: { deep: { n: number } } } }) => {
        given.options.custom.deep.n = 2;
      },
    ],
  ])('cannot be changed: %s', (_what, change) => {
    const create = (given: StrategyContext): Strategy => {
      change(given as never);
      return { onIdle: hook };
    };
    expect(() => makeStrategy({ name: 'mine', summary: '', create }, context)).toThrow(UserError);
    expect(context.slaSeconds).toEqual([60]);
    expect(context.options.custom).toEqual({ deep: { n: 1 } });
  });

  it('is not shared between runs', () => {
    const seen: unknown[] = [];
    const create = ({ options }: StrategyContext): Strategy => {
      seen.push(options.custom);
      return { onIdle: hook };
    };
    for (let run = 0; run < 2; run++) makeStrategy({ name: 'mine', summary: '', create }, context);
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]).not.toBe(seen[1]);
  });
});

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
      /everySeconds: expected a number ≥ 0.001, got 0\n.*residentForSeconds: expected a number ≥ 0/,
    ],
  ])('is refused: %o', (result, message) => {
    expect(messageOf(result)).toMatch(message);
  });
});
