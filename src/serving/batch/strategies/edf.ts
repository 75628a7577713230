import { Deadlines } from './deadlines.js';
import { withEarliestDeadline } from './earliest-deadline.js';
import { LoadFirst } from './load-first.js';
import { defineStrategy } from './strategy.js';
import { largestTimed } from './timed-batch.js';

/**
 * Earliest deadline first over models: when the GPU is free, serve the model whose oldest request
 * has the earliest deadline, with everything that waits for it, up to a cap. A model that is not
 * resident is loaded first, and what arrives meanwhile joins its batch.
 *
 * Parameters: `batchCap` (default: the largest batch that fits in GPU memory and has a duration).
 * Source: Jackson (1955): one request at a time, all there from the start, no swaps: no order has a
 * smaller maximum lateness. Liu & Layland (1973): the same idea for preemptive tasks. Neither
 * speaks of overload: nothing is dropped, so what is late makes the next ones late.
 */
export const edf = defineStrategy({
  name: 'edf',
  summary: 'earliest deadline first over models, with all that waits for the model',
  uses: ['batchCap'],
  create(context) {
    const deadlines = new Deadlines(context);
    const loadFirst = new LoadFirst();
    return {
      onIdle(view) {
        const promised = loadFirst.takePromised(view);
        const model = promised >= 0 ? promised : withEarliestDeadline(view, deadlines);
        if (model < 0) return undefined;
        const load = loadFirst.before(view, model, 'has the earliest deadline');
        if (load !== undefined) return load;
        const most = Math.min(view.waiting(model), deadlines.cap(model));
        const count = largestTimed(context.believed, model, most);
        return { action: 'release', model, count, reason: 'has the earliest deadline' };
      },
    };
  },
});
