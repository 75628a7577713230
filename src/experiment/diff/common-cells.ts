import type { Measured, MeasuredCell } from './measured.js';

/** The same point in two folders. */
export interface CommonCell {
  readonly a: MeasuredCell;
  readonly b: MeasuredCell;
}

/** What is in both, and what in one only. */
export interface Sides<T, Only = T> {
  readonly both: readonly T[];
  readonly onlyA: readonly Only[];
  readonly onlyB: readonly Only[];
}

/**
 * Cells with the same values, wherever they stand; the columns may stand in another order too.
 * @param b has the columns of `a`.
 */
export function matchCells(a: Measured, b: Measured): Sides<CommonCell, MeasuredCell> {
  const order = a.columns.map((name) => b.columns.indexOf(name));
  const ofB = new Map(
    b.cells.map((cell) => [JSON.stringify(order.map((at) => cell.values[at])), cell]),
  );
  const both: CommonCell[] = [];
  const onlyA: MeasuredCell[] = [];
  for (const cell of a.cells) {
    const key = JSON.stringify(cell.values);
    const found = ofB.get(key);
    if (found === undefined) onlyA.push(cell);
    else both.push({ a: cell, b: found });
    ofB.delete(key);
  }
  return { both, onlyA, onlyB: [...ofB.values()] };
}

/** Names in both lists and in one only, each in its own order. */
export function matchNames(a: readonly string[], b: readonly string[]): Sides<string> {
  const [inA, inB] = [new Set(a), new Set(b)];
  return {
    both: a.filter((name) => inB.has(name)),
    onlyA: a.filter((name) => !inB.has(name)),
    onlyB: b.filter((name) => !inA.has(name)),
  };
}
