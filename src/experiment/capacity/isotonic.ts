/** Neighbours that share a fitted value. */
export interface IsotonicBlock {
  /** Positions of its first and last member. */
  readonly first: number;
  readonly last: number;
  readonly value: number;
}

/**
 * The non-decreasing sequence nearest to `values` by weighted least squares, as blocks of equal
 * value: neighbours in the wrong order are pooled into their mean until none are ("pool adjacent
 * violators"). M. Ayer, H. Brunk, G. Ewing, W. Reid, E. Silverman, Ann. Math. Stat. 26 (1955) 641.
 * @param weights > 0, one for each value.
 */
export function isotonicBlocks(
  values: readonly number[],
  weights: readonly number[],
): readonly IsotonicBlock[] {
  const blocks: { first: number; last: number; value: number; weight: number }[] = [];
  for (const [at, value] of values.entries()) {
    let block = { first: at, last: at, value, weight: weights[at] ?? 1 };
    for (let before = blocks.at(-1); before !== undefined; before = blocks.at(-1)) {
      if (before.value <= block.value) break;
      blocks.pop();
      const weight = before.weight + block.weight;
      const sum = before.value * before.weight + block.value * block.weight;
      block = { first: before.first, last: block.last, value: sum / weight, weight };
    }
    blocks.push(block);
  }
  return blocks.map(({ first, last, value }) => ({ first, last, value }));
}

/** The fitted values, one for each. */
export function isotonicFit(
  values: readonly number[],
  weights: readonly number[],
): readonly number[] {
  return isotonicBlocks(values, weights).flatMap(({ first, last, value }) =>
    Array.from({ length: last - first + 1 }, () => value),
  );
}
