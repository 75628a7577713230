import {
  ABLATIONS,
  type Ablation,
  findAblation,
} from '../../calibrate/replay/ablation/ablations.js';
import type { Issue } from '../../errors.js';
import { didYouMean } from '../../suggest.js';
import type { ProfileChoice } from '../../timing/resolve-profile.js';
import { resultFolderIssues } from '../data-outputs.js';
import { type Invocation, optionIssue } from '../invocation.js';

export type SwapTimes = NonNullable<ProfileChoice['swapTimes']>;

const SWAP_TIMES: readonly SwapTimes[] = ['history', 'disk', 'in-experiment', 'profiled'];
const DEFAULT_SEEDS = 20;
const FEWEST_SEEDS = 2;
const MOST_SEEDS = 1000;

/** What the options of a replay say. */
export interface ReplayOptions {
  readonly seeds: number;
  readonly seed: string;
  readonly swapTimes: SwapTimes;
  readonly teacherForced: boolean;
  readonly ablations: readonly Ablation[];
}

/** Adds to `issues` what is wrong, and goes on with a default in its place. */
export function readReplayOptions(invocation: Invocation, issues: Issue[]): ReplayOptions {
  return {
    seeds: readSeeds(invocation, issues),
    seed: invocation.value('--seed') ?? '1',
    swapTimes: readSwapTimes(invocation, issues),
    teacherForced: invocation.has('--teacher-forced'),
    ablations: readAblations(invocation, issues),
  };
}

/** What is wrong with `--out`, if anything. */
export function outIssues(invocation: Invocation, data: string | undefined): readonly Issue[] {
  return resultFolderIssues(invocation, data === undefined ? [] : [data], 'data');
}

function readSeeds(invocation: Invocation, issues: Issue[]): number {
  const text = invocation.value('--seeds');
  if (text === undefined) return DEFAULT_SEEDS;
  const seeds = Number(text);
  if (/^\d+$/.test(text) && seeds >= FEWEST_SEEDS && seeds <= MOST_SEEDS) return seeds;
  const expected = `a whole number from ${FEWEST_SEEDS} to ${MOST_SEEDS}`;
  issues.push(optionIssue('--seeds', expected, JSON.stringify(text)));
  return DEFAULT_SEEDS;
}

function readSwapTimes(invocation: Invocation, issues: Issue[]): SwapTimes {
  const text = invocation.value('--swap-times') ?? 'history';
  const known = SWAP_TIMES.find((form) => form === text);
  if (known !== undefined) return known;
  const expected = `one of ${SWAP_TIMES.join(', ')}`;
  const hint = didYouMean(text, SWAP_TIMES);
  issues.push(optionIssue('--swap-times', expected, JSON.stringify(text), hint));
  return 'history';
}

function readAblations(invocation: Invocation, issues: Issue[]): readonly Ablation[] {
  const text = invocation.value('--ablate');
  if (text === undefined) return [];
  if (text === 'all') return ABLATIONS;
  return [...new Set(text.split(',').map((name) => name.trim()))].flatMap((name) => {
    const ablation = findAblation(name);
    if (ablation !== undefined) return [ablation];
    const names = ABLATIONS.map((each) => each.name);
    const expected = `all, or some of ${names.join(', ')}`;
    issues.push(optionIssue('--ablate', expected, JSON.stringify(name), didYouMean(name, names)));
    return [];
  });
}
