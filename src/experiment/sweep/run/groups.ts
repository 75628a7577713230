import type { SweepDescription } from '../../store/types.js';

/** Cells that get the same number of replications: decisions are taken for all of them together. */
export interface CellGroup {
  /** Indices, ascending. */
  readonly cells: readonly number[];
  /** The cell the others are compared with; null if there is none. */
  readonly baseline: number | null;
}

/**
 * The groups of a sweep, in the order of their first cells. With a precision plan, cells that
 * differ along the pairing column only are a group: pairs need equally many replications.
 * Otherwise every cell is a group of its own.
 */
export function cellGroups({
  cells,
  columns,
  pairing,
  replications,
}: Pick<SweepDescription, 'cells' | 'columns' | 'pairing' | 'replications'>): readonly CellGroup[] {
  if (pairing === null || replications.kind === 'fixed') {
    return cells.map((_, cell) => ({ cells: [cell], baseline: null }));
  }
  const paired = columns.findIndex(({ name }) => name === pairing.column);
  const groups = new Map<string, { cells: number[]; baseline: number | null }>();
  cells.forEach(({ values }, cell) => {
    const key = JSON.stringify(values.toSpliced(paired, 1));
    const group = groups.get(key) ?? { cells: [], baseline: null };
    group.cells.push(cell);
    if (values[paired] === pairing.baseline) group.baseline = cell;
    groups.set(key, group);
  });
  return [...groups.values()];
}

/** The cells of some groups, ascending. @param wanted tells which, by the group's position. */
export function cellsOfGroups(
  groups: readonly CellGroup[],
  wanted: (group: number) => boolean,
): readonly number[] {
  return groups
    .filter((_, position) => wanted(position))
    .flatMap(({ cells }) => cells)
    .sort((a, b) => a - b);
}
