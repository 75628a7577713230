import type { ModelIndex, Seconds } from '../../units.js';
import { LiveView, type SeenParts } from './view.js';
import type { WaitingRequests } from './waiting.js';

const NO_MODEL: ModelIndex = -1;

/**
 * One of several GPUs that serve the same queues, as its strategy sees it: what is kept for
 * another GPU does not wait, but for requests of the model that it is asked about, all of which
 * are seen.
 */
export class SharedView extends LiveView {
  readonly #waiting: WaitingRequests;
  readonly #number: number;
  /** The model whose arrival or timer the strategy is asked about, or −1. */
  #about: ModelIndex = NO_MODEL;

  constructor(parts: SeenParts, number: number) {
    super(parts);
    this.#waiting = parts.waiting;
    this.#number = number;
  }

  /** The strategy is asked because of something that happened to `model`; −1: to none. */
  turnTo(model: ModelIndex): void {
    this.#about = model;
  }

  override waiting(model: ModelIndex): number {
    const count = super.waiting(model);
    return this.#hides(model) ? 0 : count;
  }

  override arrivalOf(model: ModelIndex, position: number): Seconds {
    if (this.#hides(model)) throw new RangeError(`position ${position} of 0 waiting requests`);
    return super.arrivalOf(model, position);
  }

  #hides(model: ModelIndex): boolean {
    return model !== this.#about && this.#waiting.isKeptFrom(model, this.#number);
  }
}
