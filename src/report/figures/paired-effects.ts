import type { SweepResults } from '../../experiment/results/types.js';
import type { Metric, Pairing } from '../../experiment/sweep/types.js';
import { commonDifference } from '../../metrics/paired.js';
import { type Group, meanRuns } from './groups.js';
import { type IntervalRow, intervalRow } from './intervals.js';
import { shownMetric } from './labels.js';

/** The effect of one side on a metric, somewhere in a figure. */
export interface Effect extends IntervalRow {
  /** The value of the compared column. */
  readonly side: string;
  /** The values of the other columns that the groups are by. */
  readonly place: readonly string[];
}

/**
 * What sides do to a metric, against the baseline in the same place: the difference of fractions,
 * in percentage points, and the ratio of anything else.
 * @param groups by the compared column first.
 */
export function pairedEffects(
  results: SweepResults,
  groups: readonly Group[],
  metric: Metric,
  { baseline }: Pairing,
): readonly Effect[] {
  const keyOf = ({ values }: Group): string => JSON.stringify(values.slice(1));
  const base = groups.filter(({ values }) => values[0] === baseline);
  const baselines = new Map(base.map((group) => [keyOf(group), group]));
  return groups.flatMap((group) => {
    const beside = baselines.get(keyOf(group));
    const [side = '', ...place] = group.values;
    if (beside === undefined || beside === group) return [];
    const a = meanRuns(results, group.cells, metric.path);
    const b = meanRuns(results, beside.cells, metric.path);
    const { difference, ratio } = commonDifference(a, b);
    const row = isDifference(metric)
      ? intervalRow(difference, shownMetric(metric).factor)
      : intervalRow(ratio);
    return [{ side, place, ...row }];
  });
}

/** Whether an effect on the metric is a difference; else it is a ratio. */
export function isDifference({ unit }: Metric): boolean {
  return unit === 'fraction';
}
