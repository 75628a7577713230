import type { Fact, Observer, RequestGroup } from '../../events/facts.js';
import type { Seconds } from '../../units.js';
import { Growing } from '../records/growing.js';

/** When every request came and went: 17 bytes a request. */
export class RequestHistory implements Observer {
  readonly #arrivals = Growing.floats();
  /** Completed, lost or dropped; Infinity for those in the server at the end. */
  readonly #departures = Growing.floats();
  readonly #served = Growing.bytes();

  observe(fact: Fact): void {
    switch (fact.kind) {
      case 'arrival':
        this.#arrivals.push(fact.time);
        this.#departures.push(Number.POSITIVE_INFINITY);
        this.#served.push(0);
        return;
      case 'batch':
        this.#depart(fact.requests, fact.completedAt, 1);
        return;
      case 'loss':
      case 'drop':
        this.#depart(fact.requests, fact.time, 0);
        return;
      default:
        return;
    }
  }

  /** How many requests came. */
  get length(): number {
    return this.#arrivals.length;
  }

  arrivalOf(request: number): Seconds {
    return this.#arrivals.at(request);
  }

  /** The requests that were served, in order of arrival. */
  served(): readonly number[] {
    return Array.from({ length: this.length }, (_, request) => request).filter(
      (request) => this.#served.at(request) === 1,
    );
  }

  latencyOf(request: number): Seconds {
    return this.#departures.at(request) - this.#arrivals.at(request);
  }

  /**
   * The mean number of requests in the server over each of several windows of equal length that
   * follow each other.
   */
  backlog(from: Seconds, windowSeconds: Seconds, windows: number): readonly number[] {
    const spent = new Array<number>(windows).fill(0);
    for (let request = 0; request < this.length; request++) {
      const arrival = this.#arrivals.at(request);
      const departure = this.#departures.at(request);
      const first = Math.max(0, Math.floor((arrival - from) / windowSeconds));
      for (let window = first; window < windows; window++) {
        const start = from + window * windowSeconds;
        if (departure <= start) break;
        const inside = Math.min(departure, start + windowSeconds) - Math.max(arrival, start);
        spent[window] = (spent[window] as number) + Math.max(0, inside);
      }
    }
    return spent.map((seconds) => seconds / windowSeconds);
  }

  #depart({ ids, count }: RequestGroup, time: Seconds, served: 0 | 1): void {
    for (let at = 0; at < count; at++) {
      this.#departures.set(ids[at] as number, time);
      this.#served.set(ids[at] as number, served);
    }
  }
}
