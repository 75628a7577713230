import type { GridBatch, GridModel } from './grid.js';

/** Where a row of values begins: that of the positions `liveFrom` … `arrived` of a slot. */
export interface Rows {
  readonly values: Float64Array;
  /** Of the slot in hand. */
  readonly here: number;
  /** Of the slot after the operation. */
  readonly after: number;
}

/** Values of a slot with no batch begun in it: those of the next. */
export function wait({ values, here, after }: Rows, parts: GridModel, slot: number): void {
  const { liveFrom, arrived } = parts;
  const first = liveFrom[slot] as number;
  const last = arrived[slot] as number;
  const firstAfter = liveFrom[slot + 1] as number;
  const [at, next] = [here - first, after - firstAfter];
  for (let position = first; position <= last; position++) {
    const from = position < firstAfter ? firstAfter : position;
    values[at + position] = values[next + from] as number;
  }
}

/** Raises values at and above `from` to `to`, as far as `end` (exclusive). */
export function raise(values: Float64Array, from: number, end: number, to: number): void {
  for (let at = from; at < end; at++) if ((values[at] as number) < to) values[at] = to;
}

/** Raises the values of a slot to what they are with a batch of these sizes begun in it. */
export function serve(
  { values, here: row, after: rowAfter }: Rows,
  sums: Float64Array,
  { liveFrom, onTimeFrom, arrived }: GridModel,
  slot: number,
  { least, most, completionSlots, heldSlots }: GridBatch,
): void {
  const first = liveFrom[slot] as number;
  const here = row - first;
  const firstAfter = liveFrom[slot + heldSlots] as number;
  const there = rowAfter - firstAfter;
  const last = arrived[slot] as number;
  const from = Math.max(first, onTimeFrom[slot + completionSlots] as number);
  if (from > last - least) return;
  let position = from;
  for (const end = Math.min(last - most, firstAfter - most - 1); position <= end; position++) {
    const worth =
      (sums[position + most] as number) -
      (sums[position] as number) +
      (values[there + firstAfter] as number);
    if (worth > (values[here + position] as number)) values[here + position] = worth;
  }
  for (const end = last - most; position <= end; position++) {
    const worth =
      (sums[position + most] as number) -
      (sums[position] as number) +
      (values[there + position + most] as number);
    if (worth > (values[here + position] as number)) values[here + position] = worth;
  }
  const rest =
    (sums[last] as number) + (values[there + (last < firstAfter ? firstAfter : last)] as number);
  for (const end = last - least; position <= end; position++) {
    const worth = rest - (sums[position] as number);
    if (worth > (values[here + position] as number)) values[here + position] = worth;
  }
  if (from === first) return;
  // Who begins before `from` serves what one serves who begins there: those before are late.
  const count = Math.min(most, last - from);
  const next = Math.max(from + count, firstAfter);
  const worth =
    (sums[from + count] as number) - (sums[from] as number) + (values[there + next] as number);
  raise(values, here + first, here + from, worth);
}
