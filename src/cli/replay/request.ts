import { strategyProblems } from '../../calibrate/replay/strategies.js';
import { type Issue, UserError } from '../../errors.js';
import { type Invocation, optionIssue } from '../invocation.js';
import { dataFolder } from '../measured/data-option.js';
import { type Measured, readMeasured } from '../measured/read.js';
import { DEFAULT_PROFILE, type NamedProfile, readNamedProfile } from '../profile-file.js';
import { collecting } from '../scenario-loader.js';
import { outIssues, type ReplayOptions, readReplayOptions } from './options.js';

/** What is to be replayed, and how. */
export interface ReplayRequest {
  readonly measured: Measured;
  readonly profile: NamedProfile;
  readonly options: ReplayOptions;
}

/** @throws UserError with every problem of the options, the measurements and the profile. */
export async function readReplayRequest(
  invocation: Invocation,
  check: () => void,
): Promise<ReplayRequest> {
  const issues: Issue[] = [];
  const folder = dataFolder(invocation, '--data', issues);
  const options = readReplayOptions(invocation, issues);
  issues.push(...outIssues(invocation, folder));
  const name = invocation.value('--profile') ?? DEFAULT_PROFILE;
  const profile = await collecting(issues, readNamedProfile('--profile', name));
  const measured =
    folder === undefined ? undefined : await collecting(issues, readMeasured(folder, check));
  if (measured !== undefined) {
    for (const { expected, got } of strategyProblems(measured.data.runs)) {
      issues.push(optionIssue('--data', expected, got));
    }
  }
  if (issues.length > 0 || profile === undefined || measured === undefined) {
    throw new UserError(issues);
  }
  return { measured, profile, options };
}
