import { InvariantError } from '../errors.js';

/**
 * Piecewise cubic interpolation that stays monotone between neighbouring points.
 *
 * Source: F. N. Fritsch and R. E. Carlson, "Monotone piecewise cubic interpolation", SIAM J.
 * Numer. Anal. 17 (1980) 238–246. Between two points the curve never leaves the interval of their
 * values, so that it adds no hump or dip that was not measured.
 */
export class MonotoneCubic {
  readonly #xs: readonly number[];
  readonly #ys: readonly number[];
  readonly #tangents: readonly number[];

  /** @param xs ascending, at least one. @param ys as many values. */
  constructor(xs: readonly number[], ys: readonly number[]) {
    this.#xs = xs;
    this.#ys = ys;
    this.#tangents = monotoneTangents(xs, ys);
  }

  /** The value at `x`; outside the range of the points, that of the nearest point. */
  at(x: number): number {
    const left = lastNotAbove(this.#xs, x);
    if (left < 0) return valueAt(this.#ys, 0);
    if (left === this.#xs.length - 1) return valueAt(this.#ys, left);
    const x0 = valueAt(this.#xs, left);
    const width = valueAt(this.#xs, left + 1) - x0;
    const t = (x - x0) / width;
    const y0 = valueAt(this.#ys, left);
    const y1 = valueAt(this.#ys, left + 1);
    const fromTangents =
      t * (1 - t) * (1 - t) * valueAt(this.#tangents, left) -
      t * t * (1 - t) * valueAt(this.#tangents, left + 1);
    const value = y0 + t * t * (3 - 2 * t) * (y1 - y0) + width * fromTangents;
    // Rounding alone can leave the interval by a last digit.
    return Math.min(Math.max(value, Math.min(y0, y1)), Math.max(y0, y1));
  }
}

/** Straight lines between the points; outside their range the value of the nearest point. */
export function interpolateLinearly(
  xs: readonly number[],
  ys: readonly number[],
  x: number,
): number {
  const left = lastNotAbove(xs, x);
  if (left < 0) return valueAt(ys, 0);
  if (left === xs.length - 1) return valueAt(ys, left);
  const x0 = valueAt(xs, left);
  const share = (x - x0) / (valueAt(xs, left + 1) - x0);
  return (1 - share) * valueAt(ys, left) + share * valueAt(ys, left + 1);
}

function monotoneTangents(xs: readonly number[], ys: readonly number[]): number[] {
  const slopes: number[] = [];
  for (let k = 0; k + 1 < xs.length; k += 1) {
    slopes.push((valueAt(ys, k + 1) - valueAt(ys, k)) / (valueAt(xs, k + 1) - valueAt(xs, k)));
  }
  const tangents = xs.map((_, k) => {
    const before = slopes[k - 1] ?? slopes[k] ?? 0;
    const after = slopes[k] ?? before;
    // Flat at a local extremum, so that the curve does not shoot over it.
    return before * after > 0 ? (before + after) / 2 : 0;
  });
  // The cubic is monotone where neither tangent is steeper than three times the slope.
  slopes.forEach((slope, k) => {
    const steepest = 3 * Math.abs(slope);
    tangents[k] = clamp(valueAt(tangents, k), steepest);
    tangents[k + 1] = clamp(valueAt(tangents, k + 1), steepest);
  });
  return tangents;
}

function clamp(value: number, size: number): number {
  return Math.min(Math.max(value, -size), size);
}

/** Position of the last entry ≤ x, −1 if there is none. */
function lastNotAbove(xs: readonly number[], x: number): number {
  let position = xs.length - 1;
  while (position >= 0 && valueAt(xs, position) > x) position -= 1;
  return position;
}

function valueAt(values: readonly number[], position: number): number {
  const value = values[position];
  if (value === undefined) {
    throw new InvariantError('no such point', { position, length: values.length });
  }
  return value;
}
