import { chiSquareCdf } from '../../src/random/statistics.js';

/** How unlikely a chi-square statistic at least this large is, for equally likely cells. */
export function uniformityPValue(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return 1 - chiSquareCdf(statistic, counts.length - 1);
}

/** Counts of values in [0, 1) by equal cells. */
export function countCells(values: Iterable<number>, cells: number): number[] {
  const counts = new Array<number>(cells).fill(0);
  for (const value of values) {
    const cell = Math.min(cells - 1, Math.floor(value * cells));
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts;
}

/** The cell of a pair of values in a square of side × side cells, as a value in [0, 1). */
export function pairValue(a: number, b: number, side: number): number {
  return (Math.floor(a * side) + b) / side;
}
