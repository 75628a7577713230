import { quantilesOf } from '../metrics/latency/quantiles.js';
import type { PublishedSummary } from '../metrics/summary.js';
import type { Fraction, Seconds } from '../units.js';
import type { MeasuredBatch, MeasuredRun } from './measured.js';

/** The figures of SINCERE's analysis, the same fields for a measured and for a simulated run. */
export type PublishedMetrics = PublishedSummary;

const P95 = 0.95;

/**
 * The figures of a measured run by the published definitions (docs/metrics.md), as
 * `RunSummary.published` holds them for a simulated one.
 */
export function measuredMetrics(run: MeasuredRun): PublishedMetrics {
  const latencies = run.requests.latencies.filter((latency) => !Number.isNaN(latency));
  const received = run.requests.arrivals.length;
  const processed = latencies.length;
  const totalTimeSeconds = totalTimeOf(run);
  const onTime = latencies.filter((latency) => latency < run.slaSeconds).length;
  return {
    overallThroughput: processed / totalTimeSeconds,
    inferenceShare: inferenceShareOf(run, totalTimeSeconds),
    meanLatencySeconds: mean(latencies),
    p95LatencySeconds: quantilesOf([latencies], [P95])[0] ?? Number.NaN,
    slaProcessed: onTime / processed,
    slaReceived: onTime / received,
    lost: (received - processed) / received,
    switchesTotal: run.batches.filter(neededSwap).length + (run.unfinishedSwaps ?? 0),
    batches: run.batches.length,
    totalTimeSeconds,
  };
}

/** Whether the batch's model had to be loaded for it. */
export function neededSwap(batch: MeasuredBatch): boolean {
  return !Number.isNaN(batch.loadedAt);
}

/** From the first request to the last results written by the stop; NaN when there are none. */
function totalTimeOf(run: MeasuredRun): Seconds {
  let last = Number.NaN;
  for (const { writtenAt } of run.batches) {
    if (writtenAt <= run.durationSeconds && !(writtenAt <= last)) last = writtenAt;
  }
  return last - (run.requests.arrivals[0] ?? Number.NaN);
}

function inferenceShareOf(run: MeasuredRun, totalTimeSeconds: Seconds): Fraction {
  let inferring = 0;
  for (const { writtenAt, inferenceSeconds } of run.batches) {
    if (writtenAt <= run.durationSeconds) inferring += inferenceSeconds;
  }
  return inferring / totalTimeSeconds;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
