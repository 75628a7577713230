/** A point to compare: both finite. */
export interface FrontPoint {
  readonly x: number;
  readonly y: number;
}

/** Which end of each axis is better. */
export interface Directions {
  readonly x: 'higher' | 'lower';
  readonly y: 'higher' | 'lower';
}

/**
 * For each point whether it is on the Pareto front: no other is strictly better in both. So of
 * points that share their best coordinate, all stay, and so do equal points. O(n log n).
 */
export function paretoFront(points: readonly FrontPoint[], better: Directions): readonly boolean[] {
  const sign = { higher: 1, lower: -1 };
  const sorted = points
    .map(({ x, y }, at) => ({ at, x: x * sign[better.x], y: y * sign[better.y] }))
    .sort((a, b) => b.x - a.x);
  const isFront = points.map(() => false);
  // The best y of all points strictly better in x, and of those equal in x so far.
  let ahead = Number.NEGATIVE_INFINITY;
  let beside = Number.NEGATIVE_INFINITY;
  let x = Number.POSITIVE_INFINITY;
  for (const point of sorted) {
    if (point.x < x) {
      ahead = Math.max(ahead, beside);
      x = point.x;
    }
    isFront[point.at] = point.y >= ahead;
    beside = Math.max(beside, point.y);
  }
  return isFront;
}
