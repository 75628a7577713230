import type { ModelIndex, Seconds } from '../units.js';
import type { MeasuredRequests } from './measured.js';

const FIRST_CAPACITY = 1024;

/** The requests of a run while a file is read: typed arrays that grow, no object per request. */
export class RequestColumns {
  #arrivals = new Float64Array(FIRST_CAPACITY);
  #models = new Uint16Array(FIRST_CAPACITY);
  #batches = new Int32Array(FIRST_CAPACITY);
  #latencies = new Float64Array(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** @param batch −1 and @param latency NaN for a request that was never served. */
  push(arrival: number, model: ModelIndex, batch: number, latency: Seconds): void {
    if (this.#length === this.#arrivals.length) this.#grow();
    this.#arrivals[this.#length] = arrival;
    this.#models[this.#length] = model;
    this.#batches[this.#length] = batch;
    this.#latencies[this.#length] = latency;
    this.#length++;
  }

  /** Says by which batch, and how soon, an earlier request was served. */
  serve(request: number, batch: number, latency: Seconds): void {
    this.#batches[request] = batch;
    this.#latencies[request] = latency;
  }

  /** NaN for a request that is not there. */
  arrival(request: number): number {
    return request < this.#length ? (this.#arrivals[request] as number) : Number.NaN;
  }

  model(request: number): ModelIndex {
    return this.#models[request] as number;
  }

  isServed(request: number): boolean {
    return this.#batches[request] !== -1;
  }

  /** When the first request arrived; NaN when there is none. */
  earliest(): number {
    const arrivals = this.#arrivals.subarray(0, this.#length);
    return arrivals.reduce((first, time) => (time >= first ? first : time), Number.NaN);
  }

  /**
   * In order of arrival; those that arrived together in the order in which they were given.
   * @param toSeconds turns what was given as arrivals into seconds from the first request.
   */
  build(toSeconds: (arrival: number) => Seconds = (arrival) => arrival): MeasuredRequests {
    const arrivals = this.#arrivals.subarray(0, this.#length);
    const order = Uint32Array.from(arrivals, (_, index) => index);
    if (!isAscending(arrivals)) {
      order.sort((a, b) => (arrivals[a] as number) - (arrivals[b] as number) || a - b);
    }
    return {
      arrivals: Float64Array.from(order, (at) => toSeconds(arrivals[at] as number)),
      models: Uint16Array.from(order, (at) => this.#models[at] as number),
      batches: Int32Array.from(order, (at) => this.#batches[at] as number),
      latencies: Float64Array.from(order, (at) => this.#latencies[at] as number),
    };
  }

  #grow(): void {
    const capacity = this.#arrivals.length * 2;
    this.#arrivals = copyInto(new Float64Array(capacity), this.#arrivals);
    this.#models = copyInto(new Uint16Array(capacity), this.#models);
    this.#batches = copyInto(new Int32Array(capacity), this.#batches);
    this.#latencies = copyInto(new Float64Array(capacity), this.#latencies);
  }
}

function copyInto<T extends Float64Array | Uint16Array | Int32Array>(to: T, from: T): T {
  to.set(from);
  return to;
}

function isAscending(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) {
    if ((values[i] as number) < (values[i - 1] as number)) return false;
  }
  return true;
}
