import { describe, expect, it } from 'vitest';
import { HookWatch, WatchedStrategy } from '../../src/cli/hook-watch.js';
import type {
  ServerView,
  Strategy,
  StrategyContext,
} from '../../src/serving/batch/strategies/strategy.js';

const context = { models: ['tiny'] } as unknown as StrategyContext;

function viewAt(now: number): ServerView {
  return { now } as unknown as ServerView;
}

function watch(strategy: Strategy): Strategy {
  const definition = { name: 'mine', summary: '', create: () => strategy };
  return new WatchedStrategy(definition, new HookWatch()).create(context);
}

describe('a watched strategy', () => {
  it('answers as the strategy does, with its own fields', () => {
    class Mine implements Strategy {
      readonly #reason = 'at once';
      readonly #seconds = 2;
      get poll() {
        return { everySeconds: 1, residentForSeconds: this.#seconds };
      }
      onPoll(_: ServerView, model: number) {
        return { action: 'release', model, count: 1, reason: this.#reason } as const;
      }
    }
    const strategy = watch(new Mine());
    expect(strategy.poll).toEqual({ everySeconds: 1, residentForSeconds: 2 });
    expect(strategy.onPoll?.(viewAt(1), 0)).toMatchObject({ reason: 'at once' });
    expect(strategy.onIdle).toBeUndefined();
  });

  it('is stopped when it is asked without end at one time', () => {
    const drop = { action: 'set-timer', model: 0, at: 3, reason: 'again' } as const;
    const strategy = watch({ onTimer: () => drop });
    const ask = (now: number): void => {
      for (let times = 0; times <= 1_000_000; times++) strategy.onTimer?.(viewAt(now), 0);
    };
    ask(2);
    ask(3);
    expect(() => strategy.onTimer?.(viewAt(3), 0)).toThrow(
      'strategy mine: expected decisions that let simulated time go on, got ' +
        '{"action":"set-timer","model":0,"at":3,"reason":"again"} after 1000000 questions ' +
        'at one time, in onTimer of tiny at 3 s',
    );
  });
});
