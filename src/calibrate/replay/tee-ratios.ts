import { type Estimate, estimateMean } from '../../metrics/estimate.js';
import { meanOf } from '../../metrics/sample.js';
import { REPLAY_FIGURES, type ReplayFigure } from './figures.js';
import type { RunReplay } from './replay-run.js';

/** The effect of confidential computing on one figure, measured and predicted. */
export interface TeeRatio {
  readonly figure: ReplayFigure;
  /** Matched pairs of runs. */
  readonly pairs: number;
  /** Mean over the `off` runs / mean over the `cc` runs. */
  readonly measured: number;
  /** The same of the predictions: over seeds, with a Student t interval of the expected ratio. */
  readonly predicted: Estimate;
}

/**
 * Ratios of unweighted means over runs, off over cc, on the pairs of runs that differ in their TEE
 * mode alone.
 */
export function teeRatios(replays: readonly RunReplay[]): TeeRatio[] {
  const pairs = matchedPairs(replays);
  return REPLAY_FIGURES.map((figure) => {
    const seeds = replays[0]?.predictions[figure.name].values.length ?? 0;
    const ratioOf = (value: (replay: RunReplay) => number): number =>
      meanOf(pairs.map(({ off }) => value(off))) / meanOf(pairs.map(({ cc }) => value(cc)));
    const ratios = Array.from({ length: seeds }, (_, seed) =>
      ratioOf(({ predictions }) => predictions[figure.name].values[seed] ?? Number.NaN),
    );
    const { ci95 } = estimateMean(ratios);
    const mean = ratioOf(({ predictions }) => predictions[figure.name].mean);
    return {
      figure,
      pairs: pairs.length,
      measured: ratioOf(({ predictions }) => predictions[figure.name].measured),
      predicted: { mean, ci95, n: seeds },
    };
  });
}

function matchedPairs(
  replays: readonly RunReplay[],
): { readonly off: RunReplay; readonly cc: RunReplay }[] {
  const unmatched = new Map<string, RunReplay>();
  const pairs: { off: RunReplay; cc: RunReplay }[] = [];
  for (const replay of replays) {
    const { strategy, pattern, nominalRate, slaSeconds, teeMode } = replay.run;
    const setting = JSON.stringify([strategy, pattern, nominalRate, slaSeconds]);
    const other = unmatched.get(setting);
    if (other === undefined || other.run.teeMode === teeMode) {
      unmatched.set(setting, replay);
    } else {
      unmatched.delete(setting);
      pairs.push(teeMode === 'cc' ? { off: other, cc: replay } : { off: replay, cc: other });
    }
  }
  return pairs;
}
