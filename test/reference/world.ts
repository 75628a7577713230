import type { BackgroundFact, LossCause, Trigger } from '../../src/events/facts.js';
import type { BatchServerConfig } from '../../src/serving/batch/config.js';
import type { ServerView } from '../../src/serving/batch/strategies/strategy.js';
import type { ModelIndex, Seconds } from '../../src/units.js';
import type { Request } from '../../src/workload/types.js';
import type { PlainEvent, PlainPhase } from '../support/plain-events.js';
import type { GpuMemory } from './gpu-memory.js';
import type { Host } from './host.js';
import type { Job, Jobs } from './jobs.js';

/** Requests on their way to the GPU. */
export interface Batch {
  readonly model: ModelIndex;
  readonly requests: readonly Request[];
  readonly trigger: Trigger;
  readonly releasedAt: Seconds;
}

/** What goes on beside what the GPU does. */
export interface Beside {
  readonly operation: 'load' | 'prefetch';
  readonly model: ModelIndex;
  readonly start: Seconds;
  readonly seconds: Seconds;
  readonly job: Job;
}

interface WorldParts {
  readonly modelCount: number;
  readonly memory: GpuMemory;
  readonly host: Host;
  readonly jobs: Jobs;
  readonly config: BatchServerConfig;
  readonly timers: readonly (Seconds | undefined)[];
  readonly clock: { readonly now: Seconds };
}

/** The whole state of the reference server, in the open. */
export class World {
  readonly events: PlainEvent[] = [];
  /** Models in the order of their first arrivals, or timers where these were set before. */
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
  beside: Beside | null = null;
  /** Models on their way into memory, and out of it: they take room. */
  loading: ModelIndex[] = [];
  unloading: ModelIndex[] = [];
  /** Models in the order in which they came into memory, those that were there at first included. */
  readonly loads: ModelIndex[] = [];
  lastLoaded: ModelIndex = -1;
  lastLoadedAt: Seconds = Number.NEGATIVE_INFINITY;
  readonly memory: GpuMemory;
  readonly host: Host;
  readonly jobs: Jobs;
  readonly #config: BatchServerConfig;
  readonly #clock: { readonly now: Seconds };

  constructor({ modelCount, memory, host, jobs, config, timers, clock }: WorldParts) {
    this.host = host;
    this.jobs = jobs;
    this.#config = config;
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

  /** A model is ready, whoever loaded it. */
  becomesResident(model: ModelIndex): void {
    this.loading = this.loading.filter((other) => other !== model);
    this.memory.add(model, this.now);
    this.loads.push(model);
    this.lastLoaded = model;
    this.lastLoadedAt = this.now;
  }

  /** What went on beside the GPU does so no longer. */
  endBeside(outcome: BackgroundFact['outcome']): void {
    if (this.beside === null) return;
    const { operation, model, start } = this.beside;
    this.events.push({
      kind: 'background',
      gpu: 0,
      operation,
      model,
      start,
      end: this.now,
      outcome,
    });
    this.beside = null;
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
      get loadedBefore() {
        return world.loads.at(-2) ?? -1;
      },
      get busy() {
        return world.operation !== null;
      },
      get activity() {
        return world.operation?.phase ?? 'idle';
      },
      get activeModel() {
        return world.operation?.model ?? -1;
      },
      get activeSince() {
        return world.operation?.start ?? Number.NEGATIVE_INFINITY;
      },
      get inService() {
        return world.inService?.requests.length ?? 0;
      },
      fitsBeside: (model) => world.#fitsBeside(model),
      canLoad: (model) => world.#canLoad(model),
      canPrefetch: (model) => world.#canPrefetch(model),
      isPrefetched: (model) => world.host.hasAll(model),
      get inBackground() {
        return world.beside?.model ?? -1;
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

  /** Memory is taken from the start of a load, and free at the end of an unload. */
  #fitsBeside(model: ModelIndex): boolean {
    return this.memory.fitsBeside(model, [...this.loading, ...this.unloading]);
  }

  #canLoad(model: ModelIndex): boolean {
    if (this.memory.has(model) || this.loading.includes(model)) return false;
    if (this.operation === null) return true;
    const { to } = this.#config.prefetch;
    const mayBeside = (to === 'gpu' || to === 'both') && this.beside === null;
    return mayBeside && this.operation.phase !== 'unload' && this.#fitsBeside(model);
  }

  #canPrefetch(model: ModelIndex): boolean {
    const { to } = this.#config.prefetch;
    const mayBeside = (to === 'host' || to === 'both') && this.beside === null;
    const isNew = !this.host.hasAll(model) && !this.loading.includes(model);
    return mayBeside && isNew && this.host.canHold(model);
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
