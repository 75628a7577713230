import type { Measurement } from '../measurement.js';

/** Two neighbouring rates no farther apart than this share are one load. */
const SAME_RATE = 0.05;
/** Nor those that a count of Poisson arrivals makes by chance: so many standard deviations. */
const SAME_DEVIATIONS = 4;

/**
 * The rate at which requests were offered to each run. A benchmark is told its rate, and it is the
 * same number for all repetitions. Of a simulated run what arrived is known, which differs from
 * replication to replication: rates of runs that share everything else, each within 5 % of the
 * next (or what chance makes of so few requests), are one load, and their mean stands for it.
 */
export function offeredRates(
  runs: readonly Measurement[],
): ReadonlyMap<Measurement, number | null> {
  const rates = new Map<Measurement, number | null>();
  const simulated = new Map<string, Measurement[]>();
  for (const run of runs) {
    rates.set(run, run.load.requestsPerSecond);
    if (run.origin !== 'simulated' || !Number.isFinite(run.load.requestsPerSecond)) continue;
    const { experiment, condition, model, gpu, load } = run;
    const { inputTokens, outputTokens, concurrency } = load;
    const key = [experiment, condition, model, gpu, inputTokens, outputTokens, concurrency];
    const text = JSON.stringify(key);
    simulated.set(text, [...(simulated.get(text) ?? []), run]);
  }
  for (const alike of simulated.values()) {
    for (const cluster of clustersOf(alike)) {
      const mean = cluster.reduce((sum, run) => sum + rateOf(run), 0) / cluster.length;
      for (const run of cluster) rates.set(run, mean);
    }
  }
  return rates;
}

function clustersOf(runs: readonly Measurement[]): readonly (readonly Measurement[])[] {
  const clusters: Measurement[][] = [];
  for (const run of [...runs].sort((a, b) => rateOf(a) - rateOf(b))) {
    const last = clusters.at(-1)?.at(-1);
    if (last !== undefined && rateOf(run) <= rateOf(last) * (1 + toleranceOf(last)))
      clusters.at(-1)?.push(run);
    else clusters.push([run]);
  }
  return clusters;
}

function rateOf({ load }: Measurement): number {
  return load.requestsPerSecond ?? Number.NaN;
}

function toleranceOf({ requests }: Measurement): number {
  const chance = requests.total === null ? 0 : SAME_DEVIATIONS / Math.sqrt(requests.total);
  return Math.max(SAME_RATE, chance);
}
