import { InvariantError } from '../../errors.js';
import type { RequestGroup } from '../../events/facts.js';
import type { Seconds } from '../../units.js';
import type { LatencySummary } from '../summary.js';
import { Moments } from './moments.js';

/** The probabilities of `LatencySummary`'s quantiles, in its order. */
export const SUMMARY_PROBABILITIES: readonly number[] = [0.5, 0.9, 0.95, 0.99];

/** What is counted of the latencies of one model, beside the latencies themselves. */
export class LatencyTally {
  readonly moments = new Moments();
  readonly #slaSeconds: Seconds;
  readonly #kept: { push(latencySeconds: number): void };
  #onTime = 0;
  #max = Number.NEGATIVE_INFINITY;

  /** @param kept where each latency goes. */
  constructor(slaSeconds: Seconds, kept: { push(latencySeconds: number): void }) {
    this.#slaSeconds = slaSeconds;
    this.#kept = kept;
  }

  /** Requests with a latency strictly below the SLA. */
  get onTime(): number {
    return this.#onTime;
  }

  /** −Infinity when there are none. */
  get max(): Seconds {
    return this.#max;
  }

  /**
   * Counts a served batch.
   * @throws InvariantError if a request completes before it arrives.
   */
  add(requests: RequestGroup, completedAt: Seconds): void {
    const { arrivals, count } = requests;
    const sla = this.#slaSeconds;
    const kept = this.#kept;
    let sum = 0;
    let onTime = 0;
    for (let at = 0; at < count; at++) {
      const latency = completedAt - (arrivals[at] as number);
      // Written so that NaN is refused as well.
      if (!(latency >= 0)) throw impossible(requests, at, completedAt);
      if (latency < sla) onTime++;
      if (latency > this.#max) this.#max = latency;
      sum += latency;
      kept.push(latency);
    }
    this.#onTime += onTime;
    this.#addMoments(requests, completedAt, sum / count);
  }

  #addMoments(requests: RequestGroup, completedAt: Seconds, mean: Seconds): void {
    const { arrivals, count } = requests;
    let squares = 0;
    for (let at = 0; at < count; at++) {
      const deviation = completedAt - (arrivals[at] as number) - mean;
      squares += deviation * deviation;
    }
    this.moments.addGroup(count, mean, squares);
  }
}

/** Puts a latency summary together. @param quantiles at `SUMMARY_PROBABILITIES`; NaN if none. */
export function latencySummary(
  moments: Moments,
  max: Seconds,
  quantiles: Float64Array,
): LatencySummary {
  // The middle of a histogram's bucket may lie above the largest value in it.
  const at = (index: number): Seconds => Math.min(quantiles[index] as number, max);
  return {
    mean: moments.mean,
    sd: moments.sd,
    p50: at(0),
    p90: at(1),
    p95: at(2),
    p99: at(3),
    max: moments.count === 0 ? Number.NaN : max,
  };
}

function impossible(requests: RequestGroup, at: number, completedAt: Seconds): InvariantError {
  return new InvariantError('a request completes before it arrives', {
    request: requests.ids[at],
    arrival: requests.arrivals[at],
    completedAt,
  });
}
