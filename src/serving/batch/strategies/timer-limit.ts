import type { ModelIndex, Seconds } from '../../../units.js';
import type {
  ReleaseDecision,
  ServerView,
  StrategyContext,
  StrategyOption,
  TimerDecision,
} from './strategy.js';

/** The options that `TimerLimit` reads. */
export const TIMER_OPTIONS: readonly StrategyOption[] = [
  'timerProfile',
  'timerSigmas',
  'completionAllowanceSeconds',
  'queueDamping',
  'minimumTimerSeconds',
  'fixedTimerSeconds',
];

/**
 * The published timer: how long the first request of a batch may wait, so that a swap and the
 * batch still fit into the SLA [docs/as-published.md 3]:
 *
 *     max(minimum, (SLA − load − k·sd − unload − k·sd − allowance) / (1 + damping·waiting))
 *
 * with the believed load of the model and unload of the one in memory. The load is charged even
 * when the model is resident, and the wait behind other models is not: so it was published.
 */
export class TimerLimit {
  readonly #context: StrategyContext;
  readonly #limits: Float64Array;

  constructor(context: StrategyContext) {
    this.#context = context;
    this.#limits = new Float64Array(context.models.length);
  }

  /** The limit that was last set for `model`, s; 0 before the first. */
  lastLimit(model: ModelIndex): Seconds {
    return this.#limits[model] as number;
  }

  /** Sets a timer when a request arrives and none is set. */
  onArrival(view: ServerView, model: ModelIndex): TimerDecision | undefined {
    if (view.timerOf(model) !== undefined) return undefined;
    const limit = this.#limit(view, model);
    this.#limits[model] = limit;
    const reason = `limit ${limit.toFixed(2)} s`;
    return { action: 'set-timer', model, at: view.now + limit, reason };
  }

  #limit(view: ServerView, model: ModelIndex): Seconds {
    const { options, slaSeconds, timerBelief } = this.#context;
    if (options.fixedTimerSeconds !== null) return options.fixedTimerSeconds;
    const load = timerBelief.loadSeconds(model);
    const evicted = view.evictionCandidate;
    const unload = evicted < 0 ? NOTHING : timerBelief.unloadSeconds(evicted);
    const swap = load.mean + unload.mean + options.timerSigmas * (load.sd + unload.sd);
    const slack = (slaSeconds[model] as number) - swap - options.completionAllowanceSeconds;
    const minimum = options.minimumTimerSeconds;
    return Math.max(
      minimum,
      Math.max(minimum, slack) / (1 + options.queueDamping * view.waiting(model)),
    );
  }
}

const NOTHING = { mean: 0, sd: 0 } as const;

/** What every timer strategy does at expiry: release all that waits, even if that is nothing. */
export function releaseAtExpiry(view: ServerView, model: ModelIndex): ReleaseDecision {
  const reason = `timer expired, ${view.waiting(model)} waiting`;
  return { action: 'release', model, count: 'all', reason };
}
