import type { Outside } from '../plan.js';

/** Counts requests by bucket; the last bucket of an axis includes its end, as `np.histogram2d`'s. */
export class LengthHistogram {
  readonly #input: readonly number[];
  readonly #output: readonly number[];
  readonly #clamps: boolean;
  readonly counts: number[][];
  /** Requests that no bucket holds, and those of which a length is not known. */
  outside = 0;
  unknown = 0;
  total = 0;

  constructor(input: readonly number[], output: readonly number[], outside: Outside) {
    this.#input = input;
    this.#output = output;
    this.#clamps = outside === 'clamp';
    this.counts = Array.from({ length: input.length - 1 }, () =>
      Array.from({ length: output.length - 1 }, () => 0),
    );
  }

  take(input: number | null, output: number | null): void {
    this.total++;
    if (input === null || output === null) {
      this.unknown++;
      return;
    }
    const at = [bucketOf(input, this.#input), bucketOf(output, this.#output)] as const;
    const isOutside = isBeyond(at[0], this.#input) || isBeyond(at[1], this.#output);
    if (isOutside) this.outside++;
    if (isOutside && !this.#clamps) return;
    const row = this.counts[clamped(at[0], this.#input)];
    const column = clamped(at[1], this.#output);
    if (row !== undefined) row[column] = (row[column] ?? 0) + 1;
  }

  /** Requests in the buckets. */
  get counted(): number {
    return this.counts.flat().reduce((sum, count) => sum + count, 0);
  }
}

/** Position of the bucket; −1 below the first, the number of buckets above the last. */
function bucketOf(length: number, edges: readonly number[]): number {
  const buckets = edges.length - 1;
  if (length === edges[buckets]) return buckets - 1;
  const above = edges.findIndex((edge) => length < edge);
  return above < 0 ? buckets : above - 1;
}

function isBeyond(bucket: number, edges: readonly number[]): boolean {
  return bucket < 0 || bucket >= edges.length - 1;
}

function clamped(bucket: number, edges: readonly number[]): number {
  return Math.min(Math.max(bucket, 0), edges.length - 2);
}
