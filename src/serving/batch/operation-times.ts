import type { KeyedUniform, RunKey } from '../../random/types.js';
import type { SwapHistory, Timing } from '../../timing/types.js';
import type { ModelIndex, Seconds } from '../../units.js';
import type { HostMemory } from './host-memory.js';
import type { GpuMemory } from './memory.js';
import type { Drawn, RunCounts } from './run-counts.js';

/** What an operation takes at full speed, and what it asks of the shared channel meanwhile. */
export interface Cost {
  readonly seconds: Seconds;
  /** GiB/s, spread evenly over it. */
  readonly demand: number;
}

/**
 * What operations take that begin now: the k-th of a kind with a model gets the k-th draw, and
 * loads depend on what was loaded before and on what lies in host memory.
 */
export class OperationTimes {
  readonly #timing: Timing;
  readonly #memory: GpuMemory;
  readonly #host: HostMemory;
  readonly #draws: Record<Exclude<Drawn, 'race'>, KeyedUniform>;
  /** How often each was done with each model: the keys of the draws. */
  readonly #counts: RunCounts;
  readonly #history: { -readonly [Key in keyof SwapHistory]: SwapHistory[Key] };

  constructor(timing: Timing, memory: GpuMemory, host: HostMemory, key: RunKey, counts: RunCounts) {
    this.#timing = timing;
    this.#memory = memory;
    this.#host = host;
    this.#draws = {
      load: key.keyed('load'),
      unload: key.keyed('unload'),
      batch: key.keyed('batch'),
      prefetch: key.keyed('prefetch'),
    };
    this.#counts = counts;
    this.#history = { first: true, previous: -1, beforePrevious: -1 };
  }

  /**
   * A load that begins now, its weights in host memory as they are.
   * @param readAhead share of what is to be read from disk that an unfinished prefetch has read.
   */
  load(model: ModelIndex, readAhead: number): Seconds {
    const history = this.#historyOf(model, this.#host.isPrefetched(model) ? 1 : readAhead);
    this.#host.take(model);
    return this.#timing.loadSeconds(model, history, this.#draw('load', model));
  }

  /** A prefetch that begins now. */
  prefetch(model: ModelIndex): Cost {
    const history = this.#historyOf(model, 0);
    const seconds = this.#timing.prefetchSeconds(model, history, this.#draw('prefetch', model));
    const giB = this.#timing.prefetchGiB(model, history);
    return { seconds, demand: seconds === 0 ? 0 : giB / seconds };
  }

  unload(model: ModelIndex): Seconds {
    return this.#timing.unloadSeconds(model, this.#draw('unload', model));
  }

  batch(model: ModelIndex, size: number): Seconds {
    return this.#timing.batchSeconds(model, size, this.#draw('batch', model));
  }

  #historyOf(model: ModelIndex, readAhead: number): SwapHistory {
    const history = this.#history;
    history.first = this.#memory.neverLoaded;
    history.previous = this.#memory.lastLoaded;
    history.beforePrevious = this.#memory.beforeLast;
    history.uncachedShare = this.#host.uncachedShare(model);
    history.readAhead = readAhead;
    return history;
  }

  #draw(purpose: Exclude<Drawn, 'race'>, model: ModelIndex): number {
    return this.#draws[purpose].at(model, this.#counts.next(purpose, model));
  }
}
