import type { MeasuredRun } from '../../../interop/measured.js';
import type { DispatchRules } from '../../../serving/batch/config.js';
import type { ProfileChoice } from '../../../timing/resolve-profile.js';
import { strategyOf } from '../scenario.js';
import type { ReplaySettings } from '../settings.js';

/** One mechanism taken out of the replay, to see what it is worth. */
export interface Ablation {
  readonly name: string;
  /** Point of docs/as-published.md. */
  readonly point: number;
  /** What is done in its place. */
  readonly summary: string;
  readonly change: (settings: ReplaySettings) => ReplaySettings;
  /** Swap times of the profile in place of the replay's own. */
  readonly swapTimes?: NonNullable<ProfileChoice['swapTimes']>;
  /** Runs on which it can have an effect. */
  readonly concerns: (run: MeasuredRun) => boolean;
}

const everyRun = (): boolean => true;
const hasTimer = (run: MeasuredRun): boolean => strategyOf(run).name.includes('timer');
const hasPartial = (run: MeasuredRun): boolean => strategyOf(run).name.includes('partial');
const unchanged = (settings: ReplaySettings): ReplaySettings => settings;

function rule(
  name: string,
  point: number,
  summary: string,
  rules: Partial<DispatchRules>,
  concerns: (run: MeasuredRun) => boolean = everyRun,
): Ablation {
  const change = (settings: ReplaySettings): ReplaySettings => ({
    ...settings,
    rules: { ...settings.rules, ...rules },
  });
  return { name, point, summary, change, concerns };
}

/** Every mechanism that can be taken out alone. */
export const ABLATIONS: readonly Ablation[] = [
  rule('lock-lifo', 1, 'the last to ask for the GPU gets it first', { lockOrder: 'lifo' }),
  rule('lock-random', 1, 'any waiter may get the GPU', { lockOrder: 'random' }),
  rule('slot-queue', 2, 'every trigger owns its batch, nothing is overwritten', { slot: 'queue' }),
  {
    name: 'timer-own-profile',
    point: 3,
    summary: 'timers of CC runs believe the CC load times',
    change: (settings) => ({
      ...settings,
      timerBelief: (run) => ({ ...settings.timerBelief(run), profile: run.teeMode }),
    }),
    concerns: (run) => run.teeMode === 'cc' && hasTimer(run),
  },
  rule('no-writing', 4, 'results are written in no time', { writeResults: false }),
  rule(
    'timer-reset-by-release',
    4,
    'a release unsets the timer, not the completion',
    { timerResetBy: 'release' },
    hasTimer,
  ),
  rule('leaving-thread-last', 5, 'a thread that leaves the GPU asks for it after the others', {
    leavingThreadFirst: false,
  }),
  rule(
    'exact-timers',
    6,
    'timers fire when they expire, not at sweeps',
    { timerPollSeconds: 0 },
    hasTimer,
  ),
  rule(
    'free-timer-thread',
    6,
    'the timer thread does not wait for the batches it releases',
    { timerThreadBlocks: false },
    hasTimer,
  ),
  rule(
    'fresh-timers',
    6,
    'a sweep reads clock and timers as they are',
    { timerSnapshotStale: false },
    hasTimer,
  ),
  rule(
    'empty-timer-keeps-slot',
    6,
    'a timer that finds nothing leaves the slot alone',
    { emptyTimerOverwrites: false },
    hasTimer,
  ),
  rule(
    'partial-replaces',
    7,
    'a partial batch replaces what waits in the slot',
    { partial: 'replace' },
    hasPartial,
  ),
  rule('no-busy-loop', 8, 'the spinning thread slows nothing', { busyLoop: false }, hasPartial),
  rule('no-race', 9, 'no trigger is repeated', { raceProbability: 0 }),
  {
    name: 'stop-at-once',
    point: 10,
    summary: 'the server is killed when the clients stop',
    change: (settings) => ({ ...settings, drainSeconds: 0 }),
    concerns: everyRun,
  },
  {
    name: 'swaps-without-history',
    point: 12,
    summary: 'swap times by model alone, as in the experiments on average',
    change: unchanged,
    swapTimes: 'in-experiment',
    concerns: everyRun,
  },
  {
    name: 'profiled-swaps',
    point: 12,
    summary: 'swap times of the load profile: nothing is read from disk',
    change: unchanged,
    swapTimes: 'profiled',
    concerns: everyRun,
  },
];

/** The ablation of that name. */
export function findAblation(name: string): Ablation | undefined {
  return ABLATIONS.find((ablation) => ablation.name === name);
}
