/*
 * Keys of the result JSON of `vllm bench serve`: vllm/benchmarks/serve.py at vllm-project/vllm
 * 009e6d4a, the files of 2024 and 2025 that llm-d and others published, and the notebook of the
 * tee_on/tee_off experiments, which reads metadata of its own.
 */

/** Times of requests: our name, and theirs within `mean_…_ms`; the first that is there is read. */
export const METRIC_KEYS = {
  ttft: ['ttft'],
  tpot: ['tpot'],
  itl: ['itl'],
  // `latency`: vLLM of 2024. `e2e_latency`: SGLang's bench_serving, which came from it.
  e2e: ['e2el', 'latency', 'e2e_latency'],
} as const;

export type MetricName = keyof typeof METRIC_KEYS;
export const METRICS = Object.keys(METRIC_KEYS) as readonly MetricName[];

/** Early versions wrote the key with a colon in it. */
export const GOODPUT_KEYS = ['request_goodput', 'request_goodput:'] as const;

/** Metadata that says how long requests were meant to be. */
export const INPUT_LENGTH_KEYS = ['input_length', 'input_len', 'random_input_len'] as const;
export const OUTPUT_LENGTH_KEYS = ['output_length', 'output_len', 'random_output_len'] as const;

/** How a model is cut over GPUs, by vLLM's own option names. */
export const PARALLELISM_KEYS = {
  tensor: 'tensor_parallel_size',
  data: 'data_parallel_size',
  pipeline: 'pipeline_parallel_size',
  expert: 'expert_parallel_size',
} as const;

/** Of a replica, where it is not the product of those; our own. */
export const GPUS_PER_REPLICA_KEY = 'gpus_per_replica';

/** Replicas by their role. */
export const REPLICA_KEYS = {
  replica: 'replicas',
  prefill: 'prefill_replicas',
  decode: 'decode_replicas',
} as const;
