import { ascending, quantileOf } from './estimate.js';

/** A point of a line fit. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** y = a + b·x, fitted. */
export interface LineFit {
  readonly a: number;
  readonly b: number;
  readonly standardErrorA: number;
  readonly standardErrorB: number;
  /** Share of the variance of y that the line explains, of the points kept. */
  readonly r2: number;
  readonly n: number;
  /** Points set aside as belonging to something else, e.g. cold batches. */
  readonly outliers: number;
}

const ROUNDS = 6;
/** A point so many robust standard deviations off is no draw from the same spread. */
const OUTLIER_SDS = 8;
/** Makes the median absolute deviation of normal values their standard deviation. */
const MAD_TO_SD = 1.4826;

/**
 * A line through points whose spread is proportional to their mean: least squares of y / (a + b·x),
 * by repeated weighting with 1 / (a + b·x)². Points whose ratio to the line lies more than 8 robust
 * standard deviations (by the median absolute deviation) from the median are set aside.
 *
 * @returns undefined for fewer than three points or a single x.
 */
export function fitProportionalLine(points: readonly Point[]): LineFit | undefined {
  let kept = points;
  let line = weightedLine(kept, () => 1);
  for (let round = 0; line !== undefined && round < ROUNDS; round += 1) {
    const { a, b } = line;
    const fitted = ({ x }: Point): number => Math.max(a + b * x, 1e-9);
    const ratios = points.map((point) => point.y / fitted(point));
    const [low, high] = usualRange(ratios);
    kept = points.filter((_, k) => (ratios[k] ?? 0) >= low && (ratios[k] ?? 0) <= high);
    line = weightedLine(kept, (point) => 1 / fitted(point) ** 2);
  }
  return line === undefined ? undefined : { ...line, outliers: points.length - kept.length };
}

/** Weighted least squares. */
function weightedLine(
  points: readonly Point[],
  weight: (point: Point) => number,
): Omit<LineFit, 'outliers'> | undefined {
  const weights = points.map(weight);
  const sum = (value: (point: Point) => number): number =>
    points.reduce((total, point, k) => total + (weights[k] ?? 0) * value(point), 0);
  const total = sum(() => 1);
  const [x, y] = [sum((point) => point.x) / total, sum((point) => point.y) / total];
  const sxx = sum((point) => (point.x - x) ** 2);
  const syy = sum((point) => (point.y - y) ** 2);
  if (points.length < 3 || !(sxx > 0)) return undefined;
  const b = sum((point) => (point.x - x) * (point.y - y)) / sxx;
  const a = y - b * x;
  const residual = sum((point) => (point.y - a - b * point.x) ** 2);
  const variance = residual / (points.length - 2);
  return {
    a,
    b,
    standardErrorA: Math.sqrt(variance * (1 / total + x ** 2 / sxx)),
    standardErrorB: Math.sqrt(variance / sxx),
    r2: syy > 0 ? 1 - residual / syy : 1,
    n: points.length,
  };
}

function usualRange(ratios: readonly number[]): readonly [number, number] {
  const centre = quantileOf(ascending(ratios), 0.5);
  const deviations = ascending(ratios.map((ratio) => Math.abs(ratio - centre)));
  const reach = OUTLIER_SDS * MAD_TO_SD * quantileOf(deviations, 0.5);
  // Identical measurements have no spread; rounding must not make outliers of them.
  return [centre - reach - 1e-9, centre + reach + 1e-9];
}
