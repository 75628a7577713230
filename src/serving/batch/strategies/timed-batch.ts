import type { BelievedTiming } from '../../../timing/types.js';
import type { ModelIndex } from '../../../units.js';

/** The largest batch of at most `count` ≥ 1 that has a believed duration: tables may end before. */
export function largestTimed(believed: BelievedTiming, model: ModelIndex, count: number): number {
  let size = count;
  while (size > 1 && !Number.isFinite(believed.batchSeconds(model, size))) size--;
  return size;
}
