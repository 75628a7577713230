import type { Alarm, Kernel } from '../../kernel/kernel.js';
import type { Seconds } from '../../units.js';
import { type DispatchRules, rankOf } from './config.js';
import type { GpuMemory } from './memory.js';
import type { PollRequest } from './strategies/strategy.js';
import type { BlockingThread, PollOwner } from './threads.js';

/**
 * The thread behind `Strategy.onPoll`: it looks at the resident model at intervals, once that
 * has been resident long enough, and spins until then [docs/as-published.md 7].
 */
export class PollThread implements BlockingThread {
  readonly #kernel: Kernel;
  readonly #alarm: Alarm;
  readonly #owner: PollOwner;
  readonly #memory: GpuMemory;
  readonly #request: PollRequest;
  #blockedOn = 0;

  constructor(
    kernel: Kernel,
    rules: DispatchRules,
    request: PollRequest,
    memory: GpuMemory,
    owner: PollOwner,
  ) {
    this.#kernel = kernel;
    this.#request = request;
    this.#memory = memory;
    this.#owner = owner;
    this.#alarm = kernel.alarm(rankOf(rules, 'poll'), () => this.#look());
    if (memory.lastLoaded >= 0) this.#alarm.set(kernel.now);
  }

  /** Until when it spins if nothing changes; a past time when it does not spin. */
  spinsUntil(): Seconds {
    if (this.#blockedOn > 0) return Number.NEGATIVE_INFINITY;
    if (this.#memory.lastLoaded < 0) return Number.POSITIVE_INFINITY;
    return this.#memory.lastLoadedAt + this.#request.residentForSeconds;
  }

  onLoaded(): void {
    if (this.#blockedOn === 0) this.#alarm.set(this.#oldEnough());
  }

  block(): void {
    this.#blockedOn++;
    this.#alarm.cancel();
  }

  unblock(): void {
    this.#blockedOn--;
    if (this.#blockedOn === 0) this.#sleep();
  }

  #look(): void {
    const decided = this.#owner.onPoll(this.#memory.lastLoaded, this);
    if (this.#blockedOn > 0 || this.#alarm.pending) return;
    // At the end of a run nothing will change what it sees; a load would wake it again.
    if (decided || !this.#owner.isQuiet()) this.#sleep();
  }

  #sleep(): void {
    this.#alarm.set(Math.max(this.#kernel.now + this.#request.everySeconds, this.#oldEnough()));
  }

  #oldEnough(): Seconds {
    return Math.max(this.#memory.lastLoadedAt + this.#request.residentForSeconds, this.#kernel.now);
  }
}
