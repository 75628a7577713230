import { defineStrategy } from './strategy.js';
import { ofGreatest, VISIT_OPTIONS, visitBy } from './visits.js';
import { modelWeights } from './weights.js';

/**
 * Pay for a swap only when it pays: stay with the resident model while its next batch brings more
 * on-time requests per second than a swap to another and a batch there.
 *
 * Rule: the model with the greatest weight · (on-time requests of its next batch) / (swap + batch).
 * Parameters: `weights` (worth of one on-time request, by model; 1), `batchCap`, `slackSigmas` (as
 * in edf+drop).
 * Source: Charnov (1976), the marginal value theorem: leave a patch when what it yields falls to
 * what the rest yields, travel included. It maximises the total, so under overload it starves rare
 * models: weights or another policy help them.
 */
export const swapAmortising = defineStrategy({
  name: 'swap-amortising',
  summary: 'the model with the most on-time requests per second, its swap included',
  uses: [...VISIT_OPTIONS, 'weights'],
  create(context) {
    const weights = modelWeights(context);
    return visitBy(context, (_view, visits) =>
      ofGreatest(
        visits,
        ({ model, count, swapSeconds, batchSeconds }) =>
          ((weights[model] as number) * count) / (swapSeconds + batchSeconds),
      ),
    );
  },
});
