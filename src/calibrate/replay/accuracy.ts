import { InvariantError } from '../../errors.js';
import { quantilesOf } from '../../metrics/latency/quantiles.js';
import { type ClusteredMean, clusteredMean } from './clustered-mean.js';
import { REPLAY_FIGURES, type ReplayFigure } from './figures.js';
import type { Prediction } from './prediction.js';
import type { RunReplay } from './replay-run.js';

/** How well one figure is predicted over a set of runs. Errors are fractions: 0.01 is 1 % or 1 point. */
export interface FigureAccuracy {
  readonly figure: ReplayFigure;
  readonly runs: number;
  /** Of the absolute errors; quantiles with linear interpolation. NaN for no runs. */
  readonly median: number;
  readonly p90: number;
  readonly max: number;
  /** The run with the largest error. */
  readonly worst: string;
  /** The mean signed error, with an interval clustered by arrival path. */
  readonly bias: ClusteredMean;
  /** The share of runs inside the 95 % prediction interval. */
  readonly coverage: number;
  /**
   * Runs by the rank of the measured value among its seeds, from below all to above all, in equal
   * classes of ranks; a value that ties counts in parts for every rank it could have.
   */
  readonly ranks: readonly number[];
}

/** Number of classes of a rank histogram: 21 ranks of 20 seeds make 7 classes of 3. */
const RANK_CLASSES = 7;

/**
 * The accuracy of each figure over the runs.
 * @param clusters of the runs, as `arrivalClusters` gives them.
 */
export function accuracyOf(
  replays: readonly RunReplay[],
  clusters: readonly number[],
): FigureAccuracy[] {
  if (clusters.length !== replays.length) {
    throw new InvariantError('every run has a cluster', {
      runs: replays.length,
      clusters: clusters.length,
    });
  }
  return REPLAY_FIGURES.map((figure) => figureAccuracy(figure, replays, clusters));
}

function figureAccuracy(
  figure: ReplayFigure,
  replays: readonly RunReplay[],
  clusters: readonly number[],
): FigureAccuracy {
  const predictions = replays.map(({ predictions }) => predictions[figure.name]);
  const errors = predictions.map(({ error }) => error);
  const { median, p90, max } = errorQuantiles(errors);
  const worst = errors.findIndex((error) => Math.abs(error) === max);
  return {
    figure,
    runs: replays.length,
    median,
    p90,
    max,
    worst: replays[worst]?.run.id ?? '',
    bias: clusteredMean(errors, clusters),
    coverage: predictions.filter(({ inside }) => inside).length / predictions.length,
    ranks: rankHistogram(predictions),
  };
}

/** Median, 90 % quantile and maximum of absolute errors. */
export function errorQuantiles(errors: readonly number[]): {
  readonly median: number;
  readonly p90: number;
  readonly max: number;
} {
  const sizes = Float64Array.from(errors, Math.abs);
  const [median = Number.NaN, p90 = Number.NaN, max = Number.NaN] = quantilesOf(
    [sizes],
    [0.5, 0.9, 1],
  );
  return { median, p90, max };
}

function rankHistogram(predictions: readonly Prediction[]): number[] {
  const histogram = new Array<number>(RANK_CLASSES).fill(0);
  for (const { values, below, ties } of predictions) {
    const ranks = values.length + 1;
    for (let rank = below; rank <= below + ties; rank++) {
      const place = Math.floor((rank * RANK_CLASSES) / ranks);
      histogram[place] = (histogram[place] as number) + 1 / (ties + 1);
    }
  }
  return histogram;
}
