import { InvariantError } from '../../errors.js';
import type { Timing } from '../../timing/types.js';
import type { GiB, ModelIndex, Seconds } from '../../units.js';
import { fitsInMemory, type MemoryConfig } from './config.js';

/** A model in GPU memory. */
interface Resident {
  readonly model: ModelIndex;
  readonly weightsGiB: GiB;
  /** Order of loading: 0, 1, 2, … */
  readonly loadedAs: number;
  /** Order of last use. */
  usedAs: number;
}

/** GPU memory: which models are in it, which goes first, and what was loaded before. */
export class GpuMemory {
  readonly #config: MemoryConfig;
  readonly #timing: Timing;
  /** Models that are ready, in the order in which they were loaded. */
  readonly #residents: Resident[] = [];
  /** Memory held by weights: of residents, of a model being loaded, of one being unloaded. */
  #heldGiB: GiB = 0;
  /** How many models hold it. */
  #held = 0;
  readonly #loading: ModelIndex[] = [];
  #uses = 0;
  #lastLoaded: ModelIndex = -1;
  #lastLoadedAt: Seconds = Number.NEGATIVE_INFINITY;
  #beforeLast: ModelIndex = -1;
  #loads = 0;

  constructor(config: MemoryConfig, timing: Timing, preload: readonly ModelIndex[]) {
    this.#config = config;
    this.#timing = timing;
    for (const model of preload) {
      this.#take(model);
      this.#admit(model);
    }
  }

  /** The most recently loaded model; −1 before the first. */
  get lastLoaded(): ModelIndex {
    return this.#lastLoaded;
  }

  /** When its load ended; −Infinity for one that was preloaded. */
  get lastLoadedAt(): Seconds {
    return this.#lastLoadedAt;
  }

  /** The model loaded before `lastLoaded`, or −1. */
  get beforeLast(): ModelIndex {
    return this.#beforeLast;
  }

  /** Whether no load has begun yet (preloading is none). */
  get neverLoaded(): boolean {
    return this.#loads === 0;
  }

  /** Models that are ready, in the order in which they were loaded. */
  get residents(): readonly { readonly model: ModelIndex }[] {
    return this.#residents;
  }

  has(model: ModelIndex): boolean {
    for (const resident of this.#residents) if (resident.model === model) return true;
    return false;
  }

  /** Whether the model is being loaded. */
  isLoading(model: ModelIndex): boolean {
    return this.#loading.includes(model);
  }

  /** The resident model that would have to go first, or −1. */
  evictionCandidate(): ModelIndex {
    let first: Resident | undefined;
    for (const resident of this.#residents) {
      if (first === undefined || this.#goesBefore(resident, first)) first = resident;
    }
    return first === undefined ? -1 : first.model;
  }

  /** Whether `model` can be loaded beside what is in memory now. */
  fits(model: ModelIndex): boolean {
    const weightsGiB = this.#heldGiB + this.#timing.weightsGiB(model);
    const free = this.#held < this.#config.residentModels;
    return free && fitsInMemory(weightsGiB, this.#config);
  }

  /** Notes that a batch of `model` has used it. */
  touch(model: ModelIndex): void {
    for (const resident of this.#residents) {
      if (resident.model === model) resident.usedAs = this.#uses++;
    }
  }

  /** The model is not ready any more; its memory is held until `endUnload`. */
  beginUnload(model: ModelIndex): void {
    const at = this.#residents.findIndex((resident) => resident.model === model);
    if (at < 0) throw new InvariantError('unloads a model that is not resident', { model });
    this.#residents.splice(at, 1);
  }

  endUnload(model: ModelIndex): void {
    this.#free(model);
  }

  /** Takes the memory for `model`; it is ready at `endLoad`. */
  beginLoad(model: ModelIndex): void {
    this.#take(model);
    this.#loading.push(model);
    this.#loads++;
  }

  endLoad(model: ModelIndex, now: Seconds): void {
    this.#endLoading(model);
    this.#admit(model);
    this.#lastLoadedAt = now;
  }

  /** The load of `model` is given up; its memory is free at once. */
  abandonLoad(model: ModelIndex): void {
    this.#endLoading(model);
    this.#free(model);
  }

  #endLoading(model: ModelIndex): void {
    const at = this.#loading.indexOf(model);
    if (at < 0) throw new InvariantError('ends a load that has not begun', { model });
    this.#loading.splice(at, 1);
  }

  #take(model: ModelIndex): void {
    if (!this.fits(model)) {
      throw new InvariantError('loads a model that does not fit', {
        model,
        heldGiB: this.#heldGiB,
      });
    }
    this.#heldGiB += this.#timing.weightsGiB(model);
    this.#held++;
  }

  #free(model: ModelIndex): void {
    this.#heldGiB -= this.#timing.weightsGiB(model);
    this.#held--;
    // Adding and subtracting weights leaves rounding behind; empty is exactly 0.
    if (this.#held === 0) this.#heldGiB = 0;
  }

  #admit(model: ModelIndex): void {
    const weightsGiB = this.#timing.weightsGiB(model);
    const order = this.#uses++;
    this.#residents.push({ model, weightsGiB, loadedAs: order, usedAs: order });
    this.#beforeLast = this.#lastLoaded;
    this.#lastLoaded = model;
  }

  #goesBefore(a: Resident, b: Resident): boolean {
    switch (this.#config.eviction) {
      case 'lru':
        return a.usedAs < b.usedAs;
      case 'fifo':
        return a.loadedAs < b.loadedAs;
      case 'largest':
        return a.weightsGiB > b.weightsGiB;
    }
  }
}
