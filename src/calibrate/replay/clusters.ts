import type { MeasuredRun } from '../../interop/measured.js';
import { covarianceOf, varianceOf } from '../../metrics/sample.js';

/** Arrivals are counted in bins of this length. */
const BIN_SECONDS = 10;
/** Two runs whose counts correlate at least so much share their arrivals. */
const SHARED_CORRELATION = 0.8;

/**
 * Groups runs that replay one arrival path: their errors are not independent. In SINCERE the
 * clients were seeded alike, so that all gamma runs of one mean share one path, and all ramp runs;
 * bursty runs, whose phases follow the clock, share some. It shows in the arrivals themselves:
 * shared are those whose counts in 10 s bins correlate by 0.8 or more (independent Poisson paths:
 * about 0 ± 0.1).
 * @returns for each run the number of its cluster, 0, 1, … in order of first appearance.
 */
export function arrivalClusters(runs: readonly MeasuredRun[]): number[] {
  const residuals = runs.map(countsOf);
  const leaders: number[] = [];
  return runs.map((run, at) => {
    const found = leaders.findIndex((leader) =>
      shareArrivals(run, runs[leader] as MeasuredRun, residuals[at], residuals[leader]),
    );
    if (found >= 0) return found;
    return leaders.push(at) - 1;
  });
}

function shareArrivals(
  a: MeasuredRun,
  b: MeasuredRun,
  countsA: readonly number[] = [],
  countsB: readonly number[] = [],
): boolean {
  if (a.pattern !== b.pattern || a.nominalRate !== b.nominalRate) return false;
  if (countsA.length !== countsB.length) return false;
  const [varianceA, varianceB] = [varianceOf(countsA), varianceOf(countsB)];
  // Evenly spaced requests have no path to tell apart.
  if (varianceA === 0 || varianceB === 0) return varianceA === varianceB;
  const spread = Math.sqrt(varianceA * varianceB);
  return covarianceOf(countsA, countsB) >= SHARED_CORRELATION * spread;
}

function countsOf({ requests, durationSeconds }: MeasuredRun): number[] {
  const counts = new Array<number>(Math.ceil(durationSeconds / BIN_SECONDS)).fill(0);
  for (const time of requests.arrivals) {
    const bin = Math.floor(time / BIN_SECONDS);
    if (bin < counts.length) counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}
