import type {
  MeasuredCounts,
  MeasuredThroughput,
  Measurement,
  Statistic,
} from '../../analysis/measurement.js';
import type { Fields } from '../document/fields.js';
import { statisticOf } from './computed.js';
import type { AnsweredRequests } from './requests.js';
import { isNear } from './statistics.js';

const COUNT = { what: 'requests', least: 0, integer: true } as const;
const TOKENS = { what: 'tokens', least: 0 } as const;
const RATE = { what: 'tokens per second', least: 0 } as const;

type Totals = Pick<Measurement, 'totalInputTokens' | 'totalOutputTokens'>;

export function readTotals(fields: Fields): Totals {
  return {
    totalInputTokens: fields.number('total_input_tokens', TOKENS),
    totalOutputTokens: fields.number('total_output_tokens', TOKENS),
  };
}

/** How many requests there were, and what became of them; arrays count those that failed, too. */
export function readCounts(
  fields: Fields,
  requests: AnsweredRequests | null,
  notes: string[],
): MeasuredCounts {
  const total = fields.number('num_prompts', COUNT);
  const incomplete = fields.number('incomplete', { ...COUNT, orText: true });
  const completed = fields.number('completed', COUNT);
  const failed = fields.number('failed', COUNT);
  const counts = { total, incomplete, completed, failed };
  const unsuccessful = requests === null ? 0 : requests.failed + requests.empty;
  if (requests !== null && completed !== null && unsuccessful > 0) {
    // vLLM of 2024 takes requests that ended without any output for completed.
    const wrong = Math.max(completed - requests.answered, 0);
    return { ...counts, completed: completed - wrong, failed: Math.max(failed ?? 0, unsuccessful) };
  }
  const rest = (total ?? 0) - (completed ?? 0) - (failed ?? 0) - (incomplete ?? 0);
  if (total !== null && completed !== null && rest > 0) {
    notes.push(
      `${rest} of ${total} requests: neither completed nor failed, as far as the file says`,
    );
  }
  return counts;
}

/** Lengths of requests: of each where it is said, otherwise the mean by the totals. */
export function readLengths(
  totals: Totals,
  { completed }: MeasuredCounts,
  requests: AnsweredRequests | null,
  notes: string[],
): Pick<Measurement, 'inputTokens' | 'outputTokens'> {
  const lengths = (
    name: string,
    column: Float64Array | null | undefined,
    total: number | null,
  ): Statistic | null => {
    const mean = total === null || !completed ? null : total / completed;
    const computed = column ? statisticOf([column]) : null;
    if (computed === null) return mean === null ? null : onlyMean(mean);
    const sum = column?.reduce((tokens, each) => tokens + each, 0) ?? 0;
    if (total !== null && !isNear(sum, total)) {
      notes.push(`total_${name}_tokens is ${total}; the requests have ${sum}`);
    }
    return computed;
  };
  const columns = requests?.columns;
  return {
    inputTokens: lengths('input', columns?.inputTokens, totals.totalInputTokens),
    outputTokens: lengths('output', columns?.outputTokens, totals.totalOutputTokens),
  };
}

function onlyMean(mean: number): Statistic {
  return { mean, sd: null, min: null, max: null, quantiles: [] };
}

/** Rates; that of input tokens, which vLLM of today leaves out, from their number. */
export function readThroughput(
  fields: Fields,
  { totalInputTokens }: Totals,
  durationSeconds: number | null,
  notes: string[],
): MeasuredThroughput {
  const output = fields.number('output_throughput', RATE);
  const stated = fields.number('input_throughput', RATE);
  const canDivide = totalInputTokens !== null && durationSeconds !== null;
  const input = stated ?? (canDivide ? totalInputTokens / durationSeconds : null);
  const total = fields.number('total_token_throughput', RATE);
  if (total === null && input !== null && output !== null) {
    notes.push('total token rate: computed, input + output');
  }
  return {
    requestsPerSecond: fields.number('request_throughput', {
      what: 'requests per second',
      least: 0,
    }),
    inputTokensPerSecond: input,
    outputTokensPerSecond: output,
    totalTokensPerSecond: total ?? (input !== null && output !== null ? input + output : null),
  };
}
