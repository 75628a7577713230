import { InvariantError } from '../errors.js';
import type { BatchFact } from '../events/facts.js';
import type { Seconds } from '../units.js';
import { LatencyTally } from './latency/latency-tally.js';
import type { RequestCounts, SlaSummary } from './summary.js';

/** What is counted of one model's requests, batches and swaps. */
export class ModelTally {
  readonly slaSeconds: Seconds;
  readonly latency: LatencyTally;
  received = 0;
  processed = 0;
  lost = 0;
  dropped = 0;
  leftOver = 0;
  batches = 0;
  swaps = 0;

  constructor(slaSeconds: Seconds, kept: { push(latencySeconds: number): void }) {
    this.slaSeconds = slaSeconds;
    this.latency = new LatencyTally(slaSeconds, kept);
  }

  addBatch(batch: BatchFact): void {
    this.batches++;
    this.processed += batch.requests.count;
    this.latency.add(batch.requests, batch.completedAt);
  }

  counts(): RequestCounts {
    const { received, processed, lost, dropped, leftOver } = this;
    return { received, processed, lost, dropped, leftOver };
  }
}

/** Sums of counts. */
export function totalCounts(tallies: readonly ModelTally[]): RequestCounts {
  const total = { received: 0, processed: 0, lost: 0, dropped: 0, leftOver: 0 };
  for (const tally of tallies) {
    total.received += tally.received;
    total.processed += tally.processed;
    total.lost += tally.lost;
    total.dropped += tally.dropped;
    total.leftOver += tally.leftOver;
  }
  return total;
}

/** Every request that was received is accounted for once. @throws InvariantError if not. */
export function checkConservation(model: string, counts: RequestCounts): void {
  const { received, processed, lost, dropped, leftOver } = counts;
  if (received !== processed + lost + dropped + leftOver) {
    throw new InvariantError('requests are not conserved', { model, ...counts });
  }
}

/** Attainment over both denominators; NaN over none. */
export function slaSummary(seconds: Seconds, onTime: number, counts: RequestCounts): SlaSummary {
  return {
    seconds,
    attainmentProcessed: onTime / counts.processed,
    attainmentReceived: onTime / counts.received,
  };
}
