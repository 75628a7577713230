import type { CapacityPlan } from './types.js';

type Spacing = Pick<CapacityPlan, 'whole' | 'tolerance'>;

/** Distances that differ by less than this share differ by rounding. */
const ROUNDING = 1e-9;
/** Middles are written with so many digits: those of 0.1 and 0.2 are 0.15. */
const DIGITS = 12;

/** The value between two others that is simulated next; null when they are near enough. */
export function middleOf(low: number, high: number, spacing: Spacing): number | null {
  if (high - low <= leastDistance(spacing) * (1 + ROUNDING)) return null;
  const middle = (low + high) / 2;
  return spacing.whole ? Math.floor(middle) : Number(middle.toPrecision(DIGITS));
}

/**
 * How many values a search may come to simulate for one variant: those of the grid and all that
 * halving its intervals can lead to. Which of them it visits depends on what it sees; this number
 * does not, so that errors can be shared out beforehand.
 */
export function possiblePoints({ grid, ...spacing }: Pick<CapacityPlan, 'grid'> & Spacing): number {
  const inner = grid.slice(1).map((high, at) => innerPoints(high - (grid[at] ?? high), spacing));
  return inner.reduce((sum, points) => sum + points, grid.length);
}

function innerPoints(width: number, spacing: Spacing): number {
  const halvings = Math.ceil(Math.log2(width / leastDistance(spacing)) - ROUNDING);
  const points = 2 ** Math.max(0, halvings) - 1;
  return spacing.whole ? Math.min(points, width - 1) : points;
}

function leastDistance({ whole, tolerance }: Spacing): number {
  return whole ? Math.max(1, tolerance) : tolerance;
}

/** After how many replications a value is judged: twice as many each time. */
export function looksOf({ least, most }: CapacityPlan['replications']): readonly number[] {
  const looks: number[] = [];
  for (let next = least; next < most; next *= 2) looks.push(next);
  return [...looks, most];
}
