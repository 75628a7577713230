/** A bit for every block so far; that of the last one takes 64 MiB. */
const LARGEST_BLOCK = 2 ** 29 - 1;
const FIRST_BYTES = 4096;

/**
 * How much of the prompts a prefix cache of infinite size would have held. A block's number stands
 * for itself and all before it, so a prompt finds in the cache the blocks up to the first new one.
 */
export class PrefixReuse {
  #seen = new Uint8Array(FIRST_BYTES);
  #blocks = 0;
  #reused = 0;
  #isKnown = true;

  /** Share of the blocks, in [0, 1]; null when there were none, or numbers too large to be counted. */
  get share(): number | null {
    return this.#isKnown && this.#blocks > 0 ? this.#reused / this.#blocks : null;
  }

  /** Takes the blocks of the next prompt: whole numbers ≥ 0. */
  add(blocks: Iterable<number>): void {
    let isPrefix = true;
    for (const block of blocks) {
      if (!(block <= LARGEST_BLOCK)) this.#isKnown = false;
      if (!this.#isKnown) return;
      this.#blocks++;
      isPrefix &&= this.#has(block);
      if (isPrefix) this.#reused++;
      else this.#note(block);
    }
  }

  #has(block: number): boolean {
    return (((this.#seen[block >>> 3] ?? 0) >>> (block & 7)) & 1) === 1;
  }

  #note(block: number): void {
    const at = block >>> 3;
    if (at >= this.#seen.length) this.#grow(at);
    this.#seen[at] = (this.#seen[at] as number) | (1 << (block & 7));
  }

  #grow(at: number): void {
    let bytes = this.#seen.length;
    while (bytes <= at) bytes *= 2;
    const grown = new Uint8Array(bytes);
    grown.set(this.#seen);
    this.#seen = grown;
  }
}
