import { benchmark04, METRICS, report } from '../interop/guidellm/guidellm-file.js';

/** A small sound file of results, of each format that is read. */
export interface SmallResult {
  readonly format: string;
  /** Its extension says whether it is JSON or YAML. */
  readonly name: string;
  readonly text: string;
  /** A number in the text, which occurs once. */
  readonly number: string;
}

const VLLM = JSON.stringify({
  date: '20250511-230027',
  model_id: 'some/model',
  num_prompts: 100,
  request_rate: 'inf',
  max_concurrency: 8,
  duration: 12.625,
  completed: 100,
  total_input_tokens: 20000,
  total_output_tokens: 10000,
  request_throughput: 7.920792,
  output_throughput: 792.0792,
  total_token_throughput: 2376.2376,
  mean_ttft_ms: 50.5,
});

const REPORT = `version: "0.1"
scenario:
  model: { name: some/model }
  load: { name: vllm-benchmark, args: { max_concurrency: 8 } }
metrics:
  time: { duration: 12.625 }
  requests:
    total: 100
    input_length: { units: count, mean: 200 }
    output_length: { units: count, mean: 100 }
  latency:
    time_to_first_token: { units: ms, mean: 50.5 }
  throughput: { requests_per_sec: 7.920792, total_tokens_per_sec: 2376.2376 }
`;

const PERF = JSON.stringify({
  benchmark_time_seconds: 12.625,
  load_summary: { count: 100, requested_rate: 8 },
  successes: { count: 100, latency: { request_latency: { mean: 2.5 } }, throughput: {} },
  failures: { count: 0 },
});

const NEUTRAL = JSON.stringify({
  format: 'sealsim-measurements',
  version: 1,
  measurements: [{ id: 'a', durationSeconds: 12.625, load: { concurrency: 8 } }],
});

const PRISM = JSON.stringify([
  {
    model: 'Llama-3.1-70B',
    hardware: 'H100',
    accelerator_count: 2,
    configuration: '1 TP2',
    metrics: { throughput: 900.5, request_rate: 0.5, ttft: { mean: 12.625 }, tpot: 30, itl: 30 },
    workload: { input_tokens: 2000, output_tokens: 100, concurrency: 8 },
  },
]);

export const SMALL_RESULTS: readonly SmallResult[] = [
  { format: 'vllm', name: 'a.json', text: VLLM, number: '12.625' },
  { format: 'llm-d-report', name: 'a.yaml', text: REPORT, number: '12.625' },
  { format: 'llm-d-prism', name: 'a.json', text: PRISM, number: '12.625' },
  { format: 'guidellm', name: 'a.json', text: guidellm(), number: '12.625' },
  { format: 'inference-perf', name: 'a.json', text: PERF, number: '12.625' },
  { format: 'measurements', name: 'a.json', text: NEUTRAL, number: '12.625' },
];

function guidellm(): string {
  return report([benchmark04({ type_: 'constant', rate: 12.625 }, METRICS)]);
}
