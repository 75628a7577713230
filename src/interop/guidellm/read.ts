import { blankMeasurement, type Measurement } from '../../analysis/measurement.js';
import { Fields, isMapping } from '../document/fields.js';
import type { DocumentFormat } from '../measurements/format.js';
import { MILLISECONDS } from '../units.js';
import { countsIn, durationIn } from './counts.js';
import { type Distribution, distributionIn, statistic } from './distribution.js';
import { type Layout, layoutOf, lengthsIn, modelIn, strategyIn } from './layout.js';
import { loadIn } from './load.js';

const TOKENS = 'tokens';
const PER_SECOND = 'per second';

/**
 * `benchmarks.json` (or `.yaml`) of GuideLLM 0.2 and later (`layout.ts` says which is which), one
 * measurement a benchmark. Its `request_latency` is in seconds, other times are in milliseconds.
 */
export const guidellmFormat: DocumentFormat = {
  name: 'guidellm',
  summary: 'benchmarks.json of GuideLLM 0.2 and later',
  skip: [
    ['benchmarks', '*', 'requests'],
    ['benchmarks', '*', 'metrics', '*', '*', 'pdf'],
  ],
  matches: ({ value }) => {
    if (!isMapping(value) || !Array.isArray(value['benchmarks'])) return false;
    const [first]: readonly unknown[] = value['benchmarks'];
    return isMapping(first) && isMapping(first['metrics']) && isGuidellm(value, first);
  },
  read: (document, { issues, idOf }) => {
    const report = Fields.of(document, issues);
    const tool = toolOf(report);
    return (report?.mappings('benchmarks') ?? []).flatMap((benchmark, item) => {
      const { file } = document;
      const source = { format: guidellmFormat.name, file, item, tool };
      const blank = blankMeasurement(idOf(document, item), source);
      return report === null ? [] : measurementIn(benchmark, report, blank);
    });
  },
};

function isGuidellm(
  report: Readonly<Record<string, unknown>>,
  first: Readonly<Record<string, unknown>>,
): boolean {
  const { metadata } = report;
  if (isMapping(metadata) && typeof metadata['guidellm_version'] === 'string') return true;
  return isMapping(first['metrics']) && 'time_to_first_token_ms' in first['metrics'];
}

function toolOf(report: Fields | null): string {
  const version = report?.peek('metadata', 'guidellm_version') ?? null;
  return typeof version === 'string' ? `guidellm ${version}` : 'guidellm';
}

function measurementIn(
  benchmark: Fields,
  report: Fields,
  blank: Measurement,
): readonly Measurement[] {
  const layout = layoutOf(benchmark);
  const metrics = benchmark.requiredMapping('metrics');
  if (layout === null || metrics === null) return [];
  const notes: string[] = [];
  const inputTokens = distributionIn(metrics, 'prompt_token_count', TOKENS);
  const outputTokens = distributionIn(metrics, 'output_token_count', TOKENS);
  const rate = (metric: string) => distributionIn(metrics, metric, PER_SECOND)?.mean ?? null;
  return [
    {
      ...blank,
      model: modelIn(benchmark, layout, report),
      load: loadIn(strategyIn(benchmark, layout), lengthsIn(benchmark, layout, report), notes),
      durationSeconds: durationIn(benchmark),
      requests: countsIn(layout === '0.4' ? metrics : benchmark),
      inputTokens: statistic(inputTokens),
      outputTokens: statistic(outputTokens),
      totalInputTokens: inputTokens?.sum ?? null,
      totalOutputTokens: outputTokens?.sum ?? null,
      throughput: {
        requestsPerSecond: rate('requests_per_second'),
        inputTokensPerSecond: rate('prompt_tokens_per_second'),
        outputTokensPerSecond: rate('output_tokens_per_second'),
        totalTokensPerSecond: rate('tokens_per_second'),
      },
      latencies: latenciesIn(metrics, layout, notes),
      mostConcurrent: distributionIn(metrics, 'request_concurrency', 'requests')?.max ?? null,
      notes,
    },
  ];
}

/**
 * GuideLLM's `inter_token_latency_ms` is, for each request, (last − first token) / (tokens − 1),
 * weighted by tokens − 1: what is called TPOT here. Its mean is that of all gaps as well, its
 * spread is not. Its `time_per_output_token_ms` counts from the start of the request, and was
 * (last − first token) / tokens in 0.2, which nothing here stands for.
 */
function latenciesIn(metrics: Fields, layout: Layout, notes: string[]): Measurement['latencies'] {
  const milliseconds = (metric: string) =>
    distributionIn(metrics, metric, 'milliseconds', MILLISECONDS);
  const gaps = knownTime(milliseconds('inter_token_latency_ms'));
  const perToken = knownTime(milliseconds('time_per_output_token_ms'));
  const e2e = distributionIn(metrics, 'request_latency', 'seconds');
  if (gaps !== null) {
    notes.push('tpot is inter_token_latency_ms, weighted by tokens; of itl only the mean is known');
  }
  if (layout === '0.2' && perToken !== null) {
    notes.push('time_per_output_token_ms left out: GuideLLM 0.2 divides by one token too many');
  }
  return {
    ttft: statistic(firstToken(milliseconds('time_to_first_token_ms'), notes)),
    tpot: statistic(gaps),
    itl: gaps === null ? null : { mean: gaps.mean, sd: null, min: null, max: null, quantiles: [] },
    e2e: statistic(e2e),
    normalizedTpot: layout === '0.2' ? null : statistic(perToken),
  };
}

/** A time of which every value is 0 was not measured: GuideLLM writes 0 for none. */
function knownTime(time: Distribution | null): Distribution | null {
  return time?.max === 0 ? null : time;
}

function firstToken(ttft: Distribution | null, notes: string[]): Distribution | null {
  if (ttft !== null && ttft.max === 0) {
    notes.push('ttft left out: 0 for every request, as GuideLLM writes without streaming');
  } else if (ttft?.min === 0) {
    notes.push('ttft holds zeros: GuideLLM writes 0 for a request whose first token it missed');
  }
  return knownTime(ttft);
}
