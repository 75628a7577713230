/*
 * Files as GuideLLM lays them out, with made-up numbers: 10 requests of 101 output tokens, TTFT
 * 200 ms, 20 ms from token to token, so 2.2 s each.
 */

export interface Stated {
  readonly [metric: string]: object;
}

/** A distribution in which every value is the same, as GuideLLM writes it. */
export function constant(value: number, count = 10): object {
  const percentiles = [
    'p001',
    'p01',
    'p05',
    'p10',
    'p25',
    'p50',
    'p75',
    'p90',
    'p95',
    'p99',
    'p999',
  ];
  const successful = {
    mean: value,
    median: value,
    mode: value,
    variance: 0,
    std_dev: 0,
    min: value,
    max: value,
    count,
    total_sum: value * count,
    percentiles: Object.fromEntries(percentiles.map((name) => [name, value])),
  };
  const nothing = { ...constantZero(percentiles) };
  return { successful, incomplete: nothing, errored: nothing, total: successful };
}

function constantZero(percentiles: readonly string[]): object {
  return {
    mean: 0,
    median: 0,
    mode: 0,
    variance: 0,
    std_dev: 0,
    min: 0,
    max: 0,
    count: 0,
    total_sum: 0,
    percentiles: Object.fromEntries(percentiles.map((name) => [name, 0])),
  };
}

/** What GuideLLM writes where no request has a value: zeros, and their count. */
export const NONE = constant(0, 0);

export const METRICS: Stated = {
  requests_per_second: constant(2),
  request_concurrency: constant(4.4),
  request_latency: constant(2.2),
  prompt_token_count: constant(256),
  output_token_count: constant(101),
  time_to_first_token_ms: constant(200),
  time_per_output_token_ms: constant(2200 / 101, 1010),
  inter_token_latency_ms: constant(20, 1000),
  output_tokens_per_second: constant(202),
  tokens_per_second: constant(714),
};

const TOTALS = { successful: 10, incomplete: 2, errored: 1, total: 13 };
const REQUESTS = { successful: [{ prompt: 'x'.repeat(1000) }], incomplete: [], errored: [] };

/** A benchmark of GuideLLM 0.2. */
export function benchmark02(strategy: object, metrics: Stated = METRICS): object {
  return {
    type_: 'generative_benchmark',
    args: { profile: { type_: 'sweep' }, strategy, max_duration: 30 },
    run_stats: { start_time: 1, end_time: 8, requests_made: TOTALS },
    worker: { backend_type: 'openai_http', backend_model: 'some/model' },
    request_loader: { data: '{"prompt_tokens": 256, "output_tokens": 101}' },
    metrics,
    start_time: 1000,
    end_time: 1005,
    duration: 5,
    request_totals: TOTALS,
    requests: REQUESTS,
  };
}

/** A benchmark of GuideLLM 0.3. */
export function benchmark03(strategy: object, metrics: Stated = METRICS): object {
  return {
    type_: 'generative_benchmark',
    scheduler: { strategy, constraints: {}, state: {} },
    benchmarker: { profile: {}, requests: {}, backend: { model: 'some/model' } },
    start_time: 1000,
    end_time: 1005,
    metrics,
    request_totals: TOTALS,
    requests: REQUESTS,
  };
}

/** A benchmark of GuideLLM 0.4. */
export function benchmark04(strategy: object, metrics: Stated = METRICS): object {
  return {
    type_: 'generative_benchmark',
    config: { strategy, backend: { model: 'some/model' }, requests: {} },
    scheduler_metrics: {},
    metrics: { request_totals: TOTALS, ...metrics },
    duration: 5,
    requests: REQUESTS,
  };
}

/** A report of GuideLLM 0.5. */
export function report(benchmarks: readonly object[]): string {
  return JSON.stringify({
    metadata: { version: 1, guidellm_version: '0.5.0' },
    args: { target: 'http://localhost', data: ['prompt_tokens=256,output_tokens=101'] },
    benchmarks,
  });
}
