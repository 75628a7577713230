import type { BelievedTiming } from '../../../timing/types.js';
import type { ModelIndex, Seconds } from '../../../units.js';
import type { ServerView, StrategyContext } from './strategy.js';

/** What making a model resident is believed to take, in the state that a view shows. */
export class SwapBelief {
  readonly #believed: BelievedTiming;
  readonly #sigmas: number;
  /** Reused: it is asked of every model at every decision. */
  readonly #history = { first: true, previous: -1, beforePrevious: -1 };

  /** @param context of which it reads `believed` and the option `slackSigmas`. */
  constructor({ believed, options }: StrategyContext) {
    this.#believed = believed;
    this.#sigmas = options.slackSigmas;
  }

  /**
   * Seconds until a batch of `model` could begin on a free GPU: 0 when it is resident, else its
   * load as what was loaded before makes it, and the unload of one model if it does not fit beside
   * what is there. Each mean is lengthened by `slackSigmas` standard deviations.
   */
  secondsTo(view: ServerView, model: ModelIndex): Seconds {
    if (view.isResident(model)) return 0;
    const history = this.#history;
    // A preloaded model was never loaded: it has no time at which that ended.
    history.first = view.lastLoadedAt === Number.NEGATIVE_INFINITY;
    history.previous = view.lastLoaded;
    history.beforePrevious = view.loadedBefore;
    const load = this.#longest(this.#believed.loadSeconds(model, history));
    const evicted = view.evictionCandidate;
    if (evicted < 0 || view.fitsBeside(model)) return load;
    return load + this.#longest(this.#believed.unloadSeconds(evicted));
  }

  /**
   * The same for a swap of the future: when `previous` will be what was loaded last, and has to
   * leave, and `beforePrevious` what was loaded before it (−1: nothing).
   */
  secondsAfter(model: ModelIndex, previous: ModelIndex, beforePrevious: ModelIndex): Seconds {
    const history = this.#history;
    history.first = false;
    history.previous = previous;
    history.beforePrevious = beforePrevious;
    const load = this.#longest(this.#believed.loadSeconds(model, history));
    return load + this.#longest(this.#believed.unloadSeconds(previous));
  }

  #longest({ mean, sd }: { readonly mean: Seconds; readonly sd: Seconds }): Seconds {
    return mean + this.#sigmas * sd;
  }
}
