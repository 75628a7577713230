import type { Directions, FrontPoint } from '../../analysis/pareto/front.js';

/**
 * The edge of what is reached: from one point of a front to the next by the corner that both reach.
 * No straight line, as nobody measured what lies between two points.
 * @param front finite points of a Pareto front, in any order.
 */
export function frontLine(front: readonly FrontPoint[], better: Directions): readonly FrontPoint[] {
  const along = [...front].sort((a, b) => a.x - b.x || a.y - b.y);
  const worse = { higher: Math.min, lower: Math.max };
  return along.flatMap((point, at) => {
    const before = along[at - 1];
    if (before === undefined) return [point];
    const corner = {
      x: worse[better.x](before.x, point.x),
      y: worse[better.y](before.y, point.y),
    };
    return [corner, point];
  });
}
