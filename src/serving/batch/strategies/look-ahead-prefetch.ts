import { floorWorth } from './look-ahead/fairness.js';
import { Planner } from './look-ahead/planner.js';
import { LOOK_AHEAD_OPTIONS } from './look-ahead.js';
import { type Answer, defineStrategy, type ServerView } from './strategy.js';

/**
 * As look-ahead, and brings in the next model while the GPU infers with another.
 *
 * Rule: when a batch begins, the model is sought that the best plan from the batch's end loads
 * first. Where the server allows it, that model is loaded beside the others into free GPU memory,
 * or else its weights are read into host memory; one at a time.
 * A load from host memory is believed to take what it takes for a model loaded again right after
 * itself: beliefs know no prefetch, but they know that nothing is read from disk then.
 *
 * Parameters: those of look-ahead+floor. Without a server that loads in the background it is
 * look-ahead+floor.
 */
export const lookAheadPrefetch = defineStrategy({
  name: 'look-ahead+prefetch',
  summary: 'look-ahead that brings in the next model while the GPU infers with another',
  uses: [...LOOK_AHEAD_OPTIONS, 'attainmentFloor'],
  create(context) {
    const planner = new Planner(context, floorWorth(context));
    return {
      onArrival: (view, model) => planner.onArrival(view, model),
      onIdle: (view) => planner.onIdle(view),
      onBatchEnd: (view, model) => planner.onBatchEnd(view, model),
      onBatchStart(view, model) {
        if (view.inBackground >= 0 || !canBringIn(view)) return undefined;
        const next = planner.nextLoad(view, model);
        return next < 0 ? undefined : bringIn(view, next);
      },
    };
  },
});

/** Whether any model could be brought in now: if not, there is no need for a plan. */
function canBringIn(view: ServerView): boolean {
  for (let model = 0; model < view.modelCount; model++) {
    if (view.canLoad(model) || view.canPrefetch(model)) return true;
  }
  return false;
}

function bringIn(view: ServerView, model: number): Answer {
  const reason = 'the best plan loads it next';
  if (view.canLoad(model)) return { action: 'load', model, reason };
  return view.canPrefetch(model) ? { action: 'prefetch', model, reason } : undefined;
}
