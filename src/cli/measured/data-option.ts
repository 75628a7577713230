import type { Issue } from '../../errors.js';
import { type Invocation, optionIssue } from '../invocation.js';

/** The folder of measured runs that an option names; undefined, with an issue, without one. */
export function dataFolder(
  invocation: Invocation,
  option: string,
  issues: Issue[],
): string | undefined {
  const folder = invocation.value(option);
  if (folder === undefined)
    issues.push(optionIssue(option, 'a folder of measured runs', 'nothing'));
  return folder;
}
