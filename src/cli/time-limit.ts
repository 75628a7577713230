import { type Context, createContext, Script } from 'node:vm';
import { UserError } from '../errors.js';
import { optionIssue } from './invocation.js';

/** Calls code that may never return, and stops it in the middle if it takes too long. */
export class TimeLimit {
  readonly #seconds: number;
  readonly #strategy: string;
  readonly #holder: { step: () => void } = { step: () => {} };
  readonly #context: Context = createContext(this.#holder);
  readonly #script = new Script('step()');

  /** @param strategy the name of the user's strategy, which is to blame. */
  constructor(seconds: number, strategy: string) {
    this.#seconds = seconds;
    this.#strategy = strategy;
  }

  /** @throws UserError if `step` takes longer than allowed. */
  run(step: () => void): void {
    this.#holder.step = step;
    try {
      this.#script.runInContext(this.#context, { timeout: this.#seconds * 1000 });
    } catch (error) {
      if (!isTimeout(error)) throw error;
      const got = `none within ${this.#seconds} s`;
      throw new UserError([optionIssue(`strategy ${this.#strategy}`, 'a decision', got)]);
    }
  }
}

/** The error is of the other context's `Error`: `instanceof` does not know it. */
function isTimeout(error: unknown): boolean {
  const isObject = typeof error === 'object' && error !== null;
  return isObject && Reflect.get(error, 'code') === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
