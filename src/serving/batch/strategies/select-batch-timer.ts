import type { ModelIndex, Seconds } from '../../../units.js';
import { both } from './answers.js';
import { releaseAtSize } from './sizes.js';
import { defineStrategy } from './strategy.js';
import { releaseAtExpiry, TIMER_OPTIONS, TimerLimit } from './timer-limit.js';

/**
 * As best-batch+timer, with a size that follows the arrival rate: what can be expected to
 * arrive in the time that the timer keeps back.
 *
 * Rule: T = the allowed size nearest to ⌊rate·(SLA − limit)⌋, ties to the smaller, where rate is
 * measured over the model's last `rateWindow` arrivals; the smallest size while fewer than two.
 * Parameters: `allowedSizes`, `rateWindow`, and those of best-batch+timer but `sizes`.
 * As SLA − limit is about load + sd + allowance, T hardly depends on the SLA.
 * Source: SINCERE, "SelectBatch+Timer"; docs/as-published.md [2].
 */
export const selectBatchTimer = defineStrategy({
  name: 'select-batch+timer',
  summary: 'as best-batch+timer, with a batch size that follows the arrival rate',
  uses: ['allowedSizes', 'rateWindow', ...TIMER_OPTIONS],
  create(context) {
    const { allowedSizes, rateWindow } = context.options;
    const timer = new TimerLimit(context);
    const windows = context.models.map(() => new ArrivalWindow(rateWindow));
    return {
      onArrival(view, model) {
        const set = timer.onArrival(view, model);
        const window = windows[model] as ArrivalWindow;
        window.push(view.now);
        const horizon = (context.slaSeconds[model] as number) - timer.lastLimit(model);
        const expected = Math.floor(window.rate() * horizon);
        return both(set, releaseAtSize(view, model, nearest(allowedSizes, expected)));
      },
      onTimer: (view, model: ModelIndex) => releaseAtExpiry(view, model),
    };
  },
});

/** The size nearest to `target`, the smaller of two equally near; sizes ascend. */
function nearest(sizes: readonly number[], target: number): number {
  let best = sizes[0] as number;
  // By position, for every arrival: an iterator over a frozen list allocates at every step.
  for (let at = 1; at < sizes.length; at++) {
    const size = sizes[at] as number;
    if (Math.abs(size - target) < Math.abs(best - target)) best = size;
  }
  // An infinite rate (arrivals at one instant) is nearest to the largest.
  return target === Number.POSITIVE_INFINITY ? (sizes[sizes.length - 1] as number) : best;
}

/** The last arrivals of one model, for its rate. */
class ArrivalWindow {
  readonly #times: Float64Array;
  #count = 0;

  constructor(capacity: number) {
    this.#times = new Float64Array(capacity);
  }

  push(time: Seconds): void {
    this.#times[this.#count % this.#times.length] = time;
    this.#count++;
  }

  /** (k − 1) / (last − first) over the k arrivals in the window, requests/s; 0 for fewer than two. */
  rate(): number {
    const capacity = this.#times.length;
    const kept = Math.min(this.#count, capacity);
    if (kept < 2) return 0;
    const last = this.#times[(this.#count - 1) % capacity] as number;
    const first = this.#times[(this.#count - kept) % capacity] as number;
    return (kept - 1) / (last - first);
  }
}
