import type { MeasuredRequestColumns, Measurement } from '../../analysis/measurement.js';

/** What stands for the reason why a request failed, where only their number is known. */
const FAILED = 'failed';

/**
 * What `--save-detailed` adds: requests that were answered, then those that failed, as vLLM lists
 * both. Those that were neither when the run ended are left out, as vLLM's runs have none.
 * Intervals between tokens are not known of single requests.
 */
export function arraysOf({ perRequest, requests }: Measurement): Readonly<Record<string, unknown>> {
  const failed = requests.failed ?? 0;
  // Notebooks look whether every error is empty, with details or without.
  if (perRequest === null) return failed === 0 ? { errors: [] } : {};
  const kept = answered(perRequest);
  const withFailed = (column: Float64Array | null, missing: number | null) =>
    column && [
      ...kept.map((request) => jsonNumber(column[request])),
      ...new Array<number | null>(failed).fill(missing),
    ];
  return {
    input_lens: withFailed(perRequest.inputTokens, null),
    output_lens: withFailed(perRequest.outputTokens, 0),
    ttfts: withFailed(perRequest.ttftSeconds, 0),
    itls: null,
    latencies: withFailed(perRequest.e2eSeconds, 0),
    start_times: withFailed(perRequest.startSeconds, null),
    errors: [...kept.map(() => ''), ...new Array<string>(failed).fill(FAILED)],
  };
}

/** Positions of requests of which a time is known; all, where there is no column of times. */
function answered(columns: MeasuredRequestColumns): readonly number[] {
  const { inputTokens, outputTokens, startSeconds, ttftSeconds, e2eSeconds } = columns;
  const times = [ttftSeconds, e2eSeconds].filter((column) => column !== null);
  const any = times[0] ?? inputTokens ?? outputTokens ?? startSeconds;
  const all = Array.from(any ?? [], (_, request) => request);
  if (times.length === 0) return all;
  return all.filter((request) => times.some((column) => !Number.isNaN(column[request])));
}

function jsonNumber(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
