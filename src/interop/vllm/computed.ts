import type { MeasuredLatencies, Statistic } from '../../analysis/measurement.js';
import { quantilesOf } from '../../metrics/latency/quantiles.js';
import type { AnsweredRequests } from './requests.js';

/** Quantiles that are computed of every quantity. */
const PROBABILITIES = [0.5, 0.9, 0.95, 0.99] as const;

/**
 * Mean, standard deviation (of the population, as vLLM's numpy has it), extremes, and quantiles
 * with linear interpolation.
 * @param chunks numbers ≥ 0; NaN is left out.
 * @returns null when there are none.
 */
export function statisticOf(chunks: readonly Float64Array[]): Statistic | null {
  const known = chunks.map((chunk) =>
    chunk.some(Number.isNaN) ? chunk.filter((value) => !Number.isNaN(value)) : chunk,
  );
  let count = 0;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  for (const chunk of known) {
    for (const value of chunk) {
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    count += chunk.length;
  }
  if (count === 0) return null;
  const mean = sum / count;
  const squares = known.reduce(
    (total, chunk) => chunk.reduce((part, value) => part + (value - mean) ** 2, total),
    0,
  );
  const values = quantilesOf(known, PROBABILITIES);
  return {
    mean,
    sd: Math.sqrt(squares / count),
    min,
    max,
    quantiles: PROBABILITIES.map((p, index) => ({ p, value: values[index] as number })),
  };
}

/** Times of requests by what is known of each; null where the arrays do not have it. */
export function computedLatencies({ columns, itlSeconds }: AnsweredRequests): MeasuredLatencies {
  const { ttftSeconds, e2eSeconds, outputTokens } = columns;
  const perToken = (
    seconds: (request: number) => number,
    tokens: (request: number) => number,
  ): Statistic | null => {
    if (e2eSeconds === null || outputTokens === null) return null;
    const times = e2eSeconds.map((_, request) =>
      tokens(request) > 0 ? seconds(request) / tokens(request) : Number.NaN,
    );
    // Clocks differ by rounding: an answer that came all at once may end before its first token.
    return statisticOf([times.map((time) => Math.max(time, 0))]);
  };
  const at = (values: Float64Array | null, request: number): number =>
    values?.[request] ?? Number.NaN;
  return {
    ttft: ttftSeconds && statisticOf([ttftSeconds]),
    tpot: unlessAllAtOnce(
      perToken(
        (request) => at(e2eSeconds, request) - at(ttftSeconds, request),
        (request) => at(outputTokens, request) - 1,
      ),
    ),
    itl: itlSeconds && statisticOf(itlSeconds),
    e2e: e2eSeconds && statisticOf([e2eSeconds]),
    normalizedTpot: perToken(
      (request) => at(e2eSeconds, request),
      (request) => at(outputTokens, request),
    ),
  };
}

/** Where every answer came as a whole, with its first token, there is no time per further token. */
function unlessAllAtOnce(tpot: Statistic | null): Statistic | null {
  return tpot?.max === 0 ? null : tpot;
}
