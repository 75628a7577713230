import type { Seconds } from '../../../units.js';
import { defineStrategy, type ServerView } from './strategy.js';
import { SwapBelief } from './swap-belief.js';
import { durationsInTurn, latestEnd } from './timeline.js';
import { VISIT_OPTIONS, type Visit, visitBy } from './visits.js';

/**
 * Predict, schedule, give up what cannot make it: because durations are believed to be predictable,
 * a time-line of one visit to each model says who will be late before anyone is.
 *
 * Rule: visits are put on the time-line in the order of their latest end. When one makes a visit
 * late, the visit that serves the fewest requests (of those the longest) is taken off it, until all
 * are on time. The first is carried out; the time-line is made anew when the GPU is free again,
 * with what has arrived.
 * Parameters: `batchCap`, `slackSigmas` (as in edf+drop).
 * Source: Clockwork (Gujarati et al., OSDI 2020): predictable durations, actions with a latest
 * start, requests refused that would miss their SLO; there several models fit in memory and loads
 * run beside inference. Taking visits off is the rule of Moore (1968), who removes the longest job
 * when one is late: it is optimal for one machine, jobs of equal worth and no set-up.
 */
export const clockwork = defineStrategy({
  name: 'clockwork',
  summary: 'a predicted time-line of visits, without those that make others late',
  uses: VISIT_OPTIONS,
  create(context) {
    const swap = new SwapBelief(context);
    return visitBy(context, (view, visits) => {
      const byLatestEnd = visits.toSorted((a, b) => latestEnd(a) - latestEnd(b));
      const timeline: Visit[] = [];
      for (const visit of byLatestEnd) {
        timeline.push(visit);
        while (!allOnTime(view, timeline, swap)) timeline.splice(leastWorth(timeline), 1);
      }
      // By rounding, a visit without any slack can be late on its own.
      return (timeline[0] ?? byLatestEnd[0])?.model ?? -1;
    });
  },
});

/** Whether every visit, carried out in this order from now, is on time for all its requests. */
function allOnTime(view: ServerView, timeline: readonly Visit[], swap: SwapBelief): boolean {
  const durations = durationsInTurn(view, timeline, swap);
  let end: Seconds = 0;
  return timeline.every((visit, at) => {
    end += durations[at] as Seconds;
    return end < latestEnd(visit);
  });
}

/** Position of the visit that serves the fewest requests; of those of the longest. */
function leastWorth(timeline: readonly Visit[]): number {
  const seconds = ({ swapSeconds, batchSeconds }: Visit): Seconds => swapSeconds + batchSeconds;
  let least = 0;
  timeline.forEach((visit, at) => {
    const worst = timeline[least] as Visit;
    const longer = visit.count === worst.count && seconds(visit) > seconds(worst);
    if (visit.count < worst.count || longer) least = at;
  });
  return least;
}
