import type { KeyedUniform } from '../../src/random/types.js';
import type { DispatchRules, TieClass } from '../../src/serving/batch/config.js';
import type { Seconds } from '../../src/units.js';

/** What a thread can ask for when it gives up control. */
export type Request =
  | {
      readonly wants: 'sleep';
      readonly as: TieClass;
      readonly isLate?: boolean;
      readonly until: () => Seconds;
    }
  | { readonly wants: 'lock'; readonly letsGo?: boolean }
  | { readonly wants: 'leave' };

/** A thread of the published system, as a coroutine. */
export type Thread = Generator<Request, void, undefined>;

interface Sleeper {
  readonly thread: Thread;
  readonly as: TieClass;
  /** After others of its class that wake at the same time. */
  readonly isLate: boolean;
  /** Asked again at every look, so that a sleeper's time may move. Infinity: not to be woken. */
  readonly until: () => Seconds;
}

type LockRules = Pick<DispatchRules, 'tieOrder' | 'lockOrder' | 'leavingThreadFirst'>;

/**
 * Threads in simulated time, and the one lock that guards the GPU. Deliberately slow: every
 * step looks at every sleeper and wakes the one with the least (time, place in the tie order).
 */
export class Threads {
  now: Seconds = 0;
  readonly #rules: LockRules;
  readonly #lockDraws: KeyedUniform;
  #sleepers: Sleeper[] = [];
  readonly #waiters: Thread[] = [];
  #holder: Thread | null = null;
  #leaving = false;
  #held = false;
  #grants = 0;

  constructor(rules: LockRules, lockDraws: KeyedUniform) {
    this.#rules = rules;
    this.#lockDraws = lockDraws;
  }

  /** Whether nobody holds the lock or waits for it. */
  get lockIsFree(): boolean {
    return this.#holder === null && this.#waiters.length === 0;
  }

  /**
   * Starts a thread that takes the lock from nobody, or from one that is done with the GPU and on
   * its way out: those that wait for it go on waiting.
   */
  seize(thread: Thread): void {
    this.#holder = thread;
    this.#resume(thread);
  }

  /** Gives the lock to nobody until a thread that wants it lets go: several come as one. */
  hold(): void {
    this.#held = true;
  }

  /** Starts a thread, which runs until it first gives up control. */
  start(thread: Thread): void {
    this.#resume(thread);
  }

  /** Wakes the next sleeper; false when it would be later than `limit`. */
  step(limit: Seconds): boolean {
    const next = this.#earliest();
    if (next === undefined) return false;
    const time = Math.max(this.now, next.until());
    if (time > limit || time === Number.POSITIVE_INFINITY) return false;
    this.now = time;
    this.#sleepers = this.#sleepers.filter((sleeper) => sleeper !== next);
    this.#resume(next.thread);
    return true;
  }

  #earliest(): Sleeper | undefined {
    let best: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (best === undefined || this.#isBefore(sleeper, best)) best = sleeper;
    }
    return best;
  }

  #isBefore(a: Sleeper, b: Sleeper): boolean {
    const timeA = Math.max(this.now, a.until());
    const timeB = Math.max(this.now, b.until());
    if (timeA !== timeB) return timeA < timeB;
    const order = this.#rules.tieOrder;
    const placeOf = ({ as, isLate }: Sleeper): number => order.indexOf(as) + (isLate ? 0.5 : 0);
    return placeOf(a) < placeOf(b);
  }

  #resume(thread: Thread): void {
    const result = thread.next();
    if (result.done === true) return;
    const request = result.value;
    if (request.wants === 'sleep') {
      const { as, isLate = false, until } = request;
      this.#sleepers.push({ thread, as, isLate, until });
    } else if (request.wants === 'lock') {
      this.#waiters.push(thread);
      if (request.letsGo === true) this.#held = false;
      // While a thread is leaving, the lock is not handed on before it has come to rest.
      if (!this.#leaving) this.#grant();
    } else {
      this.#leave(thread);
    }
  }

  #leave(thread: Thread): void {
    if (this.#holder === thread) this.#holder = null;
    if (this.#rules.leavingThreadFirst) {
      this.#leaving = true;
      this.#resume(thread);
      this.#leaving = false;
      this.#grant();
    } else {
      this.#grant();
      this.#resume(thread);
    }
  }

  #grant(): void {
    if (this.#held || this.#holder !== null || this.#waiters.length === 0) return;
    const [next] = this.#waiters.splice(this.#chooseWaiter(), 1);
    if (next === undefined) return;
    this.#holder = next;
    this.#resume(next);
  }

  #chooseWaiter(): number {
    const u = this.#lockDraws.at(this.#grants++, 0);
    switch (this.#rules.lockOrder) {
      case 'fifo':
        return 0;
      case 'lifo':
        return this.#waiters.length - 1;
      case 'random':
        return Math.floor(u * this.#waiters.length);
    }
  }
}
