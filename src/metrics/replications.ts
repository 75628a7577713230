import { InvariantError } from '../errors.js';
import { type Estimate, estimateFraction, estimateMean } from './estimate.js';
import { FIGURES, type WithLeaves } from './figures.js';
import type { RunSummary } from './summary.js';

/** A summary with an estimate over replications in place of every number. */
export type AggregatedSummary = WithLeaves<RunSummary, Estimate>;

/** A tree with numbers for leaves. */
type NumberTree = number | { readonly [key: string]: NumberTree };
type EstimateTree = Estimate | { readonly [key: string]: EstimateTree };

/**
 * The figures of several replications of one scenario as means with 95 % intervals: of fractions
 * on the logit scale, of all else by Student t. The estimand is the mean over runs of this length
 * of a run's figure; for `p95`, the mean of the runs' own 95th percentiles.
 * @param summaries one for each replication, at least one, all of the same models.
 */
export function aggregate(summaries: readonly RunSummary[]): AggregatedSummary {
  if (summaries.length === 0) throw new InvariantError('nothing to aggregate');
  const fractions = new Set(
    FIGURES.filter((figure) => figure.unit === 'fraction').map((figure) => figure.path as string),
  );
  const estimate = (values: readonly number[], path: readonly string[]): Estimate => {
    const figure = path[0] === 'perModel' ? path.slice(2) : path;
    return fractions.has(figure.join('.')) ? estimateFraction(values) : estimateMean(values);
  };
  return combine(
    summaries as unknown as NumberTree[],
    [],
    estimate,
  ) as unknown as AggregatedSummary;
}

function combine(
  trees: readonly NumberTree[],
  path: readonly string[],
  estimate: (values: readonly number[], path: readonly string[]) => Estimate,
): EstimateTree {
  const [first] = trees;
  if (typeof first !== 'object') return estimate(trees as readonly number[], path);
  return Object.fromEntries(
    Object.keys(first).map((key) => [
      key,
      combine(
        trees.map((tree) => branch(tree, key)),
        [...path, key],
        estimate,
      ),
    ]),
  );
}

function branch(tree: NumberTree, key: string): NumberTree {
  const next = typeof tree === 'object' ? tree[key] : undefined;
  if (next === undefined) throw new InvariantError('summaries differ in shape', { key });
  return next;
}
