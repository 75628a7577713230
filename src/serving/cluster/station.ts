import type { Observer } from '../../events/facts.js';
import type { Kernel } from '../../kernel/kernel.js';
import type { RunKey } from '../../random/types.js';
import type { Timing } from '../../timing/types.js';
import type { ModelIndex, Seconds } from '../../units.js';
import type { BatchServerConfig } from '../batch/config.js';
import { Emitter } from '../batch/emitter.js';
import type { RunCounts } from '../batch/run-counts.js';
import { BatchServer } from '../batch/server.js';
import type { ServerOwner } from '../batch/server-owner.js';
import type { Strategy } from '../batch/strategies/strategy.js';
import type { BlockingThread, TimerOwner } from '../batch/threads.js';
import { TimerThread } from '../batch/timer-thread.js';
import { WaitingRequests } from '../batch/waiting.js';
import { arrangeForIdle, arrangeForModel } from './order.js';

/** One GPU of a cluster. */
export interface GpuPart {
  /** Its own: no two GPUs share a strategy's memory. */
  readonly strategy: Strategy;
  /** Who is told of what happens on this GPU alone, before all other observers. */
  readonly observers: readonly Observer[];
}

/** What a station is made of. */
export interface StationParts {
  readonly kernel: Kernel;
  readonly timing: Timing;
  readonly models: readonly string[];
  readonly config: BatchServerConfig;
  readonly key: RunKey;
  readonly strategyName: string;
  /** By number. */
  readonly gpus: ReadonlyMap<number, GpuPart>;
  readonly observers: readonly Observer[];
  readonly counts: RunCounts;
  /** Whether the run goes on until it is empty, and no request will arrive any more. */
  readonly nothingComes: () => boolean;
}

/**
 * One set of queues and timers, and the GPUs that serve them: one, or several of which any may
 * serve any model. When several could answer to what happens they are asked in an order
 * (`order.ts`), and the first that decides something decides.
 */
export class Station implements ServerOwner, TimerOwner {
  readonly #waiting: WaitingRequests;
  readonly #timers: TimerThread;
  readonly #servers: readonly BatchServer[];
  /** The only server, if there is one. */
  readonly #single: BatchServer | null;
  readonly #nothingComes: () => boolean;
  /** Servers in the order in which they are asked; one event's at a time. */
  readonly #asked: BatchServer[];

  constructor(parts: StationParts) {
    const { kernel, config, key, models, counts, gpus, observers } = parts;
    const { rules } = config;
    this.#nothingComes = parts.nothingComes;
    const waiting = new WaitingRequests(models.length);
    // Sweeps of several schedulers are on one grid: its phase is the run's.
    const timers = new TimerThread(kernel, rules, models.length, key.keyed('timer-phase'), this);
    this.#waiting = waiting;
    this.#timers = timers;
    const shared = { kernel, timing: parts.timing, models, config, key, counts, waiting, timers };
    this.#servers = [...gpus].map(
      ([number, gpu]) =>
        new BatchServer({
          ...shared,
          strategyName: parts.strategyName,
          strategy: gpu.strategy,
          emitter: new Emitter([...gpu.observers, ...observers], number),
          owner: this,
          shared: gpus.size > 1,
        }),
    );
    this.#single = this.#servers.length === 1 ? (this.#servers[0] ?? null) : null;
    this.#asked = [...this.#servers];
  }

  /** Requests that wait, are released or are being served, of `model`. */
  present(model: ModelIndex): number {
    return this.#servers.reduce(
      (sum, server) => sum + server.underway(model),
      this.#waiting.countOf(model),
    );
  }

  /** The same of all models. */
  get load(): number {
    return this.#waiting.queues.reduce((sum, _, model) => sum + this.present(model), 0);
  }

  /** A request has come for here. */
  enqueue(model: ModelIndex, id: number, time: Seconds): void {
    this.#waiting.enqueue(model, id, time);
    this.#timers.see(model);
  }

  /** … and everyone has been told of it. */
  onArrival(model: ModelIndex): void {
    if (this.#single !== null) this.#single.onArrival(model);
    else this.#shareArrival(model);
    this.#timers.onArrival(model);
  }

  whenFree(): void {
    if (this.#single !== null) this.#single.useWhenFree();
    else this.#shareWork();
  }

  nothingComes(): boolean {
    return this.#nothingComes();
  }

  /** Reports what the GPUs do not finish; then `leaveOver`, once, last. */
  interrupt(): void {
    for (const server of this.#servers) server.interrupt();
  }

  leaveOver(): void {
    for (const server of this.#servers) server.leaveOver();
  }

  // What the timers' thread asks.

  onTimer(model: ModelIndex, thread: BlockingThread | null): void {
    if (this.#single !== null) this.#single.onTimer(model, thread);
    else this.#decide(model, (server) => server.onTimer(model, thread));
  }

  onSwept(): void {
    this.whenFree();
  }

  isQuiet(): boolean {
    return this.#nothingComes() && this.#servers.every((server) => server.isFree);
  }

  // Several GPUs.

  /** Every strategy sees every arrival, as rates are estimated from them. */
  #shareArrival(model: ModelIndex): void {
    const decided = this.#decide(model, (server) => server.onArrival(model));
    for (const server of this.#asked.slice(decided)) server.seeArrival(model);
  }

  /**
   * Asks about `model` until someone decides.
   * @returns how many of those in order were asked.
   */
  #decide(model: ModelIndex, ask: (server: BatchServer) => boolean): number {
    arrangeForModel(this.#asked, model, this.#waiting);
    let asked = 0;
    for (const server of this.#asked) {
      // What is kept for another GPU is that GPU's business: it comes first in the order.
      if (this.#waiting.isKeptFrom(model, server.number)) break;
      asked++;
      if (ask(server)) break;
    }
    return asked;
  }

  /** Offers what waits to each GPU that is free, the likeliest first. */
  #shareWork(): void {
    const left = this.#servers.filter((server) => server.isFree);
    while (left.length > 0) {
      arrangeForIdle(left, this.#waiting);
      left.shift()?.useWhenFree();
    }
  }
}
