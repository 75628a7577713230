import { t95 } from '../../metrics/estimate.js';
import { meanOf } from '../../metrics/sample.js';

/** A mean over runs of which some are not independent of each other. */
export interface ClusteredMean {
  readonly mean: number;
  /** 95 % interval; null for fewer than two clusters, or when nothing varies. */
  readonly ci95: readonly [low: number, high: number] | null;
  readonly clusters: number;
}

/**
 * Mean with the cluster-robust (sandwich) variance: deviations are summed within clusters before
 * they are squared, so that runs of one cluster may depend on each other in any way. Clusters of
 * unequal size count as n² / Σn_g² equal ones (Carter, Schnepel and Steigerwald 2017), less one
 * the degrees of freedom of Student's t, at least 1.
 * @param clusters the cluster of each value.
 */
export function clusteredMean(
  values: readonly number[],
  clusters: readonly number[],
): ClusteredMean {
  const mean = meanOf(values);
  const sums = new Map<number, { size: number; deviation: number }>();
  values.forEach((value, at) => {
    const cluster = clusters[at] as number;
    const { size, deviation } = sums.get(cluster) ?? { size: 0, deviation: 0 };
    sums.set(cluster, { size: size + 1, deviation: deviation + value - mean });
  });
  const groups = [...sums.values()];
  const g = groups.length;
  const squares = groups.reduce((sum, { deviation }) => sum + deviation ** 2, 0);
  if (g < 2 || !(squares > 0)) return { mean, ci95: null, clusters: g };
  const n = values.length;
  const effective = n ** 2 / groups.reduce((sum, { size }) => sum + size ** 2, 0);
  const error = Math.sqrt((g / (g - 1)) * squares) / n;
  const reach = t95(Math.max(1, effective - 1)) * error;
  return { mean, ci95: [mean - reach, mean + reach], clusters: g };
}
