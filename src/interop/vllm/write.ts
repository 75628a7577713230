import type { Measurement, Statistic } from '../../analysis/measurement.js';
import { MILLISECONDS } from '../units.js';
import { METRIC_KEYS, METRICS, type MetricName } from './keys.js';
import { metadataOf } from './write-metadata.js';
import { arraysOf } from './write-requests.js';

/** Quantiles that vLLM writes unless it is told otherwise. */
const USUAL_QUANTILES = [0.5, 0.99] as const;
/** Times that vLLM writes unless it is told otherwise. */
const USUAL_METRICS: readonly MetricName[] = ['ttft', 'tpot', 'itl'];

type Result = Readonly<Record<string, unknown>>;

/**
 * A run in the form of a result of `vllm bench serve`: one line of JSON, so that several make a
 * file as `--append-result` does. What vLLM always writes but is not known of the run is null; what
 * vLLM has no place for is metadata, that is text. Read back, numbers agree to 12 digits.
 *
 * @param date when the run was, as `YYYYMMDD-HHMMSS`; null: not said.
 */
export function writeVllm(measurement: Measurement, date: string | null = null): string {
  const result: Result = {
    ...headOf(measurement, date),
    ...metadataOf(measurement),
    ...loadOf(measurement),
    ...countsOf(measurement),
    ...arraysOf(measurement),
    ...statisticsOf(measurement),
  };
  return `${JSON.stringify(result)}\n`;
}

function headOf({ origin, source, model, requests }: Measurement, date: string | null): Result {
  const backend = origin === 'simulated' ? 'sealsim' : source.tool;
  return {
    date,
    endpoint_type: backend,
    backend,
    label: null,
    model_id: model,
    tokenizer_id: null,
    num_prompts: requests.total,
  };
}

function loadOf({ load }: Measurement): Result {
  const { requestsPerSecond: rate, concurrency } = load;
  return {
    request_rate: rate === Number.POSITIVE_INFINITY ? 'inf' : rate,
    burstiness: null,
    max_concurrency: concurrency,
  };
}

function countsOf(measurement: Measurement): Result {
  const { requests, throughput } = measurement;
  const { inputTokensPerSecond: input } = throughput;
  return {
    duration: measurement.durationSeconds,
    completed: requests.completed,
    failed: requests.failed,
    total_input_tokens: measurement.totalInputTokens,
    total_output_tokens: measurement.totalOutputTokens,
    request_throughput: throughput.requestsPerSecond,
    request_goodput: measurement.goodputRequestsPerSecond,
    // Early versions wrote it; the others leave it to be divided.
    ...(input !== null && { input_throughput: input }),
    output_throughput: throughput.outputTokensPerSecond,
    total_token_throughput: throughput.totalTokensPerSecond,
    max_output_tokens_per_s: null,
    max_concurrent_requests: measurement.mostConcurrent,
  };
}

function statisticsOf({ latencies }: Measurement): Result {
  const parts = METRICS.flatMap((name) => {
    const statistic = latencies[name];
    if (statistic === null && !USUAL_METRICS.includes(name)) return [];
    return statisticKeys(METRIC_KEYS[name][0], statistic);
  });
  return Object.fromEntries(parts);
}

function statisticKeys(key: string, statistic: Statistic | null): readonly [string, unknown][] {
  const known = statistic?.quantiles ?? [];
  const quantiles = [
    ...known,
    ...USUAL_QUANTILES.filter((p) => known.every((each) => each.p !== p)).map((p) => ({
      p,
      value: null,
    })),
  ].sort((a, b) => a.p - b.p);
  const { mean = null, sd = null, min = null, max = null } = statistic ?? {};
  return [
    [`mean_${key}_ms`, milliseconds(mean)],
    [`std_${key}_ms`, milliseconds(sd)],
    ...(min === null ? [] : ([[`p0_${key}_ms`, milliseconds(min)]] as const)),
    ...quantiles.map(({ p, value }): [string, unknown] => [
      p === 0.5 ? `median_${key}_ms` : `p${percentText(p)}_${key}_ms`,
      milliseconds(value),
    ]),
    ...(max === null ? [] : ([[`p100_${key}_ms`, milliseconds(max)]] as const)),
  ].map(([name, value]) => [String(name), value]);
}

function milliseconds(seconds: number | null): number | null {
  return seconds === null ? null : seconds / MILLISECONDS;
}

/** `99.9` for 0.999: the point moves within the text, as a product would round. */
function percentText(p: number): string {
  const [digits = '', exponent] = String(p).split('e');
  if (exponent !== undefined) return `${digits}e${Number(exponent) + 2}`;
  const fraction = digits.slice(2).padEnd(2, '0');
  const rest = fraction.slice(2);
  return `${Number(fraction.slice(0, 2))}${rest === '' ? '' : `.${rest}`}`;
}
