import { isotonicFit } from './isotonic.js';
import type { CapacityPlan, JudgedPoint, Target } from './types.js';

/** Where the target ceases to hold, or begins to. */
export interface Transition {
  readonly kind: 'stops' | 'begins';
  /** The neighbouring values whose verdicts differ: below and above it. */
  readonly below: number;
  readonly above: number;
  /** The values between the transitions next to this one: here the metric crosses once. */
  readonly points: readonly JudgedPoint[];
}

/** Every change of verdict from one decided value to the next. @param points ascending. */
export function transitionsOf(points: readonly JudgedPoint[]): readonly Transition[] {
  const decided = points.filter(({ verdict }) => verdict !== 'undecided');
  const changes = decided.slice(1).flatMap((right, at) => {
    const left = decided[at];
    return left === undefined || left.verdict === right.verdict ? [] : [{ left, right }];
  });
  return changes.map(({ left, right }, at) => {
    const from = changes[at - 1]?.right.x ?? Number.NEGATIVE_INFINITY;
    const to = changes[at + 1]?.left.x ?? Number.POSITIVE_INFINITY;
    return {
      kind: left.verdict === 'holds' ? 'stops' : 'begins',
      below: left.x,
      above: right.x,
      points: points.filter(({ x, n }) => x >= from && x <= to && n > 0),
    };
  });
}

/** Distances from a whole number that are rounding. */
const ROUNDING = 1e-9;

/** Where a curve crosses a target. */
export interface CrossingPoint {
  readonly at: number;
  /**
   * The values next to it, if they are as near each other as was asked for: between them the curve may
   * jump. Farther apart are only neighbours that could not be told from the target: there the curve is
   * taken to be straight.
   */
  readonly low: number;
  readonly high: number;
}

/**
 * Where a curve through these means, made monotone by `isotonicFit` and straight between them, crosses
 * the target; an end where it does not. For whole values the last (`stops`) or the first (`begins`) at
 * which it still or already holds.
 * @param means one for each point of the transition.
 */
export function crossingOf(
  { kind, points }: Pick<Transition, 'kind' | 'points'>,
  means: readonly number[],
  { target, whole, tolerance }: Pick<CapacityPlan, 'target' | 'whole' | 'tolerance'>,
): CrossingPoint {
  const xs = points.map(({ x }) => x);
  const weights = points.map(({ n }) => n);
  const margin = margins(means, target);
  if (kind === 'begins') {
    const crossing = risingCrossing(xs, margin, weights);
    return whole ? only(Math.ceil(crossing.at - ROUNDING)) : withNear(crossing, tolerance);
  }
  // The same from the other side.
  const turned = xs.map((x) => -x).reverse();
  const { at, low, high } = risingCrossing(turned, [...margin].reverse(), [...weights].reverse());
  if (whole) return only(Math.floor(ROUNDING - at));
  return withNear({ at: -at, low: -high, high: -low }, tolerance);
}

function withNear(crossing: CrossingPoint, tolerance: number): CrossingPoint {
  const { at, low, high } = crossing;
  return high - low <= tolerance * (1 + ROUNDING) ? crossing : only(at);
}

/** Without anything next to it. */
function only(at: number): CrossingPoint {
  return { at, low: at, high: at };
}

/** By how much each mean is on the good side. */
function margins(means: readonly number[], { sense, value }: Target): readonly number[] {
  return means.map((mean) => (sense === 'at-least' ? mean - value : value - mean));
}

/** Where a rising curve comes to 0. */
function risingCrossing(
  xs: readonly number[],
  margin: readonly number[],
  weights: readonly number[],
): CrossingPoint {
  const fit = isotonicFit(margin, weights);
  const at = fit.findIndex((value) => value >= 0);
  const [last, x, height] = [xs.at(-1), xs[at], fit[at]];
  const [xBefore, before] = [xs[at - 1], fit[at - 1]];
  if (x === undefined || height === undefined) return only(last ?? Number.NaN);
  if (xBefore === undefined || before === undefined) return only(x);
  const crossing = xBefore + ((x - xBefore) * -before) / (height - before);
  return { at: crossing, low: xBefore, high: x };
}
