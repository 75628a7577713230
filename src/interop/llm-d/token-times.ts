import type { MeasuredLatencies, Statistic } from '../../analysis/measurement.js';
import { scaledStatistic } from './statistics.js';

/** Latencies as they are to be understood, and what was changed. */
export interface Understood {
  readonly latencies: MeasuredLatencies;
  readonly notes: readonly string[];
}

/**
 * What others call time per output token, (E2E − TTFT) / (tokens − 1), GuideLLM calls inter-token
 * latency. Its own time per output token is E2E / tokens since 0.3, with the first one, and was
 * (E2E − TTFT) / tokens before, whatever its docstring said (`request_stats.py`, `objects.py` of
 * vllm-project/guidellm). On the real report of llm-d's guides 50 · 2.485 ms = 124.3 ms =
 * 13.2 ms + 49 · 2.266 ms, the measured E2E.
 */
export function withGuidellmTimes(
  latencies: MeasuredLatencies,
  outputTokens: Statistic | null,
): Understood {
  const { tpot, itl, normalizedTpot } = latencies;
  if (tpot === null || normalizedTpot !== null) return { latencies, notes: [] };
  const isNormalized = includesFirstToken(latencies, outputTokens);
  const fate = isNormalized ? 'is E2E / tokens: taken as normalized' : 'is left out';
  return {
    latencies: { ...latencies, tpot: itl, normalizedTpot: isNormalized ? tpot : null },
    notes: [
      `time_per_output_token of GuideLLM ${fate}; what others call so is its inter_token_latency`,
    ],
  };
}

function includesFirstToken(
  { ttft, tpot, itl }: MeasuredLatencies,
  outputTokens: Statistic | null,
): boolean {
  const [tokens, first, next, all] = [outputTokens, ttft, itl, tpot].map(
    (statistic) => statistic?.mean ?? Number.NaN,
  ) as [number, number, number, number];
  const later = (tokens - 1) * next;
  return Math.abs(all * tokens - (first + later)) < Math.abs(all * tokens - later);
}

const MILLI = 1e-3;
/** How far E2E may be off for a report to be understood: what separates the units is 1000. */
const LIKENESS = 0.2;

/**
 * Corrects E2E latencies that are said to be milliseconds but hold seconds, as old versions of
 * llm-d-benchmark wrote GuideLLM's: TTFT + (output tokens − 1) · TPOT is then 1000 times E2E.
 * @param latencies with `e2e` as said: a thousandth of the numbers in the report.
 */
export function inSecondsAfterAll(
  latencies: MeasuredLatencies,
  outputTokens: Statistic | null,
): Understood {
  const { ttft, tpot, e2e } = latencies;
  const said = e2e?.mean ?? null;
  const tokens = outputTokens?.mean ?? null;
  const first = ttft?.mean ?? null;
  const next = tpot?.mean ?? null;
  if (e2e === null || said === null || tokens === null || first === null || next === null) {
    return { latencies, notes: [] };
  }
  const expected = first + (tokens - 1) * next;
  if (said === 0 || Math.abs((expected * MILLI) / said - 1) > LIKENESS) {
    return { latencies, notes: [] };
  }
  const note =
    'request_latency is said to be ms, but holds s: only so it is TTFT + (output tokens − 1) · ' +
    'time per output token; taken as s';
  return { latencies: { ...latencies, e2e: scaledStatistic(e2e, 1 / MILLI) }, notes: [note] };
}
