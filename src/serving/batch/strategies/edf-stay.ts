import { Deadlines } from './deadlines.js';
import { visitWithEarliestDeadline } from './earliest-deadline.js';
import { defineStrategy, type ServerView } from './strategy.js';
import { VISIT_OPTIONS, type Visit, visitBy } from './visits.js';

/**
 * As edf+drop, but a swap is put off while it is safe: stay with a resident model as long as one
 * more batch of it loses no request of another model.
 *
 * Rule: if a resident model can serve someone on time, and after its batch and a swap the oldest
 * request of every other model could still be on time in a batch of its own, serve it (of several
 * the one with the earliest deadline); else edf+drop.
 * Parameters: `batchCap`, `slackSigmas` (as in edf+drop).
 */
export const edfStay = defineStrategy({
  name: 'edf+stay',
  summary: 'edf+drop, but no swap while one more batch of a resident model loses nothing',
  uses: VISIT_OPTIONS,
  create(context) {
    const deadlines = new Deadlines(context);
    return visitBy(context, (view, visits) => {
      const safe = visits.filter(
        (visit) => visit.swapSeconds === 0 && losesNothing(view, visit, visits, deadlines),
      );
      return visitWithEarliestDeadline(view, safe.length > 0 ? safe : visits, deadlines);
    });
  },
});

/** Whether the oldest requests of all other models could still be on time after the visit. */
function losesNothing(
  view: ServerView,
  { model, batchSeconds }: Visit,
  visits: readonly Visit[],
  deadlines: Deadlines,
): boolean {
  const end = view.now + batchSeconds;
  return visits.every((other) => {
    if (other.model === model) return true;
    return deadlines.hopeless(view, other.model, end + other.swapSeconds) === other.late;
  });
}
