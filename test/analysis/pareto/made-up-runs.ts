import {
  blankMeasurement,
  type Measurement,
  type ServingGroup,
  type Statistic,
} from '../../../src/analysis/measurement.js';

/** What a test says of a run; everything else is like in the other runs, or not said. */
export interface MadeUp extends Partial<Measurement> {
  readonly concurrency?: number | null;
  readonly tpotSeconds?: number | null;
  readonly outputTokensPerSecond?: number | null;
}

export const ONLY_MEAN = { sd: null, min: null, max: null, quantiles: [] } as const;

export function statistic(mean: number | null, quantiles: Statistic['quantiles'] = []): Statistic {
  return { ...ONLY_MEAN, mean, quantiles };
}

export function group(
  role: ServingGroup['role'],
  replicas: number,
  tensor: number,
  more: Partial<ServingGroup['parallelism']> = {},
): ServingGroup {
  const parallelism = { tensor, data: 1, pipeline: 1, expert: 1, ...more };
  const gpusPerReplica = parallelism.tensor * parallelism.data * parallelism.pipeline;
  return { role, replicas, parallelism, gpusPerReplica };
}

let made = 0;

/** A run of a model on 2 GPUs at concurrency 8, unless it is said otherwise. */
export function madeUpRun({
  concurrency = 8,
  tpotSeconds = 0.02,
  outputTokensPerSecond = 400,
  ...rest
}: MadeUp = {}): Measurement {
  made += 1;
  const file = rest.source?.file ?? `runs/${made}/report.yaml`;
  const blank = blankMeasurement(rest.id ?? `${file}#${made}`, {
    format: 'made-up',
    file,
    item: 0,
    tool: null,
  });
  return {
    ...blank,
    model: 'llama',
    gpu: 'H100',
    serving: [group('replica', 1, 2)],
    load: { ...blank.load, concurrency, inputTokens: 1000, outputTokens: 100 },
    throughput: { ...blank.throughput, outputTokensPerSecond },
    latencies: { ...blank.latencies, tpot: tpotSeconds === null ? null : statistic(tpotSeconds) },
    ...rest,
  };
}
