import { bestBatch } from './best-batch.js';
import { PARTIAL_OPTIONS, partialBatch } from './partial-batch.js';
import { defineStrategy } from './strategy.js';

/**
 * best-batch, and partial batches of the model that is loaded (`partialBatch`).
 *
 * Parameters: `sizes`, `partialFraction`, `partialResidentSeconds`, `partialPollSeconds`.
 * Source: SINCERE, "BestBatch+PartialBatch": in its code, left out of its experiments.
 */
export const bestBatchPartial = defineStrategy({
  name: 'best-batch+partial-batch',
  summary: 'best-batch, and partial batches of the model that is loaded',
  uses: ['sizes', ...PARTIAL_OPTIONS],
  create: (context) => ({ ...bestBatch.create(context), ...partialBatch(context) }),
});
