import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LoadedScenario, Work } from '../experiment/replicate.js';
import { monotonicSeconds } from '../host/clock.js';
import { createProgress, type Progress } from '../host/progress.js';
import { WatchedStrategy } from './hook-watch.js';
import { InterruptedError, Interruption } from './interruption.js';
import { TimeLimit } from './time-limit.js';

/** How long work goes on before signals are let in and progress is shown. */
const STEP_SECONDS = 0.05;
/** A user's strategy that takes this much longer than a step is taken to hang. */
const HANGING_SECONDS = 10;

/**
 * Does work piece by piece until Ctrl-C is pressed, showing progress; what was finished by then
 * stands.
 * @param scenarios what is simulated.
 * @param pieces how many times `body` calls `drive`.
 */
export async function driveUntilInterrupted(
  scenarios: readonly LoadedScenario[],
  pieces: number,
  body: (driver: Driver) => Promise<void>,
): Promise<void> {
  const interruption = new Interruption();
  const progress = await createProgress(scenarios[0]?.scenario.name ?? '', process.stderr);
  try {
    await body(new Driver({ interruption, progress, pieces, limit: limitOf(scenarios) }));
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
  } finally {
    progress.stop();
    interruption.end();
  }
}

/** Our own strategies do not hang, however large the run; of a user's we do not know. */
function limitOf(scenarios: readonly LoadedScenario[]): TimeLimit | null {
  // They share one watch.
  const own = scenarios
    .map(({ strategy }) => strategy)
    .find((each) => each instanceof WatchedStrategy);
  return own === undefined ? null : new TimeLimit(HANGING_SECONDS, own.watch);
}

interface DriverParts {
  readonly interruption: Interruption;
  readonly progress: Progress;
  readonly pieces: number;
  readonly limit: TimeLimit | null;
}

/** Does pieces of work one after the other, heeding Ctrl-C. */
export class Driver {
  readonly #parts: DriverParts;
  #finished = 0;
  #lastPause = monotonicSeconds();

  constructor(parts: DriverParts) {
    this.#parts = parts;
  }

  /**
   * @throws InterruptedError if Ctrl-C was pressed before the work was finished.
   * @throws UserError if the work hangs.
   */
  async drive<Result>(work: Work<Result>): Promise<Result> {
    for (;;) {
      const last = await this.#step(work);
      if (last.done === true) {
        this.#finished++;
        await this.#pause(0);
        return last.value;
      }
      await this.#pause(last.value);
    }
  }

  /** Works for a moment, or to the end. */
  async #step<Result>(work: Work<Result>): Promise<IteratorResult<number, Result>> {
    const { limit } = this.#parts;
    const until = this.#lastPause + STEP_SECONDS;
    let last: IteratorResult<number, Result> = { done: false, value: 0 };
    const step = (): void => {
      do last = work.next();
      while (last.done !== true && monotonicSeconds() < until);
    };
    if (limit === null) step();
    else await inOwnTurn(() => limit.run(step));
    return last;
  }

  /** Short pieces of work share a step: only after that is it time. */
  async #pause(share: number): Promise<void> {
    if (monotonicSeconds() < this.#lastPause + STEP_SECONDS) return;
    const { progress, interruption, pieces } = this.#parts;
    progress.update((this.#finished + share) / pieces);
    await nextTurn();
    this.#lastPause = monotonicSeconds();
    interruption.check();
  }
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
