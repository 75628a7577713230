import type fc from 'fast-check';
import type { Measurement, Statistic } from '../../../src/analysis/measurement.js';
import type { ReportVersion } from '../../../src/interop/llm-d/missing.js';
import { measurementArbitrary } from '../../support/measurement-arbitrary.js';

/** Measurements with what the schema of a report requires, whatever else they lack. */
export function completeMeasurement(version: ReportVersion): fc.Arbitrary<Measurement> {
  return measurementArbitrary().map((measurement) => complete(measurement, version));
}

function complete(measurement: Measurement, version: ReportVersion): Measurement {
  const { serving, model, gpu, requests, inputTokens, outputTokens, latencies } = measurement;
  const named = {
    ...measurement,
    model: model ?? 'a model',
    gpu: serving.length === 0 ? gpu : (gpu ?? 'a GPU'),
  };
  if (version === '0.2.1') return { ...named, model: serving.length === 0 ? model : named.model };
  return {
    ...named,
    durationSeconds: measurement.durationSeconds ?? 30,
    requests: { ...requests, total: requests.total ?? 7 },
    inputTokens: withMean(inputTokens),
    outputTokens: withMean(outputTokens),
    latencies: { ...latencies, ttft: withMean(latencies.ttft) },
    throughput: {
      ...measurement.throughput,
      totalTokensPerSecond: measurement.throughput.totalTokensPerSecond ?? 12.5,
    },
  };
}

function withMean(statistic: Statistic | null): Statistic {
  const rest = statistic ?? { sd: null, min: null, max: null, quantiles: [] };
  return { ...rest, mean: statistic?.mean ?? statistic?.quantiles[0]?.value ?? 0.5 };
}
