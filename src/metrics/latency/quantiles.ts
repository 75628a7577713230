import { selectRanks } from './select.js';

/**
 * Quantiles with linear interpolation between order statistics (type 7 of Hyndman and Fan 1996,
 * the default of numpy and R): the quantile of probability p lies at rank p·(n − 1).
 * @param count n, how many numbers there are.
 * @param probabilities each in [0, 1].
 * @param valuesAt the order statistics at some ranks, 0 the smallest.
 * @returns a quantile for each probability; NaN when there are no numbers.
 */
export function interpolatedQuantiles(
  count: number,
  probabilities: readonly number[],
  valuesAt: (ranks: readonly number[]) => Float64Array,
): Float64Array {
  if (count === 0) return new Float64Array(probabilities.length).fill(Number.NaN);
  const positions = probabilities.map((probability) => probability * (count - 1));
  const below = positions.map(Math.floor);
  const values = valuesAt([...below, ...positions.map(Math.ceil)]);
  return Float64Array.from(positions, (position, index) => {
    const low = values[index] as number;
    const high = values[index + positions.length] as number;
    return low + (high - low) * (position - Math.floor(position));
  });
}

/**
 * Exact quantiles of the numbers in `chunks`, by `interpolatedQuantiles`.
 * @param chunks finite numbers ≥ 0 in any order; they are not changed.
 */
export function quantilesOf(
  chunks: readonly Float64Array[],
  probabilities: readonly number[],
): Float64Array {
  const count = chunks.reduce((total, chunk) => total + chunk.length, 0);
  return interpolatedQuantiles(count, probabilities, (ranks) => selectRanks(chunks, ranks));
}
