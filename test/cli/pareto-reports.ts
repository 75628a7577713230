/** What a test says of a benchmark report; everything else is like in the others. */
export interface ReportParts {
  readonly hosts?: readonly {
    readonly type?: 'replica' | 'prefill' | 'decode';
    readonly tp?: number;
    readonly dp?: number;
    readonly pp?: number;
    readonly ep?: number;
    readonly count?: number;
  }[];
  readonly model?: string;
  readonly gpu?: string;
  readonly args?: object;
  readonly inputLength?: number;
  readonly outputLength?: number;
  /** In `unit`, those per token in `unit/token`. */
  readonly unit?: 's' | 'ms';
  readonly ttft?: number;
  readonly tpot?: number;
  readonly e2e?: number;
  readonly requestsPerSecond?: number;
  readonly total?: number;
  readonly failures?: number;
  readonly description?: string;
}

/** A benchmark report v0.1, as llm-d-benchmark wrote them: JSON, which is YAML too. */
export function reportText({
  hosts = [{}],
  model = 'llama',
  gpu = 'H100',
  args = { max_concurrency: 8, request_rate: 'inf' },
  inputLength = 1000,
  outputLength = 100,
  unit = 'ms',
  ttft = 200,
  tpot = 20,
  e2e = 2180,
  requestsPerSecond = 4,
  total = 400,
  failures = 0,
  description = 'a sweep',
}: ReportParts = {}): string {
  const mean = (units: string, value: number): object => ({ units, mean: value });
  const accelerator = hosts.map(({ tp = 1, dp = 1, pp = 1, ep = 1, count = tp }) => ({
    ...{ model: gpu, memory: 80, count, parallelism: { tp, dp, pp, ep } },
  }));
  const scenario = {
    description,
    model: { name: model },
    load: { name: 'vllm-benchmark', args },
    platform: { engine: hosts.map(() => ({ name: 'vllm' })) },
    host: { type: hosts.map(({ type = 'replica' }) => type), accelerator },
  };
  const metrics = {
    time: { duration: total / requestsPerSecond },
    requests: {
      ...{ total, failures, incomplete: 0 },
      input_length: mean('count', inputLength),
      output_length: mean('count', outputLength),
    },
    latency: {
      time_to_first_token: mean(unit, ttft),
      time_per_output_token: mean(`${unit}/token`, tpot),
      inter_token_latency: mean(`${unit}/token`, tpot),
      request_latency: mean(unit, e2e),
    },
    throughput: {
      input_tokens_per_sec: requestsPerSecond * inputLength,
      output_tokens_per_sec: requestsPerSecond * outputLength,
      total_tokens_per_sec: requestsPerSecond * (inputLength + outputLength),
      requests_per_sec: requestsPerSecond,
    },
  };
  return JSON.stringify({ version: '0.1', scenario, metrics });
}
