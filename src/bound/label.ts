import type { Seconds } from '../units.js';
import type { BoundProblem } from './problem.js';
import type { Operation, Schedule } from './schedule.js';

/** A schedule's beginning, and what it could still become. */
export interface Label {
  /** When the GPU is free. */
  readonly time: Seconds;
  /** Of the swap graph. */
  readonly node: number;
  /** By model: every request before this one is served, or cannot be on time any more. */
  readonly positions: Int32Array;
  /** Requests served, all on time. */
  readonly served: number;
  /** What these were worth at the prices. */
  readonly gained: number;
  /** `gained` and the most that can follow: with the sum of prices, no schedule that begins so has more. */
  readonly score: number;
  /** What it ends with, and what came before; null: nothing, or having waited. */
  readonly operation: Operation | null;
  readonly before: Label | null;
}

/** The operations of a label, in order. */
export function scheduleOf(label: Label | null): Schedule {
  const operations: Operation[] = [];
  for (let each = label; each !== null; each = each.before) {
    if (each.operation !== null) operations.push(each.operation);
  }
  return operations.reverse();
}

/** Tells labels apart by what is in memory and who has been served. */
export class LabelKeys {
  readonly #sizes: readonly number[];
  readonly #fits: boolean;

  constructor({ models, swaps }: BoundProblem) {
    this.#sizes = models.map(({ arrivals }) => arrivals.length + 1);
    const product = this.#sizes.reduce((total, size) => total * size, swaps.resident.length);
    this.#fits = product <= Number.MAX_SAFE_INTEGER;
  }

  of(node: number, positions: Int32Array): number | string {
    if (!this.#fits) return `${node} ${positions.join()}`;
    let key = node;
    for (let model = 0; model < positions.length; model++) {
      key = key * (this.#sizes[model] as number) + (positions[model] as number);
    }
    return key;
  }
}

/** Labels of about one time: the best `width` of them by score, and what was given up for these. */
export class Bucket {
  /** The highest score given up. */
  lostScore = Number.NEGATIVE_INFINITY;
  readonly #width: number;
  #labels: Label[] = [];
  #threshold = Number.NEGATIVE_INFINITY;

  constructor(width: number) {
    this.#width = width;
  }

  /** Whether a label of this score would be kept for now; if not it counts as given up. */
  wants(score: number): boolean {
    if (score > this.#threshold) return true;
    this.lostScore = Math.max(this.lostScore, score);
    return false;
  }

  add(label: Label): void {
    this.#labels.push(label);
    if (this.#labels.length >= 4 * this.#width) this.#shrink();
  }

  /** Takes out what is in it, the best first. */
  takeAll(): readonly Label[] {
    this.#shrink();
    const labels = this.#labels;
    this.#labels = [];
    this.#threshold = Number.NEGATIVE_INFINITY;
    return labels;
  }

  #shrink(): void {
    this.#labels.sort((a, b) => b.score - a.score || b.served - a.served || a.time - b.time);
    const first = this.#labels[this.#width];
    if (first === undefined) return;
    this.lostScore = Math.max(this.lostScore, first.score);
    this.#labels.length = this.#width;
    this.#threshold = this.#labels[this.#width - 1]?.score ?? this.#threshold;
  }
}
