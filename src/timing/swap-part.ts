import type { GiB, Seconds } from '../units.js';
import type { SwapHistory } from './types.js';

/** How long loading and unloading one model take; `u` is a quantile in (0, 1). */
export interface SwapTimes {
  load(history: SwapHistory, u: number): Seconds;
  unload(u: number): Seconds;
  /** The part of a load that can be done ahead; null where a load is known as a whole only. */
  readonly prefetch: PrefetchPart | null;
}

/** Bringing to host memory what a load that begins now would have to bring there. */
export interface PrefetchPart {
  seconds(history: SwapHistory, u: number): Seconds;
  giB(history: SwapHistory): GiB;
}
