import { both } from './answers.js';
import { releaseAtSize, triggerSizes } from './sizes.js';
import { defineStrategy } from './strategy.js';
import { releaseAtExpiry, TIMER_OPTIONS, TimerLimit } from './timer-limit.js';

/**
 * As best-batch, and a timer per model so that a slow model is served within its SLA.
 *
 * Rule: at an arrival of m without a timer, set one (`TimerLimit`); when it expires, release all
 * that waits; the size rule of best-batch beside it.
 * Parameters: `sizes`, `timerProfile`, `timerSigmas`, `completionAllowanceSeconds`,
 * `queueDamping`, `minimumTimerSeconds`, `fixedTimerSeconds`. Source: SINCERE, "BestBatch+Timer".
 */
export const bestBatchTimer = defineStrategy({
  name: 'best-batch+timer',
  summary: 'best-batch, and a timer that releases what waits before the SLA is missed',
  uses: ['sizes', ...TIMER_OPTIONS],
  create(context) {
    const sizes = triggerSizes(context);
    const timer = new TimerLimit(context);
    return {
      onArrival: (view, model) =>
        both(timer.onArrival(view, model), releaseAtSize(view, model, sizes[model] as number)),
      onTimer: releaseAtExpiry,
    };
  },
});
