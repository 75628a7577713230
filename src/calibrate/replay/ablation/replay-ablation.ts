import type { ProfileChoice } from '../../../timing/resolve-profile.js';
import { type ClusteredMean, clusteredMean } from '../clustered-mean.js';
import { arrivalClusters } from '../clusters.js';
import { REPLAY_FIGURES, type ReplayFigure } from '../figures.js';
import { type MeasuredCases, replayAll } from '../replay-all.js';
import type { RunReplay } from '../replay-run.js';
import type { ReplaySettings, ServerSource } from '../settings.js';
import type { Ablation } from './ablations.js';

/** What taking a mechanism out changes. */
export interface AblationResult {
  readonly ablation: Ablation;
  /** Runs that it concerns. */
  readonly runs: number;
  readonly effects: readonly AblationEffect[];
}

/** The effect on one figure, over the runs concerned. Errors as in `signedError`. */
export interface AblationEffect {
  readonly figure: ReplayFigure;
  /** Mean signed error with the mechanism. */
  readonly bias: number;
  /** What it becomes without, less `bias`; the interval is clustered by arrival path. */
  readonly change: ClusteredMean;
}

/**
 * Replays the runs that an ablation concerns without its mechanism, under the same seeds.
 * @param base the replays with every mechanism, of all runs.
 * @param serverOf the server with the profile's swap times of some kind; undefined: the base's.
 */
export function* replayAblation(
  ablation: Ablation,
  { models, cases }: MeasuredCases,
  base: readonly RunReplay[],
  serverOf: (swapTimes: ProfileChoice['swapTimes']) => ServerSource,
  settings: ReplaySettings,
): Generator<number, AblationResult> {
  const concerned = cases.filter(({ run }) => ablation.concerns(run));
  const servers = serverOf(ablation.swapTimes);
  const changed = ablation.change(settings);
  const without = yield* replayAll({ models, cases: concerned }, servers, changed);
  const byId = new Map(base.map((replay) => [replay.run.id, replay]));
  const pairs = without.flatMap((replay) => {
    const whole = byId.get(replay.run.id);
    return whole === undefined ? [] : [{ whole, without: replay }];
  });
  const clusters = arrivalClusters(pairs.map(({ whole }) => whole.run));
  return {
    ablation,
    runs: pairs.length,
    effects: REPLAY_FIGURES.map((figure) => effectOn(figure, pairs, clusters)),
  };
}

function effectOn(
  figure: ReplayFigure,
  pairs: readonly { readonly whole: RunReplay; readonly without: RunReplay }[],
  clusters: readonly number[],
): AblationEffect {
  const errorsOf = (side: 'whole' | 'without'): number[] =>
    pairs.map((pair) => pair[side].predictions[figure.name].error);
  const before = errorsOf('whole');
  const changes = errorsOf('without').map((error, at) => error - (before[at] as number));
  return {
    figure,
    bias: clusteredMean(before, clusters).mean,
    change: clusteredMean(changes, clusters),
  };
}
