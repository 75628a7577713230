import { type Cell, type CellKey, keyText } from './cells.js';

/** Cells that differ in what runs along an axis, and perhaps in the names of their conditions. */
export interface Series<Axis> {
  /** Null where several conditions make up the series. */
  readonly condition: string | null;
  readonly key: CellKey;
  readonly axis: Axis;
  /** At least two different places on the axis. */
  readonly cells: readonly Cell[];
}

/** Something that cells can differ in. */
export interface SeriesAxis {
  /** Its parts of the key: cells of one series agree in all others. */
  readonly varies: readonly (keyof CellKey)[];
  /** Where a cell stands; null if that is not known. */
  place(cell: Cell): string | null;
  /** Whether places are so far apart that they were meant to differ. */
  areApart(cells: readonly Cell[]): boolean;
}

/**
 * Finds series along an axis. A condition that holds several places on it is a series of its own.
 * Conditions that hold one each are a series together if they agree in all else (model, GPU, the
 * rest of the load) and no place is taken twice: experiments have often one folder for each load.
 */
export function seriesAlong<Axis extends SeriesAxis>(
  cells: readonly Cell[],
  axis: Axis,
): readonly Series<Axis>[] {
  const placed = cells.filter((cell) => axis.place(cell) !== null);
  const isSeries = (group: readonly Cell[]): boolean =>
    places(group, axis) > 1 && axis.areApart(group);
  const within = groups(placed, axis.varies).filter(isSeries);
  const taken = new Set(within.flat());
  const alone = placed.filter((cell) => !taken.has(cell));
  const across = groups(alone, [...axis.varies, 'condition']).filter(
    (group) => isSeries(group) && places(group, axis) === group.length,
  );
  const inOrder = [...within, ...across].sort(
    ([a], [b]) =>
      (a === undefined ? 0 : cells.indexOf(a)) - (b === undefined ? 0 : cells.indexOf(b)),
  );
  return inOrder.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const same = group.every(({ key }) => key.condition === first.key.condition);
    return [{ condition: same ? first.key.condition : null, key: first.key, axis, cells: group }];
  });
}

function groups(
  cells: readonly Cell[],
  varies: readonly (keyof CellKey)[],
): readonly (readonly Cell[])[] {
  const found = new Map<string, Cell[]>();
  for (const cell of cells) {
    const rest = Object.entries(cell.key).filter(
      ([name]) => !varies.some((varying) => varying === name),
    );
    const text = keyText(Object.fromEntries(rest));
    found.set(text, [...(found.get(text) ?? []), cell]);
  }
  return [...found.values()];
}

function places(cells: readonly Cell[], { place }: SeriesAxis): number {
  return new Set(cells.map(place)).size;
}
