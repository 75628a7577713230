import { pooledQuantile } from '../../../src/experiment/statistics/pooled-quantile.js';
import {
  precisionReached,
  replicationChecks,
} from '../../../src/experiment/statistics/precision.js';
import { type Estimate, estimateFraction, estimateMean } from '../../../src/metrics/estimate.js';
import { LogHistogram } from '../../../src/metrics/latency/log-histogram.js';
import { GammaSampler } from '../../../src/random/gamma-sampler.js';
import { createRunKey } from '../../../src/random/run-key.js';
import { type LatencySource, latencyQuantile, type Queue } from './queue-runs.js';

/** As many as sweeps have at least. */
const REPLICATIONS = 20;

/** How often intervals contain what is true. */
export class Coverage {
  readonly #truth: number;
  studies = 0;
  /** Studies without an interval: nothing varied. */
  without = 0;
  covered = 0;
  tooLow = 0;
  tooHigh = 0;

  constructor(truth: number) {
    this.#truth = truth;
  }

  add({ ci95 }: Estimate): void {
    this.studies++;
    if (ci95 === null) this.without++;
    else if (ci95[1] < this.#truth) this.tooLow++;
    else if (ci95[0] > this.#truth) this.tooHigh++;
    else this.covered++;
  }

  /** Of the studies that have an interval. */
  get share(): number {
    return this.covered / (this.studies - this.without);
  }
}

/** What is true of a queue, and how often intervals from 20 replications contain it. */
export interface QueueCoverage {
  readonly mean: Coverage;
  /** By the attainment that is true. */
  readonly attainments: ReadonlyMap<number, Coverage>;
  /** By probability. */
  readonly pooledQuantiles: ReadonlyMap<number, Coverage>;
}

/**
 * Repeats a study of a queue: 20 replications, intervals of the mean latency, of attainments and
 * of pooled quantiles.
 * @param attainments true values; each has its own deadline.
 */
export function coverQueue(
  latenciesOf: LatencySource,
  queue: Queue,
  studies: number,
  attainments: readonly number[],
  probabilities: readonly number[],
): QueueCoverage {
  const mean = new Coverage(1 / (1 - queue.load));
  const onTime = new Map(attainments.map((p) => [p, new Coverage(p)]));
  const quantiles = new Map(
    probabilities.map((p) => [p, new Coverage(latencyQuantile(queue.load, p))]),
  );
  const seed = `coverage ${queue.load} ${queue.customers} ${queue.start}`;
  for (let study = 0; study < studies; study++) {
    const runs = Array.from({ length: REPLICATIONS }, (_, at) =>
      latenciesOf(queue, seed, study * REPLICATIONS + at),
    );
    mean.add(estimateMean(runs.map(meanOf)));
    for (const [p, coverage] of onTime) {
      const deadline = latencyQuantile(queue.load, p);
      coverage.add(estimateFraction(runs.map((run) => shareBelow(run, deadline))));
    }
    if (quantiles.size === 0) continue;
    const counted = runs.map((run) => {
      const histogram = new LogHistogram();
      for (const latency of run) histogram.push(latency);
      return histogram.counted();
    });
    for (const [p, coverage] of quantiles) coverage.add(pooledQuantile(counted, p));
  }
  return { mean, attainments: onTime, pooledQuantiles: quantiles };
}

export function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function shareBelow(latencies: Float64Array, deadline: number): number {
  let count = 0;
  for (const latency of latencies) if (latency < deadline) count++;
  return count / latencies.length;
}

/**
 * Replications are added until their mean is known to ± `relative`.
 * @param least replications. @param draw a replication's figure, of which the mean is 1.
 * @returns coverage of the interval at the stop, and the mean number of replications used.
 */
export function coverStopping(
  draw: (replication: number) => number,
  least: number,
  relative: number,
  studies: number,
): { coverage: Coverage; replications: number } {
  const target = { metric: 'latencySeconds.mean', of: 'mean', absolute: null, relative } as const;
  const coverage = new Coverage(1);
  let used = 0;
  for (let study = 0; study < studies; study++) {
    const figures: number[] = [];
    for (const check of replicationChecks(least, 1000)) {
      while (figures.length < check) figures.push(draw(used++));
      const sample = { cells: [0], baseline: null, values: () => figures };
      if (precisionReached([target], sample)) break;
    }
    coverage.add(estimateMean(figures));
  }
  return { coverage, replications: used / studies };
}

/** Batches of 1 … 64 requests, each on time or late as a whole; some runs are worse than others. */
export interface Batches {
  /** In a run. */
  readonly batches: number;
  /**
   * The chance of a batch to be on time differs from run to run, by a beta distribution with this
   * share of the largest variance that a chance can have.
   */
  readonly overdispersion: number;
}

/**
 * Repeats a study of attainments where requests of a batch share their fate. Sizes do not depend
 * on it, so that the mean of the runs' attainments is the mean chance of a batch.
 */
export function coverBatches(
  { batches, overdispersion }: Batches,
  attainment: number,
  studies: number,
): Coverage {
  const coverage = new Coverage(attainment);
  const key = createRunKey(`batches ${batches} ${overdispersion} ${attainment}`, 0);
  const [sizes, fates] = [key.stream('size'), key.stream('fate')];
  const certainty = 1 / overdispersion - 1;
  const on = new GammaSampler(attainment * certainty, key.stream('on time'));
  const late = new GammaSampler((1 - attainment) * certainty, key.stream('late'));
  for (let study = 0; study < studies; study++) {
    const runs = Array.from({ length: REPLICATIONS }, () => {
      const good = on.next();
      const chance = good / (good + late.next());
      let [onTime, all] = [0, 0];
      for (let batch = 0; batch < batches; batch++) {
        const size = 1 + Math.floor(sizes.next() * 64);
        all += size;
        if (fates.next() < chance) onTime += size;
      }
      return onTime / all;
    });
    coverage.add(estimateFraction(runs));
  }
  return coverage;
}
