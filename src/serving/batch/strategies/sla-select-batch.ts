import type { Seconds } from '../../../units.js';
import { Deadlines } from './deadlines.js';
import { defineStrategy, type ServerView, type StrategyContext } from './strategy.js';
import { SwapBelief } from './swap-belief.js';
import { durationsInTurn, latestEnd } from './timeline.js';
import { ofGreatest, VISIT_OPTIONS, type Visit, visitBy } from './visits.js';

/** Timers ring so much early, s, and are not set for less: sums of times are rounded. */
const MARGIN = 1e-3;

/**
 * Select-batch that knows its SLA: a swap waits until the model's batch is as large as the time
 * that is left allows, or until its timer says that it cannot wait any longer.
 *
 * As select-batch+timer, with these differences. The size that triggers is the largest allowed
 * one that could still be on time for the oldest request of the batch. A load is charged only when
 * the model is not resident. The timer counts from that oldest request: it rings when the visit
 * must begin, and earlier by what the visits after it take: the last must begin by its latest
 * start, the one before it by that less its own duration, and so on. And a free GPU goes on with
 * its resident model, where waiting saves no swap.
 * Rule: ready is a model that is resident, has its size, or whose timer has rung. While all
 * visits can be on time in the order of their deadlines: of those ready that make no other late
 * the one with the most on-time requests per second, swap included; if all would, the first of
 * that order; if none is ready, wait for the first timer. When not all can be on time: of those
 * ready the one with the most on-time requests per second.
 * A lone request waits until the last moment, so a load slower than its mean makes it late: without
 * `slackSigmas` many of a quiet server are.
 * Parameters: `allowedSizes`, `batchCap`, `slackSigmas` (as in edf+drop).
 * Source: SINCERE, "SelectBatch+Timer" (docs/as-published.md [2]); the latest starts of jobs in a
 * row are those of backward scheduling.
 */
export const slaSelectBatch = defineStrategy({
  name: 'sla-select-batch',
  summary: 'select-batch with size and timer from the slack that is left',
  uses: [...VISIT_OPTIONS, 'allowedSizes'],
  create(context) {
    const size = triggerSize(context);
    const swap = new SwapBelief(context);
    return visitBy(context, (view, visits) => {
      const inTurn = visits.toSorted((a, b) => latestEnd(a) - latestEnd(b));
      const first = inTurn[0];
      if (first === undefined) return -1;
      const starts = latestStarts(view, inTurn, swap);
      const spare = starts[0] as Seconds;
      const overdue = (at: number): boolean => (starts[at] as Seconds) < 0;
      const ready = inTurn.filter(
        (visit, at) => visit.swapSeconds === 0 || overdue(at) || visit.count >= size(visit),
      );
      if (spare < 0) return ofGreatest(ready, onTimePerSecond);
      const harmless = ready.filter((visit) => {
        if (visit === first) return true;
        const order = [visit, ...inTurn.filter((other) => other !== visit)];
        return (latestStarts(view, order, swap)[0] as Seconds) >= 0;
      });
      if (harmless.length > 0) return ofGreatest(harmless, onTimePerSecond);
      if (ready.length > 0 || spare <= 2 * MARGIN) return first.model;
      const at = view.now + spare - MARGIN;
      return { action: 'set-timer', model: first.model, at, reason: 'its visit must begin then' };
    });
  },
});

function onTimePerSecond({ count, swapSeconds, batchSeconds }: Visit): number {
  return count / (swapSeconds + batchSeconds);
}

/**
 * How long each visit can be put off if it and those after it are to be on time, s; negative when
 * not all of them can be. The visits are made in the given order.
 */
function latestStarts(view: ServerView, visits: readonly Visit[], swap: SwapBelief): Seconds[] {
  const durations = durationsInTurn(view, visits, swap);
  const starts: Seconds[] = [];
  let end = Number.POSITIVE_INFINITY;
  for (let at = visits.length - 1; at >= 0; at--) {
    end = Math.min(latestEnd(visits[at] as Visit), end) - (durations[at] as Seconds);
    starts[at] = end;
  }
  return starts;
}

/** The largest allowed size that could be on time for a visit's oldest request, or the smallest. */
function triggerSize(context: StrategyContext): (visit: Visit) => number {
  const deadlines = new Deadlines(context);
  const sizes = context.options.allowedSizes;
  return ({ model, batchSeconds, slackSeconds }) => {
    const cap = deadlines.cap(model);
    let at = sizes.length - 1;
    // All is counted from the start of the batch.
    const fits = (size: number): boolean =>
      deadlines.batchSeconds(model, size) < batchSeconds + slackSeconds;
    while (at > 0 && !fits(Math.min(sizes[at] as number, cap))) at--;
    return Math.min(sizes[at] as number, cap);
  };
}
