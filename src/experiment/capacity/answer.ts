import { type CrossingPoint, crossingOf, type Transition, transitionsOf } from './crossing.js';
import { checkMonotone, type MonotoneCheck } from './monotone.js';
import { type CapacityRange, rangesOf } from './ranges.js';
import { percentileInterval, resampledMean, resampledTimes } from './resample.js';
import type { CapacitySearch } from './search.js';
import type { CapacityPlan, JudgedPoint } from './types.js';
import { type ErrorShare, errorShare } from './verdict.js';

/** An estimate with an interval at the confidence of the search. */
export interface Located {
  readonly value: number;
  readonly interval: readonly [low: number, high: number];
  /** Replications of the value next to it that had the fewest. */
  readonly n: number;
}

/** A change of verdict and where, between the two values, the mean crosses the target. */
export interface Crossing extends Pick<Transition, 'kind' | 'below' | 'above'> {
  readonly at: Located;
}

/** What was found for one variant. */
export interface VariantAnswer {
  /** Ascending; those with at least two replications. */
  readonly points: readonly JudgedPoint[];
  readonly monotone: MonotoneCheck;
  readonly ranges: readonly CapacityRange[];
  readonly crossings: readonly Crossing[];
}

/** How far the crossing of a variant lies from that of the first one. */
export interface CapacityDifference {
  readonly variant: number;
  readonly baseline: number;
  /** Of the variant minus of the baseline; null where one of them has not one crossing. */
  readonly difference: Located | null;
  /** Why there is none; null when there is one. */
  readonly reason: string | null;
}

export interface CapacityAnswer {
  readonly variants: readonly VariantAnswer[];
  readonly differences: readonly CapacityDifference[];
  readonly share: ErrorShare;
  readonly complete: boolean;
}

/**
 * What a search found. Crossings are estimated from the means, and their intervals by resampling
 * whole replications, the same of all variants: so a difference is one of pairs.
 */
export function answerOf(plan: CapacityPlan, search: CapacitySearch): CapacityAnswer {
  const variants = Array.from({ length: plan.variants }, (_, variant) => search.points(variant));
  const most = Math.max(0, ...variants.flat().map(({ values }) => values.length));
  const resamples = resampledTimes(most);
  const located = variants.map((points) =>
    transitionsOf(points).map((transition) => ({
      transition,
      value: crossingAt(plan, transition, ({ mean }) => mean).at,
      resampled: resamples.map((times) =>
        crossingAt(plan, transition, ({ values }) => resampledMean(values, times)),
      ),
      n: replicationsAt(transition),
    })),
  );
  return {
    variants: variants.map((points, variant) => ({
      points,
      monotone: checkMonotone(onGrid(points, plan), plan.confidence),
      ranges: rangesOf(points, plan.whole),
      crossings: (located[variant] ?? []).map(({ transition: { kind, below, above }, ...at }) => ({
        ...{ kind, below, above },
        at: locatedAt(at, plan),
      })),
    })),
    differences: located.slice(1).map((own, at) => difference(own, located[0] ?? [], at + 1, plan)),
    share: errorShare(plan),
    complete: search.complete,
  };
}

/** Of the value next to the crossing that has the fewest. */
function replicationsAt({ below, above, points }: Transition): number {
  const near = points.filter(({ x }) => x >= below && x <= above);
  return Math.min(...near.map(({ n }) => n));
}

/** A crossing, and the same in each resample. */
interface ResampledCrossing {
  readonly transition: Transition;
  readonly value: number;
  readonly resampled: readonly CrossingPoint[];
  readonly n: number;
}

function crossingAt(
  plan: CapacityPlan,
  transition: Transition,
  meanOf: (point: JudgedPoint) => number,
): CrossingPoint {
  return crossingOf(transition, transition.points.map(meanOf), plan);
}

/** From where resamples cross to where they do, between simulated values the farther one. */
function locatedAt(
  { value, resampled, n }: Omit<ResampledCrossing, 'transition'>,
  { confidence }: CapacityPlan,
): Located {
  const interval = (end: (crossing: CrossingPoint) => number): readonly [number, number] =>
    percentileInterval(resampled.map(end), n, confidence);
  return { value, interval: [interval(({ low }) => low)[0], interval(({ high }) => high)[1]], n };
}

/** The refined values were chosen for what was seen: a test of them would not be one. */
function onGrid(points: readonly JudgedPoint[], { grid }: CapacityPlan): readonly JudgedPoint[] {
  return points.filter(({ x }) => grid.includes(x));
}

function difference(
  own: readonly ResampledCrossing[],
  others: readonly ResampledCrossing[],
  variant: number,
  plan: CapacityPlan,
): CapacityDifference {
  const none = (reason: string): CapacityDifference => {
    return { variant, baseline: 0, difference: null, reason };
  };
  const [[mine, ...more], [other, ...moreOthers]] = [own, others];
  if (mine === undefined || other === undefined) return none('one of them has no crossing here');
  if (more.length > 0 || moreOthers.length > 0) return none('one of them has several crossings');
  if (mine.transition.kind !== other.transition.kind) return none('they cross in opposite ways');
  const resampled = mine.resampled.map((each, at) => minus(each, other.resampled[at] ?? each));
  const both = { value: mine.value - other.value, resampled, n: Math.min(mine.n, other.n) };
  return { variant, baseline: 0, difference: locatedAt(both, plan), reason: null };
}

function minus(a: CrossingPoint, b: CrossingPoint): CrossingPoint {
  return { at: a.at - b.at, low: a.low - b.high, high: a.high - b.low };
}
