import { createRunKey } from '../random/run-key.js';
import type { Scenario } from '../scenario/types.js';
import type { Seconds } from '../units.js';
import { createArrivals } from '../workload/arrivals.js';

/**
 * How many requests arrive in each bin of a window of a run, without simulating it: arrivals
 * depend on the seed, the replication and the workload alone.
 * @param window from its start (included) to its end (not included).
 * @param binSeconds > 0; the last bin ends with the window and may be shorter.
 */
export function countArrivals(
  { seed, workload }: Pick<Scenario, 'seed' | 'workload'>,
  replication: number,
  [from, to]: readonly [from: Seconds, to: Seconds],
  binSeconds: Seconds,
): readonly number[] {
  const bins = Math.ceil((to - from) / binSeconds);
  const counts: number[] = new Array(bins).fill(0);
  const source = createArrivals(workload, createRunKey(seed, replication));
  while (source.advance() && source.time < to) {
    if (source.time < from) continue;
    const bin = Math.min(bins - 1, Math.floor((source.time - from) / binSeconds));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}
