import type { RequestsPerSecond, Seconds } from '../units.js';

/*
 * One run of a serving system, measured or simulated, in the form in which every reader delivers it
 * and every analysis takes it. Units are those of the names, whatever the source used. Null: the
 * source does not say. It is never 0 in disguise.
 */

/** Whether confidential computing was off or on. */
export type MeasuredMode = 'off' | 'cc';

/** What is known of a quantity over the requests of a run, in the unit of the field that holds it. */
export interface Statistic {
  readonly mean: number | null;
  /** Standard deviation, ≥ 0. */
  readonly sd: number | null;
  readonly min: number | null;
  readonly max: number | null;
  /** Ascending in p, a fraction in (0, 1); the median has p = 0.5. */
  readonly quantiles: readonly Quantile[];
}

export interface Quantile {
  readonly p: number;
  readonly value: number;
}

/** How a model is cut over GPUs. Each ≥ 1. */
export interface Parallelism {
  readonly tensor: number;
  readonly data: number;
  readonly pipeline: number;
  /** Experts lie on the GPUs of the other three: it needs none of its own. */
  readonly expert: number;
}

/** Replicas of a model that do the same work. */
export interface ServingGroup {
  readonly role: 'replica' | 'prefill' | 'decode';
  /** ≥ 1. */
  readonly replicas: number;
  readonly parallelism: Parallelism;
  /** ≥ 1; from the source if it counts them, otherwise tensor · data · pipeline. */
  readonly gpusPerReplica: number;
}

