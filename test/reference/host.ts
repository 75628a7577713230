import type { GiB, ModelIndex } from '../../src/units.js';

interface Copy {
  readonly model: ModelIndex;
  isWhole: boolean;
}

/** What lies in host memory, in the order in which it was last needed. */
export class Host {
  #copies: Copy[] = [];
  #pages: { readonly model: ModelIndex; readonly giB: GiB }[] = [];
  readonly #prefetchGiB: GiB;
  readonly #pageCacheGiB: GiB | null;
  readonly #weightsGiB: (model: ModelIndex) => GiB;

  constructor(prefetchGiB: GiB, pageCacheGiB: GiB | null, weightsGiB: (model: ModelIndex) => GiB) {
    this.#prefetchGiB = prefetchGiB;
    this.#pageCacheGiB = pageCacheGiB;
    this.#weightsGiB = weightsGiB;
  }

  canHold(model: ModelIndex): boolean {
    return this.#weightsGiB(model) <= this.#prefetchGiB;
  }

  hasAll(model: ModelIndex): boolean {
    return this.#copies.some((copy) => copy.model === model && copy.isWhole);
  }

  expect(model: ModelIndex): void {
    while (this.#copiesGiB() + this.#weightsGiB(model) > this.#prefetchGiB) this.#copies.shift();
    this.#copies.push({ model, isWhole: false });
  }

  arrived(model: ModelIndex): void {
    for (const copy of this.#copies) if (copy.model === model) copy.isWhole = true;
    this.readPages(model);
  }

  forget(model: ModelIndex): void {
    this.#copies = this.#copies.filter((copy) => copy.model !== model);
  }

  use(model: ModelIndex): void {
    this.forget(model);
    this.#copies.push({ model, isWhole: true });
  }

  /** Page by page: the oldest go until all fit. */
  readPages(model: ModelIndex): void {
    if (this.#pageCacheGiB === null) return;
    const older = this.#pages.filter((page) => page.model !== model);
    const pages = [...older, { model, giB: this.#weightsGiB(model) }];
    let tooMany = pages.reduce((sum, { giB }) => sum + giB, 0) - this.#pageCacheGiB;
    this.#pages = pages.flatMap((page) => {
      const gone = Math.min(page.giB, Math.max(0, tooMany));
      tooMany -= gone;
      return gone < page.giB ? [{ ...page, giB: page.giB - gone }] : [];
    });
  }

  uncachedShare(model: ModelIndex): number | undefined {
    if (this.#pageCacheGiB === null) return undefined;
    const kept = this.#pages.find((page) => page.model === model)?.giB ?? 0;
    return 1 - kept / this.#weightsGiB(model);
  }

  #copiesGiB(): GiB {
    return this.#copies.reduce((sum, { model }) => sum + this.#weightsGiB(model), 0);
  }
}
