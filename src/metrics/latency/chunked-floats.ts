const FIRST_CHUNK = 256;
/** 512 KiB: large enough that chunks are few, small enough that the unused end costs little. */
const LARGEST_CHUNK = 65_536;

/**
 * A growing list of float64 numbers, 8 bytes each. It grows by adding chunks, never by copying,
 * so that ten million numbers need 80 MB and not the 240 MB of a doubling array while it moves.
 */
export class ChunkedFloats {
  #full: Float64Array[] = [];
  #chunk = new Float64Array(FIRST_CHUNK);
  #used = 0;
  #before = 0;

  /** How many numbers it holds. */
  get length(): number {
    return this.#before + this.#used;
  }

  push(value: number): void {
    if (this.#used === this.#chunk.length) this.#grow();
    this.#chunk[this.#used++] = value;
  }

  /** Views on the numbers, in order of insertion. Valid until the next `push`. */
  chunks(): Float64Array[] {
    return [...this.#full, this.#chunk.subarray(0, this.#used)];
  }

  #grow(): void {
    this.#full.push(this.#chunk);
    this.#before += this.#used;
    this.#chunk = new Float64Array(Math.min(LARGEST_CHUNK, this.#before));
    this.#used = 0;
  }
}
