import type { GiB, Seconds } from '../units.js';

/**
 * Seconds on top of one model's operations, whatever is drawn; all 0 unless a TEE gives them. Apart
 * from the forms of batch and swap times, because a shift of a distribution is no change of its
 * mean alone.
 */
export interface AddedSeconds {
  readonly perBatchSeconds: Seconds;
  /** For every request in a batch. */
  readonly perRequestSeconds: Seconds;
  /** For every load. */
  readonly perSwapSeconds: Seconds;
  /** For every load and GiB of weights. */
  readonly perGiBSeconds: Seconds;
  readonly perUnloadSeconds: Seconds;
  /** For the first load of a run, on top of what every load has. */
  readonly firstLoadSeconds: Seconds;
}

export const NOTHING_ADDED: AddedSeconds = {
  perBatchSeconds: 0,
  perRequestSeconds: 0,
  perSwapSeconds: 0,
  perGiBSeconds: 0,
  perUnloadSeconds: 0,
  firstLoadSeconds: 0,
};

/** On top of a load that is not the first of a run. */
export function addedToLoad(added: AddedSeconds, weightsGiB: GiB): Seconds {
  return added.perSwapSeconds + added.perGiBSeconds * weightsGiB;
}

/** On top of a batch of `size` requests. */
export function addedToBatch(
  added: Pick<AddedSeconds, 'perBatchSeconds' | 'perRequestSeconds'>,
  size: number,
): Seconds {
  return added.perBatchSeconds + added.perRequestSeconds * size;
}
