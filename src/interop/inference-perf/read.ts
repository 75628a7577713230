import { blankMeasurement, type Measurement } from '../../analysis/measurement.js';
import type { Seconds } from '../../units.js';
import { Fields, isMapping } from '../document/fields.js';
import type { DocumentFormat } from '../measurements/format.js';
import { summaryIn } from './summary.js';

const COUNT = { what: 'a count', least: 0, integer: true } as const;
const RATE = { what: 'requests per second', least: 0 } as const;
const TOKEN_RATE = { what: 'tokens per second', least: 0 } as const;

/**
 * `summary_lifecycle_metrics.json` and `stage_N_lifecycle_metrics.json` of inference-perf
 * (kubernetes-sigs/inference-perf, Apache-2.0, `reportgen/base.py`, `summarize_requests`), one
 * measurement a file. Times are in seconds. Two layouts are told by their keys: lengths of prompts
 * are `prompt_len`, later `prompt_tokens`; `benchmark_time_seconds` and the concurrency of a load
 * came later.
 */
export const inferencePerfFormat: DocumentFormat = {
  name: 'inference-perf',
  summary: 'summary_ and stage_N_lifecycle_metrics.json of inference-perf',
  skip: [['failures', 'by_label']],
  matches: ({ value }) =>
    isMapping(value) &&
    isMapping(value['load_summary']) &&
    'count' in value['load_summary'] &&
    isMapping(value['successes']) &&
    isMapping(value['failures']),
  read: (document, { issues, idOf }) => {
    const root = Fields.of(document, issues);
    if (root === null) return [];
    const { file } = document;
    const source = { format: inferencePerfFormat.name, file, item: 0, tool: 'inference-perf' };
    return [measurementIn(root, blankMeasurement(idOf(document, 0), source))];
  },
};

function measurementIn(root: Fields, blank: Measurement): Measurement {
  const load = root.mapping('load_summary');
  const successes = root.mapping('successes');
  const throughput = successes?.mapping('throughput') ?? null;
  const notes: string[] = [];
  const completed = successes?.number('count', COUNT) ?? null;
  const rate = throughput?.number('requests_per_sec', RATE) ?? null;
  const tokenRate = (key: string) => throughput?.number(key, TOKEN_RATE) ?? null;
  return {
    ...blank,
    load: loadIn(load),
    durationSeconds: durationIn(root, completed, rate, notes),
    requests: {
      total: load?.number('count', COUNT) ?? null,
      completed,
      failed: root.mapping('failures')?.number('count', COUNT) ?? null,
      incomplete: null,
    },
    ...lengthsIn(successes),
    throughput: {
      requestsPerSecond: rate,
      inputTokensPerSecond: tokenRate('input_tokens_per_sec'),
      outputTokensPerSecond: tokenRate('output_tokens_per_sec'),
      totalTokensPerSecond: tokenRate('total_tokens_per_sec'),
    },
    latencies: latenciesIn(successes),
    goodputRequestsPerSecond:
      successes?.mapping('goodput_metrics')?.number('request_goodput', RATE) ?? null,
    notes,
  };
}

/** Of a load that keeps requests under way, `requested_rate` is not what was asked. */
function loadIn(load: Fields | null): Measurement['load'] {
  const concurrency = load?.number('concurrency', { what: 'requests', above: 0 }) ?? null;
  const rate = load?.number('requested_rate', RATE) ?? null;
  return {
    concurrency,
    requestsPerSecond: concurrency === null ? rate : null,
    inputTokens: null,
    outputTokens: null,
  };
}

/** From the first request's start to the last one's end: what its rates are over. */
function durationIn(
  root: Fields,
  completed: number | null,
  rate: number | null,
  notes: string[],
): Seconds | null {
  const seconds = root.number('benchmark_time_seconds', { what: 'seconds', least: 0 });
  if (seconds !== null || completed === null || rate === null || rate === 0) return seconds;
  notes.push('duration is successes.count / requests_per_sec: the file does not say it');
  return completed / rate;
}

function lengthsIn(successes: Fields | null) {
  const prompts = successes?.mapping('prompt_tokens') ?? null;
  const outputs = successes?.mapping('output_tokens') ?? null;
  const tokens = { what: 'tokens', least: 0 } as const;
  return {
    inputTokens: summaryIn(successes, prompts === null ? 'prompt_len' : 'prompt_tokens', 'tokens'),
    // What the client counts, as its rates and times per token do.
    outputTokens: summaryIn(successes, 'output_len', 'tokens'),
    totalInputTokens: prompts?.number('total', tokens) ?? null,
    totalOutputTokens: outputs?.number('total', tokens) ?? null,
  };
}

function latenciesIn(successes: Fields | null): Measurement['latencies'] {
  const latency = successes?.mapping('latency') ?? null;
  const seconds = (key: string) => summaryIn(latency, key, 'seconds');
  return {
    ttft: seconds('time_to_first_token'),
    tpot: seconds('time_per_output_token'),
    itl: seconds('inter_token_latency'),
    e2e: seconds('request_latency'),
    normalizedTpot: seconds('normalized_time_per_output_token'),
  };
}
