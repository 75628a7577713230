import type { Issue } from '../../errors.js';
import { countSteps, spaced, stepped } from '../../experiment/sweep/ranges.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { type NumberForm, POSITIVE, readNumber, wholeFrom } from './numbers.js';

/** The range that is searched. */
export interface Range {
  readonly from: number;
  readonly to: number;
  /** Whether only whole numbers are values. */
  readonly whole: boolean;
}

/** How the range is looked at first; undefined: not said. */
export interface GridOptions {
  readonly step: number | undefined;
  readonly points: number | undefined;
  readonly tolerance: number | undefined;
}

const DEFAULT_POINTS = 11;
/** So many values by so many replications take long enough. */
const MOST_POINTS = 1000;
const DEFAULT_TOLERANCE = 1 / 100;
/**
 * Of the range: finer, and the error that a statement may have is beyond what quantiles of Student's t
 * are exact for.
 */
const LEAST_TOLERANCE = 1e-5;

const POINTS: NumberForm = wholeFrom(2, MOST_POINTS);

/** What `--step`, `--points` and `--tolerance` say. */
export function readGridOptions(invocation: Invocation, issues: Issue[]): GridOptions {
  const step = readNumber(invocation, '--step', POSITIVE, issues);
  const points = readNumber(invocation, '--points', POINTS, issues);
  const tolerance = readNumber(invocation, '--tolerance', POSITIVE, issues);
  if (invocation.has('--step') && invocation.has('--points')) {
    issues.push(optionIssue('--points', 'no number of points beside --step', `${points}`));
  }
  return { step, points, tolerance };
}

/**
 * What is wrong with the ends, or with a step beside them.
 * @param endFlag the option that says where the range ends.
 */
export function rangeProblems(
  { from, to, whole }: Range,
  { step, tolerance }: GridOptions,
  endFlag: string,
): readonly Issue[] {
  if (!(from < to)) {
    const expected = 'a range that ends above where it begins';
    return [optionIssue(endFlag, expected, `${from} to ${to}`)];
  }
  const issues: Issue[] = [];
  const width = to - from;
  if (step !== undefined && step > width) {
    issues.push(optionIssue('--step', `at most the width of the range, ${width}`, String(step)));
  } else if (step !== undefined && countSteps(from, to, step) > MOST_POINTS) {
    const got = String(countSteps(from, to, step));
    issues.push(optionIssue('--step', `one that gives at most ${MOST_POINTS} values`, got));
  }
  if (whole && step !== undefined && !Number.isInteger(step)) {
    issues.push(optionIssue('--step', 'a whole number, as the value is one', String(step)));
  }
  const least = width * LEAST_TOLERANCE;
  if (tolerance !== undefined && !(tolerance >= least && tolerance <= width)) {
    const expected = `from a 100,000th to all of the width of the range, ${width}`;
    issues.push(optionIssue('--tolerance', expected, String(tolerance)));
  }
  return issues;
}

/** The values that are simulated first: both ends are among them. */
export function gridOf({ from, to, whole }: Range, options: GridOptions): readonly number[] {
  const { step, points = DEFAULT_POINTS } = options;
  if (step !== undefined) return [...new Set([...stepped(from, to, step), to])];
  const values = spaced(from, to, points);
  return whole ? [...new Set(values.map(Math.round))] : values;
}

/** How near two values with different verdicts are brought. */
export function toleranceOf({ from, to, whole }: Range, { tolerance }: GridOptions): number {
  return tolerance ?? (whole ? 1 : (to - from) * DEFAULT_TOLERANCE);
}
