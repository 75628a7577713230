import type { LossCause, Trigger } from '../../src/events/facts.js';
import type { ServerView } from '../../src/serving/batch/strategies/strategy.js';
import type { SwapHistory } from '../../src/timing/types.js';
import type { ModelIndex, Seconds } from '../../src/units.js';
import type { Request } from '../../src/workload/types.js';
import type { PlainEvent, PlainPhase } from '../support/plain-events.js';
import type { GpuMemory } from './gpu-memory.js';

/** Requests on their way to the GPU. */
export interface Batch {
  readonly model: ModelIndex;
  readonly requests: readonly Request[];
  readonly trigger: Trigger;
  readonly releasedAt: Seconds;
}

/** The whole state of the reference server, in the open. */
export class World {
  readonly events: PlainEvent[] = [];
  /** Models in the order of their first arrival. */
  readonly seen: ModelIndex[] = [];
  /** By model: requests that have arrived and are not released. */
  readonly incoming: Request[][];
  /** By model: the one slot of `overwrite` rules. */
  readonly slots: (Batch | null)[];
  /** Batches that wait, under `queue` rules; and the one being served is not among them. */
  queued: Batch[] = [];
  /** By model: when its timer expires. */
  readonly #timers: readonly (Seconds | undefined)[];
  /** Something has changed since the strategy was last asked what to do with an idle GPU. */
  askWhenIdle = false;
  /** What the GPU is doing. */
  operation: Omit<PlainPhase, 'end' | 'completed'> | null = null;
  inService: Batch | null = null;
  /** Models in the order in which they came into memory, those that were there at first included. */
  readonly loads: ModelIndex[] = [];
  lastLoaded: ModelIndex = -1;
  lastLoadedAt: Seconds = Number.NEGATIVE_INFINITY;
  readonly memory: GpuMemory;
  readonly #clock: { readonly now: Seconds };

  constructor(
    modelCount: number,
    memory: GpuMemory,
    timers: readonly (Seconds | undefined)[],
    clock: { readonly now: Seconds },
  ) {
    this.incoming = Array.from({ length: modelCount }, () => []);
    this.slots = Array.from({ length: modelCount }, () => null);
    this.#timers = timers;
    this.memory = memory;
    this.#clock = clock;
  }

  get now(): Seconds {
    return this.#clock.now;
  }

  waitingOf(model: ModelIndex): Request[] {
    const queue = this.incoming[model];
    if (queue === undefined) throw new RangeError(`no model ${model}`);
    return queue;
  }

  /** Takes the oldest `count` waiting requests. */
  take(model: ModelIndex, count: number): Request[] {
    return this.waitingOf(model).splice(0, count);
  }

  lose(batch: Batch, cause: LossCause): void {
    const { model } = batch;
    this.events.push({ kind: 'loss', time: this.now, model, cause, requests: ids(batch.requests) });
  }

  /** Released batches that nobody has taken to the GPU yet. */
  released(): Batch[] {
    return [...this.queued, ...this.slots.filter((batch) => batch !== null)];
  }

  history(first: boolean): SwapHistory {
    const [beforePrevious = -1, previous = -1] = [undefined, undefined, ...this.loads].slice(-2);
    return { first, previous, beforePrevious };
  }

  view(): ServerView {
    const world = this;
    return {
      modelCount: world.incoming.length,
      get now() {
        return world.now;
      },
      waiting: (model) => world.waitingOf(model).length,
      arrivalOf: (model, position) => {
        const request = world.waitingOf(model)[position];
        if (request === undefined) throw new RangeError(`no request at ${position}`);
        return request.arrival;
      },
      timerOf: (model) => world.#timers[model],
      isResident: (model) => world.memory.has(model),
      get lastLoaded() {
        return world.lastLoaded;
      },
      get lastLoadedAt() {
        return world.lastLoadedAt;
      },
      get evictionCandidate() {
        return world.memory.models()[0] ?? -1;
      },
      get busy() {
        return world.operation !== null;
      },
      get releasedBatches() {
        return world.released().length;
      },
      released: (model) =>
        world
          .released()
          .filter((batch) => batch.model === model)
          .reduce((sum, batch) => sum + batch.requests.length, 0),
    };
  }

  /** What is still in the server when the run is stopped. */
  leaveOver(): void {
    this.incoming.forEach((requests, model) => {
      this.#leave('waiting', model, requests);
    });
    for (const batch of this.released()) this.#leave('released', batch.model, batch.requests);
    if (this.inService !== null) {
      this.#leave('in-service', this.inService.model, this.inService.requests);
    }
  }

  #leave(
    where: 'waiting' | 'released' | 'in-service',
    model: ModelIndex,
    requests: readonly Request[],
  ): void {
    if (requests.length === 0) return;
    this.events.push({ kind: 'left-over', time: this.now, model, where, requests: ids(requests) });
  }
}

export function ids(requests: readonly Request[]): number[] {
  return requests.map((request) => request.id);
}
