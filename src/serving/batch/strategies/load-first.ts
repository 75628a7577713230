import type { ModelIndex } from '../../../units.js';
import type { LoadDecision, ServerView } from './strategy.js';

/**
 * Loads a model before its batch is chosen, so that what arrives during the load can still join it,
 * and keeps to that model: chosen anew, another could be loaded for ever without a batch.
 */
export class LoadFirst {
  #promised: ModelIndex = -1;

  /**
   * The model that was loaded to be served next, if it is there and waited for; else −1. That
   * redeems the promise: ask once, and serve what it names.
   */
  takePromised(view: ServerView): ModelIndex {
    const model = this.#promised;
    this.#promised = -1;
    return model >= 0 && view.isResident(model) && view.waiting(model) > 0 ? model : -1;
  }

  /** The load that `model` needs before it is served; undefined when it can be served at once. */
  before(view: ServerView, model: ModelIndex, reason: string): LoadDecision | undefined {
    if (view.isResident(model) || !view.canLoad(model)) return undefined;
    this.#promised = model;
    return { action: 'load', model, reason };
  }
}
