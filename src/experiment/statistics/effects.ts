import { qValues } from '../../metrics/false-discovery.js';
import { commonDifference, type PairedDifference } from '../../metrics/paired.js';
import { isConstant, largestSize } from '../../metrics/sample.js';
import { isWithin, pValueOf } from '../../metrics/t-test.js';
import { type Cell, type CellPair, pairWithBaseline } from '../grid.js';
import type { SweepResults } from '../results/types.js';
import type { Metric } from '../sweep/types.js';

/** Discoveries are called at this false discovery rate. */
const FALSE_DISCOVERY_RATE = 0.05;

/**
 * What can be said of a cell against its baseline. `equivalent`: shown to differ by less than the
 * margin that the sweep gives, however small the difference. `not distinguishable` is no proof of
 * equality.
 */
export type Verdict = 'higher' | 'lower' | 'equivalent' | 'not distinguishable';

/** One metric of one cell beside its baseline. */
export interface Effect {
  /** Positions in the sweep. */
  readonly cell: number;
  readonly baseline: number;
  readonly metric: Metric;
  /** `a` is the cell, `b` the baseline: means, difference and ratio with intervals. */
  readonly comparison: PairedDifference;
  /** That there is no difference, by Student's t over the pairs; null without variation. */
  readonly pValue: number | null;
  /** The same among all pairs of this metric, by Benjamini and Hochberg; null as `pValue`. */
  readonly qValue: number | null;
  /** Null with fewer than two pairs: one run a side says nothing of others. */
  readonly verdict: Verdict | null;
  /**
   * The difference is the same in every pair, n ≥ 2: the verdict is that difference, without
   * interval, p or q. That n runs agree is no certainty.
   */
  readonly noVariation: boolean;
  /** Pairing made the comparison less precise (variance ratio < 1). */
  readonly pairingHurt: boolean;
}

/**
 * Every cell of a sweep compared with its baseline along the pairing column, replication by
 * replication: metrics in the order of the sweep, and for each the pairs in order of their cells.
 * Pairs without a common replication are left out. Empty when the sweep pairs nothing.
 * @param metrics those wanted; default: all. An effect is the same whatever the others are.
 */
export function effectsOf(
  results: SweepResults,
  metrics: readonly Metric[] = results.description.metrics,
): readonly Effect[] {
  const pairs = pairsOf(results);
  return metrics.flatMap((metric) => effectsOn(metric, pairs, results));
}

/** The pairs with at least one replication finished on both sides. */
function pairsOf(results: SweepResults): readonly CellPair[] {
  const { pairing, columns, cells } = results.description;
  if (pairing === null) return [];
  const axis = columns.findIndex(({ name }) => name === pairing.column);
  const points = cells.map(({ values }, index) => ({ index, values }));
  const isStarted = ({ index }: Cell): boolean => results.replications(index) > 0;
  return pairWithBaseline(points, { axis, value: pairing.baseline }).filter(
    ({ cell, baseline }) => isStarted(cell) && isStarted(baseline),
  );
}

function effectsOn(
  metric: Metric,
  pairs: readonly CellPair[],
  results: SweepResults,
): readonly Effect[] {
  const margin = results.description.pairing?.margins[metric.path] ?? null;
  const comparisons = pairs.map(({ cell, baseline }) =>
    commonDifference(
      results.values(cell.index, metric.path),
      results.values(baseline.index, metric.path),
    ),
  );
  const pValues = comparisons.map(({ difference }) => pValueOf(difference));
  const adjusted = qValues(pValues.filter((p) => p !== null)).values();
  return pairs.map(({ cell, baseline }, at) => {
    const comparison = comparisons[at] as PairedDifference;
    const pValue = pValues[at] as number | null;
    const qValue = pValue === null ? null : (adjusted.next().value as number);
    return {
      cell: cell.index,
      baseline: baseline.index,
      metric,
      comparison,
      pValue,
      qValue,
      verdict: verdictOf(comparison, qValue, margin),
      noVariation: pValue === null && comparison.n > 1,
      pairingHurt: comparison.varianceRatio < 1,
    };
  });
}

function verdictOf(
  comparison: PairedDifference,
  qValue: number | null,
  margin: number | null,
): Verdict | null {
  const { n, difference, meanA, meanB } = comparison;
  if (n < 2) return null;
  if (qValue !== null) {
    if (margin !== null && isWithin(difference, margin)) return 'equivalent';
    return qValue <= FALSE_DISCOVERY_RATE ? directionOf(difference.mean) : 'not distinguishable';
  }
  if (margin !== null && Math.abs(difference.mean) <= margin) return 'equivalent';
  const isRounding = isConstant([difference.mean, 0], largestSize([meanA, meanB]));
  return isRounding ? 'not distinguishable' : directionOf(difference.mean);
}

function directionOf(difference: number): Verdict {
  return difference > 0 ? 'higher' : 'lower';
}
