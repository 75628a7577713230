import type { Issue } from '../../errors.js';
import { type Invocation, optionIssue } from '../invocation.js';

/** An issue for each option that is of another kind of calibration, and would not be heeded. */
export function otherOptions(invocation: Invocation, options: readonly string[]): readonly Issue[] {
  const [engine = ''] = invocation.args;
  return options
    .filter((option) => invocation.has(option))
    .map((option) => optionIssue(option, `an option of calibrate ${engine}`, 'one of another'));
}
