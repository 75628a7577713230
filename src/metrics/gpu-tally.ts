import type { BatchFact, PhaseFact } from '../events/facts.js';
import type { Seconds } from '../units.js';
import { GpuTime } from './gpu-time.js';
import type { GpuSummary } from './summary.js';

/** What one of several GPUs did. */
export class GpuTally {
  readonly #time: GpuTime;
  #processed = 0;
  #batches = 0;
  #swaps = 0;

  constructor(durationSeconds: Seconds) {
    this.#time = new GpuTime(durationSeconds, 1);
  }

  /** Opens the window for shares. */
  open(start: Seconds): void {
    this.#time.open(start);
  }

  addPhase(fact: PhaseFact): void {
    this.#time.add(fact);
  }

  addBatch({ requests }: BatchFact): void {
    this.#processed += requests.count;
    this.#batches++;
  }

  /** A load has ended. */
  addSwap(): void {
    this.#swaps++;
  }

  summary(): GpuSummary {
    return {
      requests: { processed: this.#processed },
      gpu: this.#time.shares(),
      swaps: { count: this.#swaps },
      batches: { count: this.#batches, meanSize: this.#processed / this.#batches },
    };
  }
}
