import type { ModelIndex } from '../../../units.js';
import type { Deadlines } from './deadlines.js';
import type { ServerView } from './strategy.js';
import type { Visit } from './visits.js';

/**
 * The model whose oldest waiting request has the earliest deadline, or −1 when none waits; of
 * equal deadlines a resident model's, then the first.
 */
export function withEarliestDeadline(view: ServerView, deadlines: Deadlines): ModelIndex {
  const chosen = new Earliest();
  for (let model = 0; model < view.modelCount; model++) {
    if (view.waiting(model) === 0) continue;
    chosen.consider(model, deadlines.of(view, model, 0), view.isResident(model));
  }
  return chosen.model;
}

/** The same among visits, of requests that can be on time. */
export function visitWithEarliestDeadline(
  view: ServerView,
  visits: readonly Visit[],
  deadlines: Deadlines,
): ModelIndex {
  const chosen = new Earliest();
  for (const { model, late, swapSeconds } of visits) {
    chosen.consider(model, deadlines.of(view, model, late), swapSeconds === 0);
  }
  return chosen.model;
}

class Earliest {
  model: ModelIndex = -1;
  #deadline = Number.POSITIVE_INFINITY;
  #resident = false;

  consider(model: ModelIndex, deadline: number, resident: boolean): void {
    const sooner = deadline < this.#deadline;
    if (!sooner && !(deadline === this.#deadline && resident && !this.#resident)) return;
    this.model = model;
    this.#deadline = deadline;
    this.#resident = resident;
  }
}
