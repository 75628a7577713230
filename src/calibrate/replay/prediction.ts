import { InvariantError } from '../../errors.js';
import { t95 } from '../../metrics/estimate.js';
import { meanOf, varianceOf } from '../../metrics/sample.js';
import { type ReplayFigure, signedError } from './figures.js';

/** What the simulator says of one figure of one run, beside what was measured. */
export interface Prediction {
  /** The figure under each seed. */
  readonly values: readonly number[];
  readonly mean: number;
  readonly sd: number;
  /** 95 % interval for one further run: mean ± t·sd·√(1 + 1/n), n − 1 degrees of freedom. */
  readonly low: number;
  readonly high: number;
  readonly measured: number;
  /** `signedError` of the mean. */
  readonly error: number;
  /** Whether the measured value lies in the interval. */
  readonly inside: boolean;
  /** Seeds whose figure is below the measured one, and seeds whose figure equals it. */
  readonly below: number;
  readonly ties: number;
}

/**
 * Predicts a run's figure from seeds of the simulator.
 *
 * The interval is that of a further draw, not of the mean: one real run is compared with the
 * spread of runs. Two standard deviations instead would cover 93.4 % of the runs of a perfect
 * simulator with 20 seeds.
 * @param values the figure under each seed, at least two.
 */
export function predict(
  figure: ReplayFigure,
  values: readonly number[],
  measured: number,
): Prediction {
  const n = values.length;
  if (n < 2) throw new InvariantError('a prediction needs two seeds', { figure: figure.name, n });
  const mean = meanOf(values);
  const sd = Math.sqrt(varianceOf(values));
  const reach = t95(n - 1) * sd * Math.sqrt(1 + 1 / n);
  const [low, high] = [mean - reach, mean + reach];
  return {
    values,
    mean,
    sd,
    low,
    high,
    measured,
    error: signedError(figure, mean, measured),
    inside: low <= measured && measured <= high,
    below: values.filter((value) => value < measured).length,
    ties: values.filter((value) => value === measured).length,
  };
}
