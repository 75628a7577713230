import type { PollRequest } from '../../src/serving/batch/strategies/strategy.js';
import type { Seconds } from '../../src/units.js';
import type { System } from './system.js';
import type { Thread } from './threads.js';

/** The thread that looks at the resident model, and spins while that one is too young. */
export class PollThread {
  /** Whether it has looked since anything last changed. */
  lookedInVain = false;
  /** When it looks next; Infinity while it waits for its batch or for a first load. */
  #nextLook: Seconds = Number.POSITIVE_INFINITY;
  #isBlocked = false;
  readonly #request: PollRequest | undefined;
  readonly #system: () => System;

  constructor(request: PollRequest | undefined, system: () => System) {
    this.#request = request;
    this.#system = system;
  }

  start(): void {
    const { threads, world } = this.#system();
    if (world.lastLoaded >= 0) this.#lookAgainAt(0);
    if (this.#request !== undefined) threads.start(this.#watch(this.#request));
  }

  /** Whether it will never decide anything unless something else happens. */
  get isIdle(): boolean {
    return this.#request === undefined || this.#system().world.lastLoaded < 0 || this.lookedInVain;
  }

  block(): void {
    this.#isBlocked = true;
    this.#nextLook = Number.POSITIVE_INFINITY;
  }

  unblock(): void {
    this.#isBlocked = false;
    this.#lookAgainAt(this.#system().world.now + (this.#request?.everySeconds ?? 0));
  }

  loadEnded(): void {
    if (!this.#isBlocked) this.#lookAgainAt(this.#system().world.now);
  }

  /** Until when it spins if nothing changes; −Infinity when it does not. */
  spinsUntil(): Seconds {
    const { rules, world } = this.#system();
    const never = this.#request === undefined || !rules.busyLoop || this.#isBlocked;
    if (never) return Number.NEGATIVE_INFINITY;
    if (world.lastLoaded < 0) return Number.POSITIVE_INFINITY;
    return world.lastLoadedAt + this.#residentForSeconds;
  }

  *#watch(request: PollRequest): Thread {
    const { dispatch, strategy, view, world } = this.#system();
    for (;;) {
      yield { wants: 'sleep', as: 'poll', until: () => this.#nextLook };
      this.lookedInVain = true;
      this.#nextLook = world.now + request.everySeconds;
      yield* dispatch.carryOut(strategy.onPoll?.(view, world.lastLoaded), 'poll');
    }
  }

  get #residentForSeconds(): Seconds {
    return this.#request?.residentForSeconds ?? 0;
  }

  #lookAgainAt(time: Seconds): void {
    const { world } = this.#system();
    this.#nextLook = Math.max(time, world.lastLoadedAt + this.#residentForSeconds);
    this.lookedInVain = false;
  }
}
