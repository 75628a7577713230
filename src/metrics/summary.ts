import type { Fraction, RequestsPerSecond, Seconds } from '../units.js';

/** Counts of requests; received = processed + lost + dropped + leftOver. */
export interface RequestCounts {
  readonly received: number;
  readonly processed: number;
  readonly lost: number;
  readonly dropped: number;
  readonly leftOver: number;
}

/** Latency = completion − arrival, over processed requests. NaN (JSON null) when there are none. */
export interface LatencySummary {
  readonly mean: Seconds;
  readonly sd: Seconds;
  readonly p50: Seconds;
  readonly p90: Seconds;
  readonly p95: Seconds;
  readonly p99: Seconds;
  readonly max: Seconds;
}

/** On time = latency < SLA, over both denominators. */
export interface SlaSummary {
  readonly seconds: Seconds;
  readonly attainmentProcessed: Fraction;
  readonly attainmentReceived: Fraction;
}

/** Shares of [first arrival, durationSeconds] on all GPUs together; they sum to 1. */
export interface GpuShares {
  readonly inferenceShare: Fraction;
  readonly loadShare: Fraction;
  readonly unloadShare: Fraction;
  readonly writeShare: Fraction;
  readonly idleShare: Fraction;
}

export interface ModelSummary {
  readonly requests: RequestCounts;
  readonly latencySeconds: LatencySummary;
  readonly sla: SlaSummary;
  readonly batches: { readonly count: number; readonly meanSize: number };
  readonly swaps: { readonly count: number };
}

/** One of several GPUs. */
export interface GpuSummary {
  readonly requests: { readonly processed: number };
  readonly gpu: GpuShares;
  readonly swaps: { readonly count: number };
  readonly batches: { readonly count: number; readonly meanSize: number };
}

/** The definitions of the SINCERE analysis (docs/metrics.md). Percentages there are fractions here. */
export interface PublishedSummary {
  /** Processed requests / totalTimeSeconds. */
  readonly overallThroughput: RequestsPerSecond;
  /** Inference time of batches written by the stop / totalTimeSeconds, of each GPU. */
  readonly inferenceShare: Fraction;
  readonly meanLatencySeconds: Seconds;
  readonly p95LatencySeconds: Seconds;
  readonly slaProcessed: Fraction;
  readonly slaReceived: Fraction;
  /** (received − processed) / received. */
  readonly lost: Fraction;
  readonly switchesTotal: number;
  readonly batches: number;
  /** From the first arrival to the last results written by durationSeconds. */
  readonly totalTimeSeconds: Seconds;
}

/** One run's figures, defined in docs/metrics.md. Field names are a contract. */
export interface RunSummary {
  readonly requests: RequestCounts;
  readonly latencySeconds: LatencySummary;
  readonly sla: SlaSummary;
  readonly throughput: {
    /** Requests completed in [first arrival, durationSeconds] / its length. */
    readonly requestsPerSecond: RequestsPerSecond;
    /** Processed requests / time spent inferring for them. */
    readonly inferenceRequestsPerSecond: RequestsPerSecond;
  };
  readonly gpu: GpuShares;
  readonly swaps: { readonly count: number };
  readonly batches: { readonly count: number; readonly meanSize: number };
  readonly fairness: { readonly minAttainmentReceived: Fraction; readonly jainIndex: Fraction };
  readonly perModel: Readonly<Record<string, ModelSummary>>;
  /** Where there are several: how many, and their time, used or not, from 0 to durationSeconds. */
  readonly gpus?: { readonly count: number; readonly gpuHours: number };
  /** Where there are several: by number. */
  readonly perGpu?: Readonly<Record<string, GpuSummary>>;
  readonly published: PublishedSummary;
  readonly horizon: {
    /** What was left out at the start of the run; 0 unless the horizon is `steady-state`. */
    readonly warmUpSeconds: Seconds;
  };
}

/** A summary of the same shape in which nothing is defined: every number is NaN. */
export function withoutFigures(summary: RunSummary): RunSummary {
  return blank(summary) as RunSummary;
}

function blank(part: object): object {
  return Object.fromEntries(
    Object.entries(part).map(([key, value]: [string, number | object]) => [
      key,
      typeof value === 'number' ? Number.NaN : blank(value),
    ]),
  );
}
