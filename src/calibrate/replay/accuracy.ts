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
   * Runs by the rank of the measured value among its seeds, from below all to above all, in
   * classes of ranks; a value that ties counts in parts for every rank it could have.
   */
  readonly ranks: readonly number[];
  /** What `ranks` would be on average if the simulator were right: not all classes are equal. */
  readonly expectedRanks: readonly number[];
}

/** Number of classes of a rank histogram to aim at: 21 ranks of 20 seeds make 7 classes of 3. */
const RANK_CLASSES = 7;
const FEWEST_CLASSES = 4;
const MOST_CLASSES = 11;

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
    ...rankHistogram(predictions),
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

/** Every prediction has the same number of seeds. */
function rankHistogram(
  predictions: readonly Prediction[],
): Pick<FigureAccuracy, 'ranks' | 'expectedRanks'> {
  const count = (predictions[0]?.values.length ?? 0) + 1;
  const classes = rankClasses(count);
  const ranks = new Array<number>(classes).fill(0);
  const expectedRanks = new Array<number>(classes).fill(0);
  const add = (to: number[], rank: number, part: number): void => {
    const place = Math.floor((rank * classes) / count);
    to[place] = (to[place] as number) + part;
  };
  for (let rank = 0; rank < count; rank++) add(expectedRanks, rank, predictions.length / count);
  for (const { below, ties } of predictions) {
    for (let rank = below; rank <= below + ties; rank++) add(ranks, rank, 1 / (ties + 1));
  }
  return { ranks, expectedRanks };
}

/**
 * Into how many classes so many ranks are put: equal ones if a number near the one to aim at
 * divides the ranks, else as nearly equal as can be.
 */
export function rankClasses(ranks: number): number {
  const divisors = Array.from(
    { length: MOST_CLASSES - FEWEST_CLASSES + 1 },
    (_, at) => FEWEST_CLASSES + at,
  ).filter((classes) => ranks % classes === 0);
  const distance = (classes: number): number => Math.abs(classes - RANK_CLASSES);
  const [nearest] = divisors.sort((a, b) => distance(a) - distance(b));
  return nearest ?? Math.min(RANK_CLASSES, ranks);
}
