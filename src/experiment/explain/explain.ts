import type { Metric } from '../sweep/types.js';
import { explainMetric, type Factor, type MetricExplanation, type Runs } from './explanation.js';
import type { Ends } from './factors.js';
import type { Lens } from './lens.js';
import { mediationPaths } from './mediation.js';

/** The differences of some metrics between two settings, and where they come from. */
export interface Explanation {
  /** In the order of the registry. */
  readonly factors: readonly Factor[];
  readonly replications: number;
  readonly metrics: readonly MetricExplanation[];
  /** What a reader has to know of some factors. */
  readonly notes: readonly string[];
}

/** The metrics that are taken of every run: those explained, and those that mediate them. */
export function recordedPaths(metrics: readonly Metric[]): readonly string[] {
  const paths = metrics.flatMap(({ path }) => [path, ...Object.values(mediationPaths(path) ?? {})]);
  return [...new Set(paths)];
}

/**
 * The runs behind an explanation.
 * @param values by replication, by coalition, by path as `recordedPaths` gives them.
 */
export function runsOf(
  values: readonly (readonly (readonly number[])[])[],
  paths: readonly string[],
): Runs {
  return {
    replications: values.length,
    game: (replication, path) => {
      const position = paths.indexOf(path);
      return (values[replication] ?? []).map((metrics) => metrics[position] ?? Number.NaN);
    },
  };
}

/** Explains what the ends differ by. @param factors all of those between the ends. */
export function explain(
  ends: Ends,
  factors: readonly Lens[],
  metrics: readonly Metric[],
  runs: Runs,
): Explanation {
  const named = factors.map(({ name, label }) => ({ name, label }));
  return {
    factors: named,
    replications: runs.replications,
    metrics: metrics.map((metric) => explainMetric(metric, named, runs)),
    notes: factors.flatMap((lens) => lens.note?.(ends.from, ends.to) ?? []),
  };
}
