import type { ModelIndex } from '../../../units.js';
import { defineStrategy, type ServerView } from './strategy.js';
import { largestTimed } from './timed-batch.js';

/**
 * Never idle while something waits: when the GPU is free, serve the model whose oldest request
 * has waited longest, with everything that waits for it, up to a cap.
 *
 * Parameters: `batchCap` (default: the largest batch that fits in GPU memory and has a duration).
 * With one model this is the (1, b) bulk-service queue of Neuts (1967).
 */
export const greedy = defineStrategy({
  name: 'greedy',
  summary: 'when the GPU is free, serve what waits for the model with the oldest request',
  uses: ['batchCap'],
  create({ options, believed }) {
    return {
      onIdle(view) {
        const model = withOldestRequest(view);
        if (model < 0) return undefined;
        const cap = options.batchCap ?? believed.maxBatch(model);
        const count = largestTimed(believed, model, Math.min(view.waiting(model), cap));
        return { action: 'release', model, count, reason: 'has the oldest request' };
      },
    };
  },
});

/** The model whose oldest waiting request is the oldest of all, or −1 when none waits. */
function withOldestRequest(view: ServerView): ModelIndex {
  let oldest = -1;
  let since = Number.POSITIVE_INFINITY;
  for (let model = 0; model < view.modelCount; model++) {
    if (view.waiting(model) > 0 && view.arrivalOf(model, 0) < since) {
      since = view.arrivalOf(model, 0);
      oldest = model;
    }
  }
  return oldest;
}
