import { meanOf } from '../sample.js';

/** So many observations make one batch mean. */
const BATCH = 5;

/**
 * MSER-5: how many observations at the start to leave out, so that the mean of the rest has the
 * least estimated standard error. K. White, M. Cobb, S. Spratt, "A comparison of five steady-state
 * truncation heuristics for simulation", Proc. Winter Simulation Conference 2000, 755.
 *
 * @returns a multiple of 5; null if the least is not in the first half: the observations do not
 * settle, or are too few to see it. Null also for fewer than 10 batches.
 */
export function mser5(observations: readonly number[]): number | null {
  const means = batchMeans(observations);
  const count = means.length;
  if (count < 10) return null;
  const half = Math.floor(count / 2);
  // From the end: mean and sum of squares of the last few, one more each time.
  let mean = 0;
  let squares = 0;
  let best = half;
  let least = Number.POSITIVE_INFINITY;
  for (let cut = count - 1; cut >= 0; cut--) {
    const kept = count - cut;
    const deviation = (means[cut] as number) - mean;
    mean += deviation / kept;
    squares += deviation * ((means[cut] as number) - mean);
    if (cut <= half && squares / kept ** 2 <= least) {
      least = squares / kept ** 2;
      best = cut;
    }
  }
  return best === half ? null : best * BATCH;
}

function batchMeans(observations: readonly number[]): readonly number[] {
  return Array.from({ length: Math.floor(observations.length / BATCH) }, (_, batch) =>
    meanOf(observations.slice(batch * BATCH, (batch + 1) * BATCH)),
  );
}
