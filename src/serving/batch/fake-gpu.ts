import type { ModelIndex, Seconds } from '../../units.js';
import type { PrefetchConfig } from './config.js';

/** What a fake GPU can do. */
export interface FakeGpuSetup {
  /** Most models in memory. */
  readonly residentModels: number;
  readonly prefetch: PrefetchConfig['to'];
}

/**
 * The GPU of a `StrategyHarness`: it works when told to, its loads take no time while it is free,
 * and what it brings in in the background is there when it is told that this is over.
 */
export class FakeGpu {
  readonly #setup: FakeGpuSetup;
  /** First loaded first. */
  readonly #residents: ModelIndex[] = [];
  readonly #prefetched = new Set<ModelIndex>();
  busy = false;
  busySince: Seconds = Number.NEGATIVE_INFINITY;
  lastLoaded: ModelIndex = -1;
  lastLoadedAt: Seconds = Number.NEGATIVE_INFINITY;
  loadedBefore: ModelIndex = -1;
  /** The model it infers with. */
  serving: ModelIndex = -1;
  #background: { readonly model: ModelIndex; readonly action: 'load' | 'prefetch' } | null = null;

  constructor(setup: FakeGpuSetup) {
    this.#setup = setup;
  }

  get inBackground(): ModelIndex {
    return this.#background?.model ?? -1;
  }

  /** The one that was loaded first. */
  get evictionCandidate(): ModelIndex {
    return this.#residents[0] ?? -1;
  }

  has(model: ModelIndex): boolean {
    return this.#residents.includes(model);
  }

  isPrefetched(model: ModelIndex): boolean {
    return this.#prefetched.has(model);
  }

  hasRoom(): boolean {
    const coming = this.#background?.action === 'load' ? 1 : 0;
    return this.#residents.length + coming < this.#setup.residentModels;
  }

  canLoad(model: ModelIndex): boolean {
    if (this.has(model) || this.#loadsBeside(model)) return false;
    if (!this.busy) return true;
    return this.#allows('gpu') && this.#background === null && this.hasRoom();
  }

  canPrefetch(model: ModelIndex): boolean {
    return this.#allows('host') && this.#background === null && !this.isPrefetched(model);
  }

  /** Makes a model resident; whoever was loaded first makes room. */
  admit(model: ModelIndex, since: Seconds): void {
    if (model !== this.lastLoaded) this.loadedBefore = this.lastLoaded;
    if (!this.has(model)) {
      if (!this.hasRoom()) this.#residents.shift();
      this.#residents.push(model);
    }
    this.lastLoaded = model;
    this.lastLoadedAt = since;
  }

  /** Carries out a decision to load: at once, or in the background while it works. */
  load(model: ModelIndex, now: Seconds): void {
    if (this.busy) this.#background = { model, action: 'load' };
    else this.admit(model, now);
  }

  prefetch(model: ModelIndex): void {
    this.#background = { model, action: 'prefetch' };
  }

  /** What goes on in the background is over. @returns the model that was loaded by it, or −1. */
  endBackground(now: Seconds): ModelIndex {
    const ended = this.#background;
    this.#background = null;
    if (ended?.action === 'prefetch') this.#prefetched.add(ended.model);
    if (ended?.action !== 'load') return -1;
    this.admit(ended.model, now);
    return ended.model;
  }

  #loadsBeside(model: ModelIndex): boolean {
    return this.#background?.action === 'load' && this.#background.model === model;
  }

  #allows(to: 'host' | 'gpu'): boolean {
    return this.#setup.prefetch === to || this.#setup.prefetch === 'both';
  }
}
