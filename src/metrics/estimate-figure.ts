import { CONFIDENCE, type Estimate, estimateFraction, estimateMean } from './estimate.js';
import { FIGURES } from './figures.js';

const FRACTIONS: readonly string[] = FIGURES.filter(({ unit }) => unit === 'fraction').map(
  ({ path }) => path,
);

/**
 * A figure over replications, with the interval that suits it: fractions on the logit scale, all
 * else by Student t.
 * @param path where it stands in the summary; of a model: `perModel.NAME.…`, of a GPU: `perGpu.0.…`.
 * @param values one for each replication; NaN where the figure is not defined.
 * @param confidence of the interval. Above 95 % where several are to hold together with 95 %.
 */
export function estimateFigure(
  path: string,
  values: readonly number[],
  confidence = CONFIDENCE,
): Estimate {
  return isFraction(path)
    ? estimateFraction(values, confidence)
    : estimateMean(values, undefined, confidence);
}

function isFraction(path: string): boolean {
  if (!/^per(Model|Gpu)\./.test(path)) return FRACTIONS.includes(path);
  // A model's name may have dots of its own.
  return FRACTIONS.some((fraction) => path.endsWith(`.${fraction}`));
}
