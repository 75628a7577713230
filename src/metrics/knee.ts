import { InvariantError } from '../errors.js';
import { createRunKey } from '../random/run-key.js';
import { studentTQuantile } from '../random/statistics.js';
import type { Better } from './figures.js';
import { isConstant, largestSize, meanOf, varianceOf } from './sample.js';

/** With fewer loads a bend has no room among its neighbours. */
export const LEAST_LOADS = 5;
const RESAMPLES = 1000;
/** The chance that noise on a straight line passes for a bend. */
const FALSE_ALARM = 0.05;
/** Of the resamples that see a bend, how many may see it outside of the interval on each side. */
const TAIL = 0.025;

/** The load up to which things go well. */
export interface Knee {
  /** One of the loads. */
  readonly at: number;
  /**
   * A 95 % interval, widened to the loads next to it: between loads nothing was observed. Null
   * with a single replication.
   */
  readonly interval: readonly [low: number, high: number] | null;
  /** Replications in which the figure is defined at every load. */
  readonly n: number;
}

/** A figure against load. */
export interface LoadCurve {
  /** Ascending. */
  readonly loads: readonly number[];
  /** By load, then by replication (the same random numbers at every load); NaN: not defined. */
  readonly values: readonly (readonly number[])[];
}

/**
 * Where a curve bends for the worse, after Kneedle: V. Satopää, J. Albrecht, D. Irwin, B. Raghavan,
 * "Finding a 'Kneedle' in a Haystack: Detecting Knee Points in System Behavior", ICDCS Workshops
 * 2011. The knee is the load at which the mean curve lies farthest on the good side of the chord
 * between its ends, if that is farther than one mean step of the loads, both as shares of their
 * ranges (their threshold with sensitivity 1). In place of their smoothing there are means over
 * replications, and the chord in place of their extremes makes the distance linear in the
 * observations: it also has to exceed 0 by a t test over replications (5 %, Bonferroni-corrected
 * for the loads between the ends).
 *
 * The interval is the percentile interval of 1000 bootstrap resamples of whole replications, drawn
 * with a fixed key.
 * @param better what a good figure is; where neither side is good there is no knee.
 * @returns null when there is none: fewer than five loads, or no bend that noise could not make.
 * @throws InvariantError if the loads do not ascend or do not match the values.
 */
export function kneeOf(curve: LoadCurve, better: Better): Knee | null {
  requireAscending(curve);
  const { loads, runs } = definedPart(curve);
  if (better === null || loads.length < LEAST_LOADS || runs.length === 0) return null;
  const sign = better === 'higher' ? 1 : -1;
  const distances = runs.map((run) => distancesFromChord(loads, run, sign));
  const mean = columnMeans(distances);
  const at = indexOfLargest(mean);
  const distance = mean[at] as number;
  if (distance <= rangeOf(columnMeans(runs)) / (loads.length - 1)) return null;
  const scale = largestSize(runs.flat());
  const there = distances.map((each) => each[at] as number);
  if (!isAboveZero(there, loads.length - 2, scale)) return null;
  const interval = runs.length > 1 ? intervalOf(loads, distances) : null;
  return { at: loads[at] as number, interval, n: runs.length };
}

function requireAscending({ loads, values }: LoadCurve): void {
  const ascending = loads.every((load, at) => at === 0 || load > (loads[at - 1] as number));
  if (!ascending || loads.length !== values.length) {
    throw new InvariantError('loads must ascend, each with its values', {
      loads,
      values: values.length,
    });
  }
}

/** The loads at which anything is defined, and the replications that are defined at all of them. */
function definedPart({ loads, values }: LoadCurve): {
  readonly loads: readonly number[];
  readonly runs: readonly (readonly number[])[];
} {
  const kept = loads.flatMap((_, at) => (values[at]?.some(Number.isFinite) ? [at] : []));
  const replications = Math.min(...kept.map((at) => values[at]?.length ?? 0));
  const runs = Array.from({ length: kept.length === 0 ? 0 : replications }, (_, replication) =>
    kept.map((at) => values[at]?.[replication] ?? Number.NaN),
  );
  return {
    loads: kept.map((at) => loads[at] as number),
    runs: runs.filter((run) => run.every(Number.isFinite)),
  };
}

/** By load: how far the curve is from the line between its ends, positive on the good side. */
function distancesFromChord(
  loads: readonly number[],
  run: readonly number[],
  sign: 1 | -1,
): readonly number[] {
  const [first, last] = [loads[0] as number, loads.at(-1) as number];
  const [start, end] = [run[0] as number, run.at(-1) as number];
  return run.map((value, at) => {
    const share = ((loads[at] as number) - first) / (last - first);
    return sign * (value - (start + (end - start) * share));
  });
}

/** Whether the expected distance exceeds 0; a single replication has nothing against it. */
function isAboveZero(distances: readonly number[], looks: number, scale: number): boolean {
  const mean = meanOf(distances);
  const n = distances.length;
  // What does not vary is above 0 unless rounding put it there.
  if (n < 2 || isConstant(distances, scale)) return !isConstant([mean, 0], scale);
  const quantile = studentTQuantile(1 - FALSE_ALARM / looks, n - 1);
  return mean > quantile * Math.sqrt(varianceOf(distances, scale) / n);
}

function intervalOf(
  loads: readonly number[],
  distances: readonly (readonly number[])[],
): readonly [number, number] {
  const draws = createRunKey('knee', 0).keyed('bootstrap');
  const knees: number[] = [];
  for (let resample = 0; resample < RESAMPLES; resample++) {
    const drawn = distances.map((_, at) => {
      const pick = Math.floor(draws.at(resample, at) * distances.length);
      return distances[pick] as readonly number[];
    });
    knees.push(indexOfLargest(columnMeans(drawn)));
  }
  knees.sort((a, b) => a - b);
  const beyond = Math.floor(TAIL * RESAMPLES);
  // The ends of the curve lie on the chord: only a resample without a bend has its knee there.
  const low = Math.max((knees[beyond] as number) - 1, 0);
  const high = Math.min((knees[RESAMPLES - 1 - beyond] as number) + 1, loads.length - 1);
  return [loads[low] as number, loads[high] as number];
}

function columnMeans(rows: readonly (readonly number[])[]): readonly number[] {
  const sums = new Array<number>(rows[0]?.length ?? 0).fill(0);
  for (const row of rows) {
    for (let at = 0; at < row.length; at++) sums[at] = (sums[at] as number) + (row[at] as number);
  }
  return sums.map((sum) => sum / rows.length);
}

function indexOfLargest(values: readonly number[]): number {
  return values.reduce((best, value, at) => (value > (values[best] as number) ? at : best), 0);
}

function rangeOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}
