import type { SweepDescription } from '../store/types.js';
import type { ClaimGroup } from './types.js';

/** How the cells of a claim are taken together. */
export interface Grouping {
  /** Position of the column whose values are put side by side; null: a single side. */
  readonly axis: number | null;
  /** The values of it, in order. */
  readonly sides: readonly string[];
  /** Positions of the columns that are told apart. */
  readonly each: readonly number[];
}

/**
 * The groups of cells that a claim is about, in the order of the sweep. Cells that differ along the
 * axis alone belong together; those without a counterpart on every side are left out.
 * @param isMeant whether the claim is about the cell with these values.
 */
export function groupsOf(
  { columns, cells }: Pick<SweepDescription, 'columns' | 'cells'>,
  isMeant: (values: readonly string[]) => boolean,
  { axis, sides, each }: Grouping,
): readonly ClaimGroup[] {
  const matches = new Map<string, { values: readonly string[]; bySide: Map<number, number> }>();
  cells.forEach(({ values }, cell) => {
    const side = axis === null ? 0 : sides.indexOf(values[axis] ?? '');
    if (side < 0 || !isMeant(values)) return;
    const key = JSON.stringify(axis === null ? values : values.toSpliced(axis, 1));
    const match = matches.get(key) ?? { values, bySide: new Map() };
    matches.set(key, match);
    match.bySide.set(side, cell);
  });
  const groups = new Map<string, { at: ClaimGroup['at']; cells: number[][] }>();
  for (const { values, bySide } of matches.values()) {
    if (bySide.size < sides.length) continue;
    const at = Object.fromEntries(each.map((column) => [columns[column]?.name, values[column]]));
    const key = JSON.stringify(at);
    const group = groups.get(key) ?? { at, cells: sides.map((): number[] => []) };
    groups.set(key, group);
    for (const [side, cell] of bySide) group.cells[side]?.push(cell);
  }
  return [...groups.values()];
}
