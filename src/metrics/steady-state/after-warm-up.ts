import type { Fact, Observer, RequestGroup } from '../../events/facts.js';
import type { Seconds } from '../../units.js';

/**
 * Passes on what happens after the warm-up: requests that arrived by then, in the groups they are
 * in, and what the GPU did by then are left out.
 */
export class AfterWarmUp implements Observer {
  readonly #warmUpSeconds: Seconds;
  readonly #observer: Observer;

  constructor(warmUpSeconds: Seconds, observer: Observer) {
    this.#warmUpSeconds = warmUpSeconds;
    this.#observer = observer;
  }

  observe(fact: Fact): void {
    switch (fact.kind) {
      case 'batch':
      case 'loss':
      case 'drop':
      case 'left-over': {
        const requests = this.#late(fact.requests);
        if (requests.count > 0) this.#observer.observe({ ...fact, requests });
        return;
      }
      case 'phase':
      case 'background':
        if (fact.end > this.#warmUpSeconds) this.#observer.observe(fact);
        return;
      case 'arrival':
      case 'decision':
        if (fact.time >= this.#warmUpSeconds) this.#observer.observe(fact);
        return;
      case 'end':
        this.#observer.observe(fact);
        return;
    }
  }

  #late(requests: RequestGroup): RequestGroup {
    const { ids, arrivals, count } = requests;
    const isLate = (at: number): boolean => (arrivals[at] as number) >= this.#warmUpSeconds;
    const late = Array.from({ length: count }, (_, at) => at).filter(isLate);
    if (late.length === count) return requests;
    return {
      count: late.length,
      ids: Int32Array.from(late, (at) => ids[at] as number),
      arrivals: Float64Array.from(late, (at) => arrivals[at] as number),
    };
  }
}
