import type { Issue } from '../../errors.js';
import { type Invocation, optionIssue } from '../invocation.js';

/** What an option's number has to be. */
export interface NumberForm {
  readonly expected: string;
  accepts(value: number): boolean;
  /** For one that is not accepted. */
  hint?(value: number): string | undefined;
}

/** The number that a text is; undefined if it is none. */
export function numberOf(text: string): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** An option's number; undefined when it was not given, or is wrong, which is added to `issues`. */
export function readNumber(
  invocation: Invocation,
  flag: string,
  form: NumberForm,
  issues: Issue[],
): number | undefined {
  const text = invocation.value(flag);
  if (text === undefined) return undefined;
  const value = numberOf(text);
  if (value !== undefined && form.accepts(value)) return value;
  const hint = value === undefined ? undefined : form.hint?.(value);
  issues.push(optionIssue(flag, form.expected, JSON.stringify(text), hint));
  return undefined;
}

/** A whole number in a range. */
export function wholeFrom(least: number, most: number): NumberForm {
  return {
    expected: `a whole number from ${least} to ${most}`,
    accepts: (value) => Number.isInteger(value) && value >= least && value <= most,
  };
}

export const ANY_NUMBER: NumberForm = { expected: 'a number', accepts: () => true };
export const POSITIVE: NumberForm = { expected: 'a number above 0', accepts: (value) => value > 0 };
