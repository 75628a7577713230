import type { Phase, PhaseFact } from '../events/facts.js';
import type { Seconds } from '../units.js';
import { CompensatedSum } from './compensated-sum.js';
import type { GpuShares } from './summary.js';

/**
 * What a GPU did, or several together, in the window [first arrival, durationSeconds]; work outside
 * it, before the first request or in the drain, does not count. Without arrivals the window is
 * [0, duration].
 */
export class GpuTime {
  readonly #end: Seconds;
  readonly #gpus: number;
  #start: Seconds = 0;
  readonly #spent: Readonly<Record<Phase, CompensatedSum>> = {
    unload: new CompensatedSum(),
    load: new CompensatedSum(),
    infer: new CompensatedSum(),
    write: new CompensatedSum(),
  };

  /** @param gpus how many there are: shares are of the time of all of them. */
  constructor(durationSeconds: Seconds, gpus: number) {
    this.#end = durationSeconds;
    this.#gpus = gpus;
  }

  /** Length of the window. */
  get windowSeconds(): Seconds {
    return this.#end - this.#start;
  }

  /** Opens the window at the first arrival: what was done before it is forgotten. */
  open(firstArrival: Seconds): void {
    this.#start = firstArrival;
    for (const spent of Object.values(this.#spent)) spent.reset();
  }

  add(fact: PhaseFact): void {
    const start = Math.max(fact.start, this.#start);
    const end = Math.min(fact.end, this.#end);
    if (end > start) this.#spent[fact.phase].add(end - start);
  }

  /** NaN when the window has no length. */
  shares(): GpuShares {
    const { infer, load, unload, write } = this.#spent;
    const window = this.windowSeconds > 0 ? this.windowSeconds * this.#gpus : Number.NaN;
    const inferenceShare = infer.value / window;
    const loadShare = load.value / window;
    const unloadShare = unload.value / window;
    const writeShare = write.value / window;
    const busy = inferenceShare + loadShare + unloadShare + writeShare;
    return {
      inferenceShare,
      loadShare,
      unloadShare,
      writeShare,
      // A GPU that never rests may exceed its window by a rounding error.
      idleShare: Math.max(0, 1 - busy),
    };
  }
}
