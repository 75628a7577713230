import { studentTQuantile } from '../random/statistics.js';
import type { Better } from './figures.js';
import { meanOf, varianceOf } from './sample.js';

/** One candidate of several, beside the best of the others. */
export interface Standing {
  /** Its mean less the best mean among the others. */
  readonly fromBest: number;
  /**
   * Of the expected value of `fromBest`; the intervals of all candidates hold together with 95 %
   * probability. What is shown not to be the best has 0 at one end, and so has what is shown to be
   * the only best. Null with fewer than two replications and where nothing varies.
   */
  readonly fromBestCi95: readonly [low: number, high: number] | null;
  /** No other is shown to be better. The best is among those with at least 95 % probability. */
  readonly mayBeBest: boolean;
}

const ERROR_RATE = 0.05;

/**
 * Multiple comparisons with the best: how far every candidate is from the best of the others, with
 * intervals that hold for all at once. J. Hsu, "Constrained simultaneous confidence intervals for
 * multiple comparisons with the best", Ann. Stat. 12 (1984) 1136.
 *
 * Hsu's critical value is for independent samples of equal variance; ours share random numbers.
 * His argument needs only that the unknown best lies, by one-sided bounds, not too far below each
 * of the k − 1 others: here by Student t bounds of the pairs, joined by Bonferroni's inequality.
 *
 * @param candidates at least two; of each its replications, equally many, all of them numbers.
 */
export function compareWithBest(
  candidates: readonly (readonly number[])[],
  better: NonNullable<Better>,
): readonly Standing[] {
  const sign = better === 'higher' ? 1 : -1;
  const leads = leadsOf(candidates.map((values) => values.map((value) => sign * value)));
  const highs = leads.map((row) => Math.min(...row.map(({ mean, reach }) => mean + reach)));
  return leads.map((row, at) => {
    const lead = Math.min(...row.map(({ mean }) => mean));
    const rivals = row.filter(({ over }) => (highs[over] as number) >= 0);
    const low = Math.min(0, ...rivals.map(({ mean, reach }) => mean - reach));
    const high = highs[at] as number;
    return {
      // + 0: not −0.
      fromBest: sign * lead + 0,
      fromBestCi95: intervalOf(sign, low, Math.max(0, high)),
      mayBeBest: high >= 0,
    };
  });
}

/** By how much one candidate is ahead of another: the mean, and what it may be off by. */
interface Lead {
  readonly over: number;
  readonly mean: number;
  readonly reach: number;
}

/** Of every candidate, its leads over all others. */
function leadsOf(candidates: readonly (readonly number[])[]): readonly (readonly Lead[])[] {
  const n = candidates[0]?.length ?? 0;
  const t = n < 2 ? Number.NaN : studentTQuantile(1 - ERROR_RATE / (candidates.length - 1), n - 1);
  return candidates.map((values, at) =>
    candidates.flatMap((others, over) => {
      if (over === at) return [];
      const apart = values.map((value, replication) => value - (others[replication] as number));
      const reach = n < 2 ? Number.POSITIVE_INFINITY : t * Math.sqrt(varianceOf(apart) / n);
      return [{ over, mean: meanOf(apart), reach }];
    }),
  );
}

function intervalOf(sign: number, low: number, high: number): readonly [number, number] | null {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) return null;
  return sign > 0 ? [low, high] : [0 - high, 0 - low];
}
