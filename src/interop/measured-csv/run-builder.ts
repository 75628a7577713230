import type { ModelIndex } from '../../units.js';
import type { MeasuredBatch, MeasuredRun } from '../measured.js';
import { RequestColumns } from '../request-columns.js';

/** What a run is, without what happened in it. */
export type RunHead = Omit<MeasuredRun, 'requests' | 'batches'>;

export interface CrowdedBatch {
  readonly line: number;
  readonly size: number;
  readonly members: number;
}

/** A run while its tables are read. */
export class RunBuilder {
  readonly head: RunHead;
  readonly requests = new RequestColumns();
  readonly batches: MeasuredBatch[] = [];
  /** Of each batch: how many requests name it, and the line that describes it. */
  readonly #members: number[] = [];
  readonly #lines: number[] = [];

  constructor(head: RunHead) {
    this.head = head;
  }

  addBatch(batch: MeasuredBatch, line: number): void {
    this.batches.push(batch);
    this.#members.push(0);
    this.#lines.push(line);
  }

  addRequest(arrival: number, model: ModelIndex, batch: number, latency: number): void {
    this.requests.push(arrival, model, batch, latency);
    if (batch >= 0) this.#members[batch] = (this.#members[batch] ?? 0) + 1;
  }

  /** The batches that more requests name than their size says. */
  *crowdedBatches(): Generator<CrowdedBatch, void, undefined> {
    for (const [index, { size }] of this.batches.entries()) {
      const members = this.#members[index] ?? 0;
      if (members > size) yield { line: this.#lines[index] ?? 1, size, members };
    }
  }

  build(): MeasuredRun {
    return { ...this.head, requests: this.requests.build(), batches: this.batches };
  }
}
