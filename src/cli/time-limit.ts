import { type Context, createContext, Script } from 'node:vm';
import type { HookWatch } from './hook-watch.js';

/** Calls code that may never return, and stops it in the middle if it takes too long. */
export class TimeLimit {
  readonly #seconds: number;
  readonly #watch: HookWatch;
  readonly #holder: { step: () => void } = { step: () => {} };
  readonly #context: Context = createContext(this.#holder);
  readonly #script = new Script('step()');

  /** @param watch knows which hook of a user's strategy is to blame. */
  constructor(seconds: number, watch: HookWatch) {
    this.#seconds = seconds;
    this.#watch = watch;
  }

  /**
   * @param step called at once, and what it leaves behind in promises after it. Not to be called
   *   from within a promise: promises wait for one another.
   * @throws UserError if this takes longer than allowed.
   */
  run(step: () => void): void {
    this.#holder.step = () => {
      step();
      settlePromises();
    };
    try {
      this.#script.runInContext(this.#context, { timeout: this.#seconds * 1000 });
    } catch (error) {
      if (!isTimeout(error)) throw error;
      throw this.#watch.problem('a decision', `none within ${this.#seconds} s`);
    }
  }
}

/** The error is of the other context's `Error`: `instanceof` does not know it. */
function isTimeout(error: unknown): boolean {
  const isObject = typeof error === 'object' && error !== null;
  return isObject && Reflect.get(error, 'code') === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

/**
 * Lets promises that are due go on, within the limit: a chain of them that never ends would
 * otherwise keep timers and signals out for good. Only this function of node does it on demand;
 * where a version has it no more, such a chain is not stopped.
 */
function settlePromises(): void {
  const settle: unknown = Reflect.get(process, '_tickCallback');
  if (typeof settle === 'function') settle.call(process);
}
