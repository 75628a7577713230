import type { MeasuredRequestColumns } from '../../analysis/measurement.js';
import { quoted } from '../../workload/trace/issue-list.js';
import type { RequestArrays } from './request-arrays.js';

/** What the arrays say of the requests that were answered, and how many were not. */
export interface AnsweredRequests {
  readonly columns: MeasuredRequestColumns;
  /** Those between tokens, request by request; null where they are not said. */
  readonly itlSeconds: readonly Float64Array[] | null;
  readonly answered: number;
  /** Those with an error. */
  readonly failed: number;
  /** Those that ended without an error and without output, which vLLM of 2024 took for completed. */
  readonly empty: number;
}

/**
 * Requests one by one. Those that failed are left out: what they hold (zeros, or the time until an
 * error) is no latency.
 * @param notes takes what was left out or computed.
 */
export function answeredRequests(arrays: RequestArrays, notes: string[]): AnsweredRequests {
  const all = Array.from({ length: arrays.count }, (_, request) => request);
  const failed = all.filter((request) => hasError(arrays, request));
  const empty = all.filter((request) => !hasError(arrays, request) && isEmpty(arrays, request));
  const kept = all.filter((request) => !hasError(arrays, request) && !isEmpty(arrays, request));
  noteLeftOut(arrays, failed, empty, notes);
  const pick = (values: Float64Array | null): Float64Array | null =>
    values && Float64Array.from(kept, (request) => valueAt(values, request));
  const ttft = arrays.ttftSeconds && Float64Array.from(kept, (at) => ttftOf(arrays, at));
  noteWithoutStream(ttft, notes);
  return {
    columns: {
      startSeconds: sinceFirst(pick(arrays.startSeconds), arrays.startSeconds),
      inputTokens: pick(arrays.inputTokens),
      outputTokens: pick(arrays.outputTokens),
      ttftSeconds: ttft,
      e2eSeconds: latencies(arrays, kept, notes),
    },
    itlSeconds: arrays.itlSeconds && kept.map((at) => arrays.itlSeconds?.[at] ?? NO_VALUES),
    answered: kept.length,
    failed: failed.length,
    empty: empty.length,
  };
}

const NO_VALUES = new Float64Array(0);

function valueAt(values: Float64Array | null, request: number): number {
  return values?.[request] ?? Number.NaN;
}

function hasError({ errors }: RequestArrays, request: number): boolean {
  return errors !== null && errors[request] !== '';
}

/** Without output and without a first token, or over in no time: it was not answered. */
function isEmpty(arrays: RequestArrays, request: number): boolean {
  if (valueAt(arrays.latencySeconds, request) === 0) return true;
  return valueAt(arrays.outputTokens, request) === 0 && !(ttftOf(arrays, request) > 0);
}

/** NaN for the 0 that stands where answers did not come as a stream. */
function ttftOf({ ttftSeconds }: RequestArrays, request: number): number {
  return valueAt(ttftSeconds, request) || Number.NaN;
}

function latencies(
  arrays: RequestArrays,
  kept: readonly number[],
  notes: string[],
): Float64Array | null {
  const { latencySeconds, ttftSeconds, itlSeconds } = arrays;
  if (latencySeconds !== null) {
    return Float64Array.from(kept, (request) => valueAt(latencySeconds, request));
  }
  if (ttftSeconds === null || itlSeconds === null) return null;
  notes.push('E2E of each request: computed, TTFT + the sum of its ITLs');
  return Float64Array.from(kept, (request) => {
    const intervals = itlSeconds[request] ?? NO_VALUES;
    return intervals.reduce((sum, seconds) => sum + seconds, ttftOf(arrays, request));
  });
}

/**
 * From the first request that was sent, answered or not. One that failed before it was sent has 0,
 * which is no time of the client's clock.
 */
function sinceFirst(kept: Float64Array | null, all: Float64Array | null): Float64Array | null {
  if (kept === null || all === null) return null;
  const sent = [kept, all.filter((start) => start !== 0)];
  const earlier = (least: number, start: number): number => (start < least ? start : least);
  const first = sent.reduce((least, starts) => starts.reduce(earlier, least), Infinity);
  return kept.map((start) => start - first);
}

function noteLeftOut(
  { count, errors }: RequestArrays,
  failed: readonly number[],
  empty: readonly number[],
  notes: string[],
): void {
  const [first] = failed;
  if (first !== undefined) {
    const said = quoted((errors?.[first] ?? '').trim());
    notes.push(
      `${failed.length} of ${count} requests failed (the first: ${said}): left out of what is per request`,
    );
  }
  if (empty.length > 0) {
    notes.push(
      `${empty.length} of ${count} requests ended without any output: counted as failed, left out of what is per request`,
    );
  }
}

function noteWithoutStream(ttft: Float64Array | null, notes: string[]): void {
  const without = ttft?.filter(Number.isNaN).length ?? 0;
  if (without > 0) notes.push(`TTFT of ${without} answered requests: unknown`);
}
