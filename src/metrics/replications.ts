import { InvariantError } from '../errors.js';
import type { Estimate } from './estimate.js';
import { estimateFigure } from './estimate-figure.js';
import type { WithLeaves } from './figures.js';
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
  return combine(summaries as unknown as NumberTree[], []) as unknown as AggregatedSummary;
}

function combine(trees: readonly NumberTree[], path: readonly string[]): EstimateTree {
  const [first] = trees;
  if (typeof first !== 'object') {
    return estimateFigure(path.join('.'), trees as readonly number[]);
  }
  return Object.fromEntries(
    Object.keys(first).map((key) => [
      key,
      combine(
        trees.map((tree) => branch(tree, key)),
        [...path, key],
      ),
    ]),
  );
}

function branch(tree: NumberTree, key: string): NumberTree {
  const next = typeof tree === 'object' ? tree[key] : undefined;
  if (next === undefined) throw new InvariantError('summaries differ in shape', { key });
  return next;
}
