/**
 * q-values: the least false discovery rate at which each test would be among the discoveries.
 * Calling all tests with q ≤ 0.05 discoveries, on average at most 5 % of them are false, if the
 * tests are independent or depend on each other positively.
 *
 * Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", J. R. Stat. Soc. B 57 (1995)
 * 289; on dependence: Y. Benjamini, D. Yekutieli, Ann. Stat. 29 (2001) 1165.
 *
 * @param pValues of one family of tests. @returns in the same order.
 */
export function qValues(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((_, at) => at);
  order.sort((a, b) => (pValues[b] as number) - (pValues[a] as number));
  const found = new Array<number>(pValues.length);
  let least = 1;
  order.forEach((at, fromTheTop) => {
    const rank = pValues.length - fromTheTop;
    least = Math.min(least, ((pValues[at] as number) * pValues.length) / rank);
    found[at] = least;
  });
  return found;
}
