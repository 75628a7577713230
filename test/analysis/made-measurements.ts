import { type MadeRun, makeTeeExperiment, type Truth } from '../../scripts/make-tee-experiment.mjs';
import {
  blankMeasurement,
  type Measurement,
  type Statistic,
} from '../../src/analysis/measurement.js';

/** The runs of the tree with a known truth, without the detour over files. */
export function madeMeasurements(seed: number): {
  readonly truth: Truth;
  readonly runs: readonly Measurement[];
} {
  const { truth, runs } = makeTeeExperiment(seed);
  return { truth, runs: runs.map(measurementOf) };
}

function measurementOf(made: MadeRun): Measurement {
  const { experiment, condition, mode, repetition, result, power } = made;
  const number = (key: string): number => Number(result[key]);
  const times = (name: string): Statistic => ({
    mean: number(`mean_${name}_ms`) / 1000,
    sd: number(`std_${name}_ms`) / 1000,
    min: null,
    max: null,
    quantiles: [
      { p: 0.5, value: number(`median_${name}_ms`) / 1000 },
      { p: 0.99, value: number(`p99_${name}_ms`) / 1000 },
    ],
  });
  const id = `${experiment}/${condition}/${mode}/repetition_${repetition}.json`;
  const size = /(\d+)b/.exec(condition)?.[1];
  const ttfts = result['ttfts'] as number[] | undefined;
  const itls = result['itls'] as number[][] | undefined;
  const e2es = ttfts?.map((ttft, at) => (itls?.[at] ?? []).reduce((sum, each) => sum + each, ttft));
  return {
    ...blankMeasurement(id, { format: 'vllm', file: id, item: 0, tool: 'vllm' }),
    ...{ experiment, condition, teeMode: mode, repetition },
    model: String(result['model_id']),
    modelSizeB: size === undefined ? null : Number(size),
    load: {
      concurrency: number('max_concurrency'),
      requestsPerSecond: Number.POSITIVE_INFINITY,
      inputTokens: number('input_length'),
      outputTokens: number('output_length'),
    },
    durationSeconds: number('duration'),
    requests: { total: null, completed: number('completed'), failed: 0, incomplete: null },
    totalInputTokens: number('total_input_tokens'),
    totalOutputTokens: number('total_output_tokens'),
    throughput: {
      requestsPerSecond: number('request_throughput'),
      inputTokensPerSecond: null,
      outputTokensPerSecond: number('output_throughput'),
      totalTokensPerSecond: number('total_token_throughput'),
    },
    latencies: {
      ttft: times('ttft'),
      tpot: times('tpot'),
      itl: times('itl'),
      e2e: times('e2el'),
      normalizedTpot: null,
    },
    perRequest:
      e2es === undefined
        ? null
        : {
            startSeconds: null,
            inputTokens: null,
            outputTokens: null,
            ttftSeconds: Float64Array.from(ttfts ?? []),
            e2eSeconds: Float64Array.from(e2es),
          },
    power: {
      file: id.replace('.json', '_power_metrics.csv'),
      seconds: Float64Array.from(power, ({ second }) => second),
      watts: Float64Array.from(power, ({ watts }) => watts),
      utilization: Float64Array.from(power, ({ utilizationPercent }) => utilizationPercent / 100),
      gpus: 1,
    },
  };
}
