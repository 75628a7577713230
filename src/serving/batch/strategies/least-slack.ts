import { defineStrategy } from './strategy.js';
import { ofGreatest, VISIT_OPTIONS, visitBy } from './visits.js';

/**
 * Least slack first: the model that can wait least, its swap and its batch counted, is next.
 *
 * Rule: slack = deadline of the oldest request of the model's next batch − now − swap − batch; the
 * least goes first. The hopeless are dropped as in edf+drop: their slack would always be the least.
 * Unlike the deadline, slack knows that a model that is not resident must be begun earlier.
 * Parameters: `batchCap`, `slackSigmas` (as in edf+drop).
 * Source: Mok (1983), least laxity first.
 */
export const leastSlack = defineStrategy({
  name: 'least-slack',
  summary: 'the model whose next batch, its swap included, has the least time to spare',
  uses: VISIT_OPTIONS,
  create: (context) =>
    visitBy(context, (_view, visits) => ofGreatest(visits, ({ slackSeconds }) => -slackSeconds)),
});