/** What was asked of the system. */
export interface OfferedLoad {
  /** Requests that clients keep under way at once; null also where there is no limit. */
  readonly concurrency: number | null;
  /** Infinity: as fast as possible. */
  readonly requestsPerSecond: RequestsPerSecond | null;
  /** Nominal lengths of a request, tokens. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}

/** Requests of a run. */
export interface MeasuredCounts {
  readonly total: number | null;
  readonly completed: number | null;
  readonly failed: number | null;
  readonly incomplete: number | null;
}

/** Rates over the duration of a run. */
export interface MeasuredThroughput {
  readonly requestsPerSecond: RequestsPerSecond | null;
  readonly inputTokensPerSecond: number | null;
  readonly outputTokensPerSecond: number | null;
  readonly totalTokensPerSecond: number | null;
}

/** Times of requests, s. */
export interface MeasuredLatencies {
  /** From sending a request to its first token. */
  readonly ttft: Statistic | null;
  /** Per output token after the first: (E2E − TTFT) / (output tokens − 1). */
  readonly tpot: Statistic | null;
  /** Between one token, or one piece of a stream, and the next. */
  readonly itl: Statistic | null;
  /** From sending a request to its last token. */
  readonly e2e: Statistic | null;
  /** E2E / output tokens. */
  readonly normalizedTpot: Statistic | null;
}

/** Requests one by one: columns of equal length, NaN where the source has nothing. */
export interface MeasuredRequestColumns {
  /** Seconds since the first request was sent, if the source says when each was. */
  readonly startSeconds: Float64Array | null;
  readonly inputTokens: Float64Array | null;
  readonly outputTokens: Float64Array | null;
  readonly ttftSeconds: Float64Array | null;
  readonly e2eSeconds: Float64Array | null;
}

/** Power of all GPUs of a run together, sampled. */
export interface PowerSamples {
  /** Where the samples come from. */
  readonly file: string;
  /** Seconds since the first sample, ascending. */
  readonly seconds: Float64Array;
  /** W, ≥ 0. */
  readonly watts: Float64Array;
  /** In [0, 1], of the GPUs on average; null where there was no such column. */
  readonly utilization: Float64Array | null;
  /** How many GPUs are added up; ≥ 1. */
  readonly gpus: number;
}

/** Requests that met their deadline, where a source counts them. */
export interface OnTimeCount {
  /** Largest latency that is on time, s. */
  readonly slaSeconds: Seconds;
  readonly requests: number;
}

/** What tells a simulated run from others. Not part of any form in which runs are exported. */
export interface Simulation {
  /** Names its random numbers: runs of one scenario that agree in it saw the same requests. */
  readonly randomNumbers: string;
  /** The scenario by its parts, as text; repetitions differ in none. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Where a measurement stands. */
export interface MeasurementSource {
  /** A name of `interop/measurements/registry.ts`. */
  readonly format: string;
  readonly file: string;
  /** Position among those of its file, from 0. */
  readonly item: number;
  /** What produced the numbers (`vllm`, `guidellm 0.3.0`, `sealsim 0.1.0`), as far as it is said. */
  readonly tool: string | null;
}

/** One run of a serving system. */
export interface Measurement {
  /** Unique among the measurements of one call: the file, and `#item` where it holds several. */
  readonly id: string;
  readonly source: MeasurementSource;
  readonly origin: 'measured' | 'simulated';
  /** Of a tree of experiments: its folders' names. */
  readonly experiment: string | null;
  readonly condition: string | null;
  readonly teeMode: MeasuredMode | null;
  /** From 0, as the file's name says. */
  readonly repetition: number | null;
  readonly model: string | null;
  /** Billions of parameters. */
  readonly modelSizeB: number | null;
  /** Name of the GPU. */
  readonly gpu: string | null;
  /** Empty: not said. Replicas, or prefill and decode, never both. */
  readonly serving: readonly ServingGroup[];
  readonly load: OfferedLoad;
  readonly durationSeconds: Seconds | null;
  readonly requests: MeasuredCounts;
  /** Lengths of requests, tokens. */
  readonly inputTokens: Statistic | null;
  readonly outputTokens: Statistic | null;
  /** Over all requests of the run. */
  readonly totalInputTokens: number | null;
  readonly totalOutputTokens: number | null;
  readonly throughput: MeasuredThroughput;
  readonly latencies: MeasuredLatencies;
  /** Most requests that were under way at once. */
  readonly mostConcurrent: number | null;
  readonly goodputRequestsPerSecond: RequestsPerSecond | null;
  readonly onTime: OnTimeCount | null;
  readonly perRequest: MeasuredRequestColumns | null;
  readonly power: PowerSamples | null;
  /** Null: measured, or not read from a run of the simulator itself. */
  readonly simulation: Simulation | null;
  /** What the reader changed or left out, and why; for the user. */
  readonly notes: readonly string[];
}

/** GPUs of a measurement; null where the source does not say. */
export function gpuCount({ serving }: Pick<Measurement, 'serving'>): number | null {
  if (serving.length === 0) return null;
  return serving.reduce((sum, { replicas, gpusPerReplica }) => sum + replicas * gpusPerReplica, 0);
}

/** The median or another quantile of a statistic; null where it is not known. */
export function quantileOf(statistic: Statistic | null, p: number): number | null {
  return statistic?.quantiles.find((quantile) => quantile.p === p)?.value ?? null;
}

/** A measurement of which nothing is known but where it stands: what readers start from. */
export function blankMeasurement(id: string, source: MeasurementSource): Measurement {
  return {
    id,
    source,
    origin: 'measured',
    experiment: null,
    condition: null,
    teeMode: null,
    repetition: null,
    model: null,
    modelSizeB: null,
    gpu: null,
    serving: [],
    load: { concurrency: null, requestsPerSecond: null, inputTokens: null, outputTokens: null },
    durationSeconds: null,
    requests: { total: null, completed: null, failed: null, incomplete: null },
    inputTokens: null,
    outputTokens: null,
    totalInputTokens: null,
    totalOutputTokens: null,
    throughput: {
      requestsPerSecond: null,
      inputTokensPerSecond: null,
      outputTokensPerSecond: null,
      totalTokensPerSecond: null,
    },
    latencies: { ttft: null, tpot: null, itl: null, e2e: null, normalizedTpot: null },
    mostConcurrent: null,
    goodputRequestsPerSecond: null,
    onTime: null,
    perRequest: null,
    power: null,
    simulation: null,
    notes: [],
  };
}
