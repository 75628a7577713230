import { bestBatchTimer } from './best-batch-timer.js';
import { PARTIAL_OPTIONS, partialBatch } from './partial-batch.js';
import { defineStrategy } from './strategy.js';
import { TIMER_OPTIONS } from './timer-limit.js';

/**
 * best-batch+timer, and partial batches of the model that is loaded (`partialBatch`).
 *
 * Parameters: those of best-batch+timer, and `partialFraction`, `partialResidentSeconds`,
 * `partialPollSeconds`. Source: SINCERE, "BestBatch+PartialBatch+Timer".
 */
export const bestBatchPartialTimer = defineStrategy({
  name: 'best-batch+partial-batch+timer',
  summary: 'best-batch+timer, and partial batches of the model that is loaded',
  uses: ['sizes', ...TIMER_OPTIONS, ...PARTIAL_OPTIONS],
  create: (context) => ({ ...bestBatchTimer.create(context), ...partialBatch(context) }),
});
