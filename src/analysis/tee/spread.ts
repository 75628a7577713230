import { type Estimate, estimateMean } from '../../metrics/estimate.js';
import { pairedDifference } from '../../metrics/paired.js';
import { meanOf } from '../../metrics/sample.js';
import { unpairedDifference } from '../../metrics/welch.js';

/** A quantity over the repetitions of a run. */
export interface Spread {
  /** Repetitions that say it. */
  readonly n: number;
  readonly median: number;
  /** Population standard deviation (divided by n): 0 of a single repetition. */
  readonly populationSd: number;
  /** Mean with a 95 % interval by Student's t; null with one repetition, or where none varies. */
  readonly mean: Estimate;
}

/** @param values of repetitions that say it. @returns null if there is none. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const mean = meanOf(values);
  const squares = values.map((value) => (value - mean) ** 2);
  return {
    n: values.length,
    median: medianOf(values),
    populationSd: Math.sqrt(meanOf(squares)),
    mean: estimateMean(values),
  };
}

/** Of at least one value; the mean of the middle two of an even number. */
export function medianOf(values: readonly number[]): number {
  const ordered = [...values].sort((a, b) => a - b);
  const middle = ordered.length / 2;
  const [low, high] = [ordered[Math.ceil(middle) - 1], ordered[Math.floor(middle)]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

/** A quantity with the TEE on against the same with it off. */
export interface Effect {
  /** On over off, of geometric means; null where one of them is not positive. */
  readonly ratio: number | null;
  /** 95 %: Welch's t of the logarithms (or Student's, of pairs), taken back. */
  readonly ratio95: Interval | null;
  /** On minus off, of means. */
  readonly difference: number;
  /** 95 %: Welch's t, or Student's of pairs. */
  readonly difference95: Interval | null;
  readonly repetitionsOff: number;
  readonly repetitionsCc: number;
  /** Whether the intervals are those of pairs that share their random numbers, not Welch's. */
  readonly isPaired: boolean;
}

export type Interval = readonly [low: number, high: number];

/**
 * What the TEE does to a quantity, from repetitions with it off and on. The ratio is that of
 * geometric means: noise of runs is in proportion to what they measure, so logarithms have equal
 * spread, and the interval of a ratio never contains a negative one. Intervals need two repetitions
 * on each side.
 * @param isPaired whether `off` and `cc` are pairs, in one order: then Student's t of their
 * differences, else Welch's.
 * @returns null if one side has none.
 */
export function effectOf(
  off: readonly number[],
  cc: readonly number[],
  isPaired = false,
): Effect | null {
  if (off.length === 0 || cc.length === 0) return null;
  const differenceOf = (a: readonly number[], b: readonly number[]): Estimate =>
    isPaired ? pairedDifference(b, a).difference : unpairedDifference(a, b).difference;
  const difference = differenceOf(off, cc);
  const positive = [...off, ...cc].every((value) => value > 0);
  const logs = differenceOf(off.map(Math.log), cc.map(Math.log));
  const enough = off.length > 1 && cc.length > 1;
  const ends = positive && enough ? logs.ci95 : null;
  return {
    ratio: positive ? Math.exp(logs.mean) : null,
    ratio95: ends === null ? null : [Math.exp(ends[0]), Math.exp(ends[1])],
    difference: difference.mean,
    difference95: enough ? difference.ci95 : null,
    repetitionsOff: off.length,
    repetitionsCc: cc.length,
    isPaired,
  };
}
