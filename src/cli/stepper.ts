import type { Work } from '../experiment/replicate.js';
import { monotonicSeconds } from '../host/clock.js';
import type { StrategyDefinition } from '../serving/batch/strategies/strategy.js';
import { WatchedStrategy } from './hook-watch.js';
import { TimeLimit } from './time-limit.js';

/** How long work goes on before something else gets its turn: signals, progress, a time limit. */
export const STEP_SECONDS = 0.05;
/** A user's strategy that takes this much longer than a step is taken to hang. */
const HANGING_SECONDS = 10;

/** Does work a step at a time; no step of it takes longer than its time limit. */
export class Stepper {
  readonly #limit: TimeLimit | null;

  /** @param limit null: the work is known to end. */
  constructor(limit: TimeLimit | null) {
    this.#limit = limit;
  }

  /**
   * Works until `until` (s, of the monotonic clock), or to the end.
   * @throws UserError if the work hangs.
   */
  async step<Result>(work: Work<Result>, until: number): Promise<IteratorResult<number, Result>> {
    let last: IteratorResult<number, Result> = { done: false, value: 0 };
    const step = (): void => {
      do last = work.next();
      while (last.done !== true && monotonicSeconds() < until);
    };
    const limit = this.#limit;
    if (limit === null) step();
    else await inOwnTurn(() => limit.run(step));
    return last;
  }

  /** Works to the end. @throws UserError if the work hangs. */
  async finish<Result>(work: Work<Result>): Promise<Result> {
    for (;;) {
      // Without a limit there is nothing to stop for, and no need to look at the clock.
      const last = this.#limit === null ? lastOf(work) : await this.step(work, momentFromNow());
      if (last.done === true) return last.value;
    }
  }
}

function lastOf<Result>(work: Work<Result>): IteratorResult<number, Result> {
  let last = work.next();
  while (last.done !== true) last = work.next();
  return last;
}

function momentFromNow(): number {
  return monotonicSeconds() + STEP_SECONDS;
}

/** Our own strategies do not hang, however large the run; of a user's we do not know. */
export function stepperOf(strategies: readonly StrategyDefinition[]): Stepper {
  // They share one watch.
  const own = strategies.find((each) => each instanceof WatchedStrategy);
  return new Stepper(own === undefined ? null : new TimeLimit(HANGING_SECONDS, own.watch));
}

/** Does `task` from the event loop itself, not from within a promise. */
function inOwnTurn(task: () => void): Promise<void> {
  return new Promise((settle, fail) => {
    setImmediate(() => {
      try {
        settle(task());
      } catch (error) {
        fail(error);
      }
    });
  });
}
