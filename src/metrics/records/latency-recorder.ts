import type { Fact, Observer } from '../../events/facts.js';
import { type LatencyCounts, LogHistogram } from '../latency/log-histogram.js';

/** Counts the latencies of processed requests, all models together. */
export class LatencyRecorder implements Observer {
  #histogram = new LogHistogram();

  observe(fact: Fact): void {
    if (fact.kind !== 'batch') return;
    const { completedAt, requests } = fact;
    const { count, arrivals } = requests;
    for (let at = 0; at < count; at++) {
      this.#histogram.push(completedAt - (arrivals[at] as number));
    }
  }

  /** As if nothing had been told. */
  forget(): void {
    this.#histogram = new LogHistogram();
  }

  counted(): LatencyCounts {
    return this.#histogram.counted();
  }
}
