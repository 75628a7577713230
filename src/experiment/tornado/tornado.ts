import type { Estimate } from '../../metrics/estimate.js';
import { estimateFigure } from '../../metrics/estimate-figure.js';
import { pairedDifference } from '../../metrics/paired.js';
import { isTold } from '../explain/explanation.js';
import type { Metric } from '../sweep/types.js';

/** A value of the scenario that is not known exactly. */
export interface TornadoRange {
  readonly path: string;
  /** As they would be written after `--set path=`; low < high. */
  readonly low: string;
  readonly high: string;
  /** What the scenario says, as it is written; null: it leaves it to a default. */
  readonly base: string | null;
  /** Where the range comes from, for a reader; null: the user said it. */
  readonly about: string | null;
}

/** A metric at both ends of a range, everything else as in the base. */
export interface TornadoEffect {
  readonly range: TornadoRange;
  readonly atLow: Estimate;
  readonly atHigh: Estimate;
  /** Paired differences: low − base, high − base, and high − low. */
  readonly lowEffect: Estimate;
  readonly highEffect: Estimate;
  readonly swing: Estimate;
  readonly finding: Finding;
}

/**
 * What a reader must know of an effect. `no-difference`: the runs are the same in every
 * replication. `not-distinguishable`: none of the three differences can be told from none.
 * `swing-not-distinguishable`: an end differs from the base, but not from the other end.
 * `turns`: both ends move the metric the same way, so that the swing says less than its parts.
 */
export type Finding =
  | 'told'
  | 'no-difference'
  | 'not-distinguishable'
  | 'swing-not-distinguishable'
  | 'turns';

/** What the ranges do to one metric. */
export interface TornadoMetric {
  readonly metric: Metric;
  readonly base: Estimate;
  /** The largest difference between two of its three runs first. */
  readonly effects: readonly TornadoEffect[];
}

export interface Tornado {
  readonly replications: number;
  readonly ranges: readonly TornadoRange[];
  readonly metrics: readonly TornadoMetric[];
}

/**
 * Sets the ends of every range beside the base, on the same random draws.
 * @param values by run (the base, then low and high of each range), by replication, by metric;
 *   equally many replications of each, at least one.
 */
export function tornadoOf(
  ranges: readonly TornadoRange[],
  metrics: readonly Metric[],
  values: readonly (readonly (readonly number[])[])[],
): Tornado {
  return {
    replications: values[0]?.length ?? 0,
    ranges,
    metrics: metrics.map((metric, position) => {
      const of = (run: number): readonly number[] =>
        (values[run] ?? []).map((all) => all[position] ?? Number.NaN);
      const effects = ranges.map((range, at) =>
        effectOf(metric, range, { base: of(0), low: of(2 * at + 1), high: of(2 * at + 2) }),
      );
      return {
        metric,
        base: estimateFigure(metric.path, of(0)),
        effects: effects.toSorted((a, b) => reach(b) - reach(a)),
      };
    }),
  };
}

interface Runs {
  readonly base: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

function effectOf({ path }: Metric, range: TornadoRange, { base, low, high }: Runs): TornadoEffect {
  const differences = {
    lowEffect: pairedDifference(low, base).difference,
    highEffect: pairedDifference(high, base).difference,
    swing: pairedDifference(high, low).difference,
  };
  const isSame = base.every((value, at) => Object.is(value, low[at]) && Object.is(value, high[at]));
  return {
    range,
    atLow: estimateFigure(path, low),
    atHigh: estimateFigure(path, high),
    ...differences,
    finding: isSame ? 'no-difference' : findingOf(differences),
  };
}

type Differences = Pick<TornadoEffect, 'lowEffect' | 'highEffect' | 'swing'>;

function findingOf({ lowEffect, highEffect, swing }: Differences): Finding {
  const ends = [lowEffect, highEffect];
  if (ends.every(isTold) && lowEffect.mean > 0 === highEffect.mean > 0) return 'turns';
  if (isTold(swing)) return 'told';
  return ends.some(isTold) ? 'swing-not-distinguishable' : 'not-distinguishable';
}

/** The largest difference between two of the three runs; −1 where none is defined. */
function reach({ lowEffect, highEffect, swing }: TornadoEffect): number {
  const sizes = [lowEffect, highEffect, swing].map(({ mean }) => Math.abs(mean));
  return Math.max(-1, ...sizes.filter(Number.isFinite));
}
