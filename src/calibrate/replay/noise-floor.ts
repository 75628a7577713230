import { meanOf } from '../../metrics/sample.js';
import { errorQuantiles } from './accuracy.js';
import { REPLAY_FIGURES, type ReplayFigure, signedError } from './figures.js';
import type { RunReplay } from './replay-run.js';

/** What a perfect simulator would reach on one figure: the simulator against itself. */
export interface FigureNoise {
  readonly figure: ReplayFigure;
  /** Expected median and 90 % quantile over runs of the absolute error. */
  readonly median: number;
  readonly p90: number;
  /** How far they vary with luck: the least and the greatest over the seeds. */
  readonly medianRange: readonly [low: number, high: number];
  readonly p90Range: readonly [low: number, high: number];
}

/**
 * Each seed in turn plays the measured run and is predicted by the mean of the others. Runs of
 * the real system vary too, so no predictor of one run can do better; with one seed less behind
 * the prediction than in a replay the difference is below 0.2 % of an error.
 */
export function noiseFloor(replays: readonly RunReplay[]): FigureNoise[] {
  return REPLAY_FIGURES.map((figure) => {
    const seeds = replays[0]?.predictions[figure.name].values.length ?? 0;
    const each = Array.from({ length: seeds }, (_, seed) =>
      errorQuantiles(replays.map((replay) => selfError(figure, replay, seed))),
    );
    const medians = each.map(({ median }) => median);
    const p90s = each.map(({ p90 }) => p90);
    return {
      figure,
      median: meanOf(medians),
      p90: meanOf(p90s),
      medianRange: rangeOf(medians),
      p90Range: rangeOf(p90s),
    };
  });
}

function selfError(figure: ReplayFigure, { predictions }: RunReplay, seed: number): number {
  const { values, mean } = predictions[figure.name];
  const left = values[seed] as number;
  const others = (mean * values.length - left) / (values.length - 1);
  return signedError(figure, others, left);
}

function rangeOf(values: readonly number[]): readonly [number, number] {
  return [Math.min(...values), Math.max(...values)];
}
