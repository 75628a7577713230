import type { PlanProblem } from '../types.js';
import { outputAxis, outputTokensOf } from './output-tokens.js';
import type { RunLength, TableBucket, TableModel, TooSlow, VerifyOptions } from './types.js';

/** So many requests are judged in a run at least, … */
const LEAST_JUDGED = 5000;
/** … so long at least, s, … */
const LEAST_SECONDS = 1800;
/** … and as many times the longest request. */
const LONGEST_REQUESTS = 100;
const WARM_UP_SHARE = 1 / 6;

/**
 * What a plan says of requests and GPUs, as queues: a request of a bucket needs 1/throughput seconds
 * on a GPU that it has to itself. Headroom is left out: it is the plan's margin, not demand.
 * @throws UserError if output tokens are not known.
 */
export function tableModel(
  { workload, types }: PlanProblem,
  { outputTokens, sloSecondsPerToken }: Pick<VerifyOptions, 'outputTokens' | 'sloSecondsPerToken'>,
): TableModel {
  const tokens = outputTokensOf(workload, outputTokens);
  const isByRow = outputAxis(workload) === 'rows';
  const total = workload.shares.flat().reduce((sum, share) => sum + share, 0);
  const buckets = workload.shares.flatMap((shares, row) =>
    shares.flatMap((share, column): TableBucket[] => {
      const count = tokens[isByRow ? row : column] ?? Number.NaN;
      const limitSeconds = count * sloSecondsPerToken;
      if (share === 0) return [];
      return [{ row, column, probability: share / total, outputTokens: count, limitSeconds }];
    }),
  );
  const seconds = types.map(({ throughput }) =>
    buckets.map(({ row, column }) => 1 / (throughput[row]?.[column] ?? 0)),
  );
  return { buckets, rate: workload.rate * total, seconds };
}

/** How long to simulate: long enough for requests to be many, and for the longest to be short. */
export function runLength({ rate, seconds }: TableModel): RunLength {
  const longest = Math.max(...seconds.flat().filter(Number.isFinite));
  const judgedSeconds = Math.ceil(
    Math.max(LEAST_SECONDS, LEAST_JUDGED / rate, LONGEST_REQUESTS * longest),
  );
  return { judgedSeconds, warmUpSeconds: Math.ceil(judgedSeconds * WARM_UP_SHARE) };
}

/** More requests than this in a run, and it would take hours. */
const MOST_REQUESTS = 1e8;

/** Why a run would be too long to be simulated; null: it is not. */
export function tooLong(model: TableModel): string | null {
  const { judgedSeconds, warmUpSeconds } = runLength(model);
  const requests = (judgedSeconds + warmUpSeconds) * model.rate;
  if (requests <= MOST_REQUESTS) return null;
  const shown = (value: number): string => String(Number(value.toPrecision(3)));
  return `${shown(requests)} requests in ${shown(judgedSeconds + warmUpSeconds)} s`;
}

/** Types on which a request of a bucket misses the SLO even alone. */
export function tooSlowTypes({ buckets, seconds }: TableModel): readonly TooSlow[] {
  return seconds.flatMap((bySize, type) =>
    buckets.flatMap(({ limitSeconds, outputTokens }, bucket): TooSlow[] => {
      const alone = bySize[bucket] ?? Number.POSITIVE_INFINITY;
      if (!Number.isFinite(alone) || alone <= limitSeconds) return [];
      return [{ type, bucket, secondsPerToken: alone / outputTokens }];
    }),
  );
}

/**
 * What a bucket needs alone on each type of a fleet, Infinity where it is not sent: a type on which
 * it misses the SLO even alone gets it only if the fleet has no better one, as it would burden that
 * GPU for nothing.
 * @param counts GPUs by type.
 */
export function admitted(
  { buckets, seconds }: TableModel,
  counts: readonly number[],
): readonly (readonly number[])[] {
  const canMeet = buckets.map(({ limitSeconds }, bucket) =>
    seconds.some(
      (bySize, type) => (counts[type] ?? 0) > 0 && (bySize[bucket] ?? Number.NaN) <= limitSeconds,
    ),
  );
  return seconds.map((bySize) =>
    bySize.map((alone, bucket) => {
      const limit = buckets[bucket]?.limitSeconds ?? 0;
      return alone > limit && canMeet[bucket] === true ? Number.POSITIVE_INFINITY : alone;
    }),
  );
}
