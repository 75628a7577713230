import type { Timing } from '../../timing/types.js';
import type { GiB, ModelIndex } from '../../units.js';

/** What host memory is used for. */
export interface HostMemoryConfig {
  /** For weights that were read ahead. */
  readonly prefetchGiB: GiB;
  /** For what was read from disk; null: nobody keeps account of it. */
  readonly pageCacheGiB: GiB | null;
}

/** Weights in host memory: those read ahead, whole, and what the page cache has kept. */
export class HostMemory {
  readonly #config: HostMemoryConfig;
  readonly #timing: Timing;
  /** Models whose memory is taken, least recently used first; true: read to the end. */
  readonly #ahead = new Map<ModelIndex, boolean>();
  /** GiB of each model in the page cache, least recently read first. */
  #cached = new Map<ModelIndex, GiB>();

  constructor(config: HostMemoryConfig, timing: Timing) {
    this.#config = config;
    this.#timing = timing;
  }

  /** Whether the weights of `model` could be read ahead at all. */
  hasRoomFor(model: ModelIndex): boolean {
    return this.#timing.weightsGiB(model) <= this.#config.prefetchGiB * (1 + 1e-9);
  }

  isPrefetched(model: ModelIndex): boolean {
    return this.#ahead.get(model) === true;
  }

  /** Takes memory for `model`; the least recently used make room. */
  beginPrefetch(model: ModelIndex): void {
    let free = this.#config.prefetchGiB * (1 + 1e-9) - this.#timing.weightsGiB(model);
    for (const other of this.#ahead.keys()) free -= this.#timing.weightsGiB(other);
    for (const other of this.#ahead.keys()) {
      if (free >= 0) break;
      free += this.#timing.weightsGiB(other);
      this.#ahead.delete(other);
    }
    this.#ahead.set(model, false);
  }

  endPrefetch(model: ModelIndex): void {
    this.#ahead.set(model, true);
    this.#keep(model);
  }

  abandonPrefetch(model: ModelIndex): void {
    this.#ahead.delete(model);
  }

  /** Share of the weights that a load would read from disk; undefined where nobody knows. */
  uncachedShare(model: ModelIndex): number | undefined {
    if (this.#config.pageCacheGiB === null) return undefined;
    const weightsGiB = this.#timing.weightsGiB(model);
    // A profile may leave weights at 0: then there is nothing to read.
    return weightsGiB === 0 ? 0 : 1 - (this.#cached.get(model) ?? 0) / weightsGiB;
  }

  /** A load of `model` takes its weights: what was read ahead, or what it reads from disk. */
  take(model: ModelIndex): void {
    if (this.#ahead.delete(model)) this.#ahead.set(model, true);
    else this.#keep(model);
  }

  /** What is read goes to the page cache; what was read longest ago makes room. */
  #keep(model: ModelIndex): void {
    let room = this.#config.pageCacheGiB ?? 0;
    if (room === 0) return;
    const read = [...this.#cached].filter(([other]) => other !== model);
    read.push([model, this.#timing.weightsGiB(model)]);
    const kept: [ModelIndex, GiB][] = [];
    for (const [other, giB] of read.reverse()) {
      const part = Math.min(giB, room);
      room -= part;
      if (part > 0) kept.push([other, part]);
    }
    this.#cached = new Map(kept.reverse());
  }
}
