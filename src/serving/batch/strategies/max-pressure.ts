import type { ModelIndex, Seconds } from '../../../units.js';
import { defineStrategy, type ServerView } from './strategy.js';
import { ofGreatest, VISIT_OPTIONS, type Visit, visitBy } from './visits.js';
import { modelWeights } from './weights.js';

/**
 * A frame lasts the swap and then (requests that wait, all models)^this seconds. Any exponent in
 * (0, 1) makes set-up times a vanishing share of ever longer queues; 0.7 is our choice.
 */
const FRAME_EXPONENT = 0.7;

/**
 * Max-weight with set-up times: serve where backlog times service rate is greatest, and stay for a
 * frame that grows with the backlog, so that switching cannot eat the time that it is to save.
 *
 * Rule: a frame belongs to the model with the greatest weight · (waiting requests) · (requests of
 * its next batch / batch seconds) at its beginning, and ends after its time, or when the model has
 * nothing more that can be on time. What cannot be on time is dropped and so weighs nothing.
 * Parameters: `weights` (by model; 1), `batchCap`, `slackSigmas` (as in edf+drop).
 * Source: max-weight, Tassiulas & Ephremides (1992); with switching times it is not stable, frames
 * whose length is a sublinear function of the backlog are: Celik, Borst, Whiting & Modiano (ISIT
 * 2011; Queueing Systems 83, 2016).
 */
export const maxPressure = defineStrategy({
  name: 'max-pressure',
  summary: 'frames for the model with the greatest backlog times service rate',
  uses: [...VISIT_OPTIONS, 'weights'],
  create(context) {
    const weights = modelWeights(context);
    let owner: ModelIndex = -1;
    let frameEnd: Seconds = 0;
    const pressure = (view: ServerView, { model, late, count, batchSeconds }: Visit): number =>
      ((weights[model] as number) * (view.waiting(model) - late) * count) / batchSeconds;
    return visitBy(context, (view, visits) => {
      const goesOn = view.now < frameEnd && visits.some(({ model }) => model === owner);
      if (goesOn) return owner;
      owner = ofGreatest(visits, (visit) => pressure(view, visit));
      frameEnd = view.now + frameSeconds(view, visits, owner);
      return owner;
    });
  },
});

function frameSeconds(view: ServerView, visits: readonly Visit[], owner: ModelIndex): Seconds {
  let backlog = 0;
  let swap: Seconds = 0;
  for (const { model, late, swapSeconds } of visits) {
    backlog += view.waiting(model) - late;
    if (model === owner) swap = swapSeconds;
  }
  return swap + backlog ** FRAME_EXPONENT;
}
