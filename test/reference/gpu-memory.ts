import type { MemoryConfig } from '../../src/serving/batch/config.js';
import type { GiB, ModelIndex, Seconds } from '../../src/units.js';

interface Resident {
  readonly model: ModelIndex;
  readonly loadedAt: Seconds;
  lastUsedAt: Seconds;
}

/** Which models are in GPU memory, in the order they came in. */
export class GpuMemory {
  #residents: Resident[];
  readonly #config: MemoryConfig;
  readonly #weightsGiB: (model: ModelIndex) => GiB;

  constructor(
    config: MemoryConfig,
    weightsGiB: (model: ModelIndex) => GiB,
    preload: readonly ModelIndex[],
  ) {
    this.#config = config;
    this.#weightsGiB = weightsGiB;
    const sinceEver = Number.NEGATIVE_INFINITY;
    this.#residents = preload.map((model) => ({
      model,
      loadedAt: sinceEver,
      lastUsedAt: sinceEver,
    }));
  }

  has(model: ModelIndex): boolean {
    return this.#residents.some((resident) => resident.model === model);
  }

  models(): ModelIndex[] {
    return this.#evictionOrder();
  }

  add(model: ModelIndex, now: Seconds): void {
    this.#residents.push({ model, loadedAt: now, lastUsedAt: now });
  }

  remove(model: ModelIndex): void {
    this.#residents = this.#residents.filter((resident) => resident.model !== model);
  }

  use(model: ModelIndex, now: Seconds): void {
    for (const resident of this.#residents) {
      if (resident.model === model) resident.lastUsedAt = now;
    }
  }

  /** Whether a model fits beside all that are here, and some others. */
  fitsBeside(model: ModelIndex, others: readonly ModelIndex[]): boolean {
    return this.#fits([...this.models(), ...others, model]);
  }

  #fits(models: readonly ModelIndex[]): boolean {
    const { memoryGiB, reserveGiB, residentModels } = this.#config;
    const needed = models.reduce((sum, model) => sum + this.#weightsGiB(model), 0);
    return models.length <= residentModels && needed <= memoryGiB - reserveGiB;
  }

  #evictionOrder(): ModelIndex[] {
    const inOrder = [...this.#residents];
    if (this.#config.eviction === 'lru')
      inOrder.sort((a, b) => compare(a.lastUsedAt, b.lastUsedAt));
    if (this.#config.eviction === 'fifo') inOrder.sort((a, b) => compare(a.loadedAt, b.loadedAt));
    if (this.#config.eviction === 'largest') {
      inOrder.sort((a, b) => this.#weightsGiB(b.model) - this.#weightsGiB(a.model));
    }
    return inOrder.map((resident) => resident.model);
  }
}

/** Unlike a difference, right for two infinities. */
function compare(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
