/** Runs as vLLM and nvidia-smi would report them, noise and all. */
import { expected, IDLE_SHARE, SIGMA } from './truth.mjs';

/** A run takes about so long, s. */
const RUN_SECONDS = 90;
/** Standard deviation of a sample of power, W. */
const SAMPLE_WATTS = 2;
/** Times between tokens are written to the µs: keeps the files with single requests small. */
const MICROSECONDS = 1e6;

/** What a run of a condition reports, and its power. @param draw from `normals`. */
export function runOf(condition, mode, draw) {
  const { model, clients, input, output } = condition;
  const truth = expected(condition, mode);
  const slow = Math.exp(SIGMA.run * draw());
  const prompts = Math.max(clients, Math.round(RUN_SECONDS * truth.requests_per_second));
  const duration = (prompts / truth.requests_per_second) * slow;
  const metadata = {
    ...{ dataset: 'random', model: model.name },
    ...{ input_length: String(input), output_length: String(output) },
    ...{ concurrency: String(clients), temperature: '0' },
  };
  const result = {
    date: '20260101-000000',
    ...{ endpoint_type: 'openai', backend: 'vllm', label: null },
    ...{ model_id: model.name, tokenizer_id: model.name, num_prompts: prompts, ...metadata },
    ...{ request_rate: 'inf', burstiness: 1, max_concurrency: clients },
    ...{ duration, completed: prompts, failed: 0 },
    total_input_tokens: prompts * input,
    total_output_tokens: prompts * output,
    request_throughput: prompts / duration,
    request_goodput: null,
    output_throughput: (prompts * output) / duration,
    total_token_throughput: (prompts * (input + output)) / duration,
    max_concurrent_requests: clients,
    ...(condition.detailed
      ? detailed(condition, truth, { prompts, slow, duration }, draw)
      : summarised(truth, slow, draw)),
  };
  return { result, power: powerOf(model, mode, duration, draw) };
}

/** Statistics of requests that are not recorded one by one: those of their log-normal. */
function summarised(truth, slow, draw) {
  const of = (name, seconds) => {
    const mean = seconds * slow * Math.exp(SIGMA.latency * draw()) * 1000;
    const median = mean * Math.exp(-(SIGMA.request ** 2) / 2);
    return {
      [`mean_${name}_ms`]: mean,
      [`median_${name}_ms`]: median,
      [`std_${name}_ms`]: mean * Math.sqrt(Math.expm1(SIGMA.request ** 2)),
      [`p99_${name}_ms`]: median * Math.exp(2.3263478740408408 * SIGMA.request),
    };
  };
  return {
    ...of('ttft', truth.ttft_mean_s),
    ...of('tpot', truth.tpot_mean_s),
    ...of('itl', truth.tpot_mean_s),
    ...of('e2el', truth.e2e_mean_s),
  };
}

/** Requests one by one, and the statistics of just these. */
function detailed({ input, output }, truth, { prompts, slow, duration }, draw) {
  const factors = Array.from({ length: prompts }, () =>
    Math.exp(SIGMA.request * draw() - SIGMA.request ** 2 / 2),
  );
  const tpots = factors.map((factor) => toMicrosecond(truth.tpot_mean_s * slow * factor));
  const ttfts = factors.map((factor) => truth.ttft_mean_s * slow * factor);
  // Token by token, as a server streams: so the mean ITL is the mean TPOT.
  const itls = tpots.map((tpot) => new Array(output - 1).fill(tpot));
  const e2es = ttfts.map((ttft, at) => ttft + sum(itls[at]));
  const step = (duration - truth.e2e_mean_s) / prompts;
  return {
    input_lens: factors.map(() => input),
    output_lens: factors.map(() => output),
    start_times: factors.map((_, at) => 1000 + at * step),
    ttfts,
    itls,
    errors: factors.map(() => ''),
    ...statistics('ttft', ttfts),
    ...statistics('tpot', tpots),
    ...statistics('itl', tpots, output - 1),
    ...statistics('e2el', e2es),
  };
}

function toMicrosecond(seconds) {
  return Math.round(seconds * MICROSECONDS) / MICROSECONDS;
}

/** As numpy computes them, ms. @param times that each of `seconds` occurs. */
function statistics(name, seconds, times = 1) {
  const sorted = [...seconds].sort((a, b) => a - b);
  const last = sorted.length * times - 1;
  const value = (at) => sorted[Math.floor(Math.min(at, last) / times)];
  const quantile = (p) => {
    const at = p * last;
    const low = Math.floor(at);
    return (value(low) + (at - low) * (value(low + 1) - value(low))) * 1000;
  };
  const mean = sum(seconds) / seconds.length;
  const variance = sum(seconds.map((each) => (each - mean) ** 2)) / seconds.length;
  return {
    [`mean_${name}_ms`]: mean * 1000,
    [`median_${name}_ms`]: quantile(0.5),
    [`std_${name}_ms`]: Math.sqrt(variance) * 1000,
    [`p99_${name}_ms`]: quantile(0.99),
  };
}

function powerOf({ watts }, mode, duration, draw) {
  const drain = Math.exp(SIGMA.power * draw());
  return Array.from({ length: Math.floor(duration) + 1 }, (_, second) => {
    const idle = draw.uniform() < IDLE_SHARE;
    const level = (idle ? watts.idle : watts.active[mode]) * drain;
    return {
      second,
      watts: Math.max(0, level + SAMPLE_WATTS * draw()),
      utilizationPercent: idle ? 0 : 90 + Math.floor(10 * draw.uniform()),
    };
  });
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * Standard normal draws (Box and Muller 1958) that belong to `key`, with the uniform ones beneath.
 * mulberry32 by T. Ettinger (public domain), begun by a hash of the key (FNV-1a).
 */
export function normals(key) {
  let state = 0x811c9dc5;
  for (const character of JSON.stringify(key)) {
    state = Math.imul(state ^ character.charCodeAt(0), 0x01000193);
  }
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return Object.assign(normal, { uniform });
}
