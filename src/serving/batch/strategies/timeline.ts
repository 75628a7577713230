import type { Seconds } from '../../../units.js';
import type { ServerView } from './strategy.js';
import type { SwapBelief } from './swap-belief.js';
import type { Visit } from './visits.js';

/**
 * What each visit takes, swap and batch, if they are made in this order. After the first swap
 * memory is taken to be full of the last model, so that every visit of another begins with a swap.
 */
export function durationsInTurn(
  view: ServerView,
  visits: readonly Visit[],
  swap: SwapBelief,
): Seconds[] {
  let previous = view.lastLoaded;
  let beforePrevious = view.loadedBefore;
  let full = false;
  return visits.map(({ model, swapSeconds, batchSeconds }) => {
    if (swapSeconds === 0 && !full) return batchSeconds;
    const seconds = full ? swap.secondsAfter(model, previous, beforePrevious) : swapSeconds;
    full = true;
    beforePrevious = previous;
    previous = model;
    return seconds + batchSeconds;
  });
}

/** How long from now the batch of a visit may take to end, at the latest, s. */
export function latestEnd({ swapSeconds, batchSeconds, slackSeconds }: Visit): Seconds {
  return swapSeconds + batchSeconds + slackSeconds;
}
