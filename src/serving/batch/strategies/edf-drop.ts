import { Deadlines } from './deadlines.js';
import { visitWithEarliestDeadline } from './earliest-deadline.js';
import { defineStrategy } from './strategy.js';
import { VISIT_OPTIONS, visitBy } from './visits.js';

/**
 * Earliest deadline first over models, without the hopeless: requests that would be late even if
 * they were served next and alone, swap included, are dropped, so that they delay no others.
 *
 * Rule: of the models with a request that can still be on time, the one whose oldest has the
 * earliest deadline; of it the batch with the most requests on time (`visitBy`).
 * Parameters: `batchCap` (as in edf), `slackSigmas` (standard deviations of a believed load and
 * unload that are allowed for). Source: as edf; dropping as in Moore (1968), who minimises the
 * number of late jobs on one machine by giving up on some.
 */
export const edfDrop = defineStrategy({
  name: 'edf+drop',
  summary: 'edf without the requests that cannot be on time any more',
  uses: VISIT_OPTIONS,
  create(context) {
    const deadlines = new Deadlines(context);
    return visitBy(context, (view, visits) => visitWithEarliestDeadline(view, visits, deadlines));
  },
});
