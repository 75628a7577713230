import {
  blankMeasurement,
  type Measurement,
  type PowerSamples,
  type Statistic,
} from '../../src/analysis/measurement.js';

/** A measurement with just these facts. */
export function run(id: string, facts: Partial<Measurement> = {}): Measurement {
  return { ...blankMeasurement(id, { format: 'test', file: id, item: 0, tool: null }), ...facts };
}

export function mean(value: number): Statistic {
  return { mean: value, sd: null, min: null, max: null, quantiles: [] };
}

export function load(facts: Partial<Measurement['load']>): Measurement['load'] {
  return {
    concurrency: null,
    requestsPerSecond: null,
    inputTokens: null,
    outputTokens: null,
    ...facts,
  };
}

export function throughput(facts: Partial<Measurement['throughput']>): Measurement['throughput'] {
  return {
    requestsPerSecond: null,
    inputTokensPerSecond: null,
    outputTokensPerSecond: null,
    totalTokensPerSecond: null,
    ...facts,
  };
}

export function latencies(facts: Partial<Measurement['latencies']>): Measurement['latencies'] {
  return { ttft: null, tpot: null, itl: null, e2e: null, normalizedTpot: null, ...facts };
}

export function requests(facts: Partial<Measurement['requests']>): Measurement['requests'] {
  return { total: null, completed: null, failed: null, incomplete: null, ...facts };
}

export function power(
  seconds: readonly number[],
  watts: readonly number[],
  utilization: readonly number[] | null = null,
): PowerSamples {
  return {
    file: 'power.csv',
    seconds: Float64Array.from(seconds),
    watts: Float64Array.from(watts),
    utilization: utilization === null ? null : Float64Array.from(utilization),
    gpus: 1,
  };
}
