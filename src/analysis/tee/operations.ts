import type { MeasuredMode, Measurement } from '../measurement.js';
import { product, quotient } from './energy.js';
import type { Quantity } from './quantity.js';

/** What an hour of the machine costs, by TEE mode. */
export interface Prices extends Readonly<Record<MeasuredMode, number>> {
  readonly currency: string;
}

/** Requests on time; null with the reason where that is not known. */
export type OnTime =
  | { readonly requests: number; readonly reason: null }
  | { readonly requests: null; readonly reason: string };

/** What a run cost: duration / 3600 × price; null where a part is not known. */
export function costOf(run: Measurement, prices: Prices): number | null {
  const price = priceOf(run, prices);
  return product(run.durationSeconds, price === null ? null : price / 3600);
}

/** Per hour. Where the mode is not said, and prices differ, there is none. */
function priceOf({ teeMode }: Measurement, prices: Prices): number | null {
  if (teeMode !== null) return prices[teeMode];
  return prices.off === prices.cc ? prices.off : null;
}

/**
 * Requests with a latency below the SLA: counted one by one where the run has them, else as the
 * source counted them, if for that SLA.
 * @param slaSeconds null: by the SLA that the source counted for.
 */
export function onTimeOf({ perRequest, onTime }: Measurement, slaSeconds: number | null): OnTime {
  if (slaSeconds !== null && perRequest?.e2eSeconds != null) {
    const requests = perRequest.e2eSeconds.filter((each) => each < slaSeconds).length;
    return { requests, reason: null };
  }
  if (onTime !== null && (slaSeconds === null || onTime.slaSeconds === slaSeconds)) {
    return { requests: onTime.requests, reason: null };
  }
  if (onTime !== null) {
    return unknown(`on-time requests are counted for an SLA of ${onTime.slaSeconds} s only`);
  }
  if (slaSeconds === null) return unknown('no SLA: give one with --sla');
  return unknown('latencies of single requests are not recorded (vLLM: --save-detailed)');
}

function unknown(reason: string): OnTime {
  return { requests: null, reason };
}

/** Prices of what a run does, for a machine that is paid by the hour. */
export function priceQuantities(prices: Prices, slaSeconds: number | null): readonly Quantity[] {
  const per = (
    name: string,
    label: string,
    size: number,
    perSecond: (run: Measurement) => number | null,
  ): Quantity => ({
    ...{ name, label, unit: prices.currency, factor: 1 },
    read: (run) => {
      const price = priceOf(run, prices);
      return quotient(price === null ? null : (price / 3600) * size, perSecond(run));
    },
  });
  const onTime = (run: Measurement): number | null =>
    rateOf(run, onTimeOf(run, slaSeconds).requests, null);
  return [
    per('cost_per_million_output_tokens', 'cost per 1M output tokens', 1e6, (run) =>
      rateOf(run, run.totalOutputTokens, run.throughput.outputTokensPerSecond),
    ),
    per('cost_per_million_tokens', 'cost per 1M tokens', 1e6, (run) =>
      rateOf(run, totalTokensOf(run), run.throughput.totalTokensPerSecond),
    ),
    per('cost_per_1000_requests', 'cost per 1,000 requests', 1000, (run) =>
      rateOf(run, run.requests.completed, run.throughput.requestsPerSecond),
    ),
    per('cost_per_1000_on_time', 'cost per 1,000 requests on time', 1000, onTime),
  ];
}

/** By what was counted over the run, else as the source says it. */
function rateOf(
  { durationSeconds }: Measurement,
  count: number | null,
  stated: number | null,
): number | null {
  return quotient(count, durationSeconds) ?? stated;
}

function totalTokensOf({ totalInputTokens, totalOutputTokens }: Measurement): number | null {
  if (totalInputTokens === null || totalOutputTokens === null) return null;
  return totalInputTokens + totalOutputTokens;
}
