import { bestBatchTimer } from './best-batch-timer.js';
import { partialBatch } from './partial-batch.js';
import { defineStrategy } from './strategy.js';

/**
 * best-batch+timer, and partial batches of the model that is loaded (`partialBatch`).
 *
 * Parameters: those of best-batch+timer, and `partialFraction`, `partialResidentSeconds`,
 * `partialPollSeconds`. Source: SINCERE, "BestBatch+PartialBatch+Timer".
 */
export const bestBatchPartialTimer = defineStrategy({
  name: 'best-batch+partial-batch+timer',
  summary: 'best-batch+timer, and partial batches of the model that is loaded',
  create: (context) => ({ ...bestBatchTimer.create(context), ...partialBatch(context) }),
});
