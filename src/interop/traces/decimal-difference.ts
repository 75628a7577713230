/** Finer than any trace tells time. */
const DECIMALS = 9;

/**
 * `later` − `earlier` of times that were written in decimals: without the noise that the difference
 * of two float64 has behind them (5.1 − 5 is not 0.1).
 */
export function decimalDifference(later: number, earlier: number): number {
  return earlier === 0 ? later : Number((later - earlier).toFixed(DECIMALS));
}
