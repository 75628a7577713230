import type { BatchFact } from '../events/facts.js';
import type { Seconds } from '../units.js';
import { CompensatedSum } from './compensated-sum.js';

/**
 * What the published throughput and GPU usage are made of: the time until the last results
 * written by the stop, and the inference time of the batches written by then.
 */
export class PublishedTally {
  readonly #stop: Seconds;
  readonly #inference = new CompensatedSum();
  #lastWritten = Number.NaN;

  /** @param stop `durationSeconds`, when arrivals stop. */
  constructor(stop: Seconds) {
    this.#stop = stop;
  }

  add(batch: BatchFact): void {
    if (batch.writtenAt > this.#stop) return;
    this.#inference.add(batch.completedAt - batch.inferenceStart);
    // Batches are reported in the order in which they are written.
    this.#lastWritten = batch.writtenAt;
  }

  get inferenceSeconds(): Seconds {
    return this.#inference.value;
  }

  /** From the first arrival to the last results written by the stop; NaN when there are none. */
  totalTimeSeconds(firstArrival: Seconds): Seconds {
    return this.#lastWritten - firstArrival;
  }
}
