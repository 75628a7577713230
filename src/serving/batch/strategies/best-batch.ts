import { releaseAtSize, triggerSizes } from './sizes.js';
import { defineStrategy } from './strategy.js';

/**
 * Wait until a model has its best batch, then release it.
 *
 * Rule: at an arrival of m, if |waiting(m)| ≥ size(m), release all of them.
 * Parameters: `sizes` (default: the profile's best batch of each model).
 * A model that stays below its size is never served. Source: SINCERE, "BestBatch".
 */
export const bestBatch = defineStrategy({
  name: 'best-batch',
  summary: 'release a model when its best batch is full',
  uses: ['sizes'],
  create(context) {
    const sizes = triggerSizes(context);
    return {
      onArrival: (view, model) => releaseAtSize(view, model, sizes[model] as number),
    };
  },
});
