/** What pairs runs cannot differ between them. */
export const FIXED_PATHS: readonly string[] = ['replications', 'seed'];

/** A scenario path and the values it takes, as they would be written after `--set path=`. */
export interface Axis {
  readonly path: string;
  readonly values: readonly string[];
}

/** One point of a grid. */
export interface Cell {
  /** Position in the grid: 0, 1, 2, … */
  readonly index: number;
  /** The value of each axis, in the order of the axes. */
  readonly values: readonly string[];
}

/** Every combination of the axes' values; the last axis changes fastest. */
export function expandGrid(axes: readonly Axis[]): readonly Cell[] {
  let rows: readonly (readonly string[])[] = [[]];
  for (const { values } of axes) {
    rows = rows.flatMap((row) => values.map((value) => [...row, value]));
  }
  return rows.map((values, index) => ({ index, values }));
}

/** The settings (`path=value`) that turn a scenario into the cell's. */
export function cellSettings(axes: readonly Axis[], cell: Cell): readonly string[] {
  return axes.map(({ path }, i) => `${path}=${cell.values[i]}`);
}

/** The axis along which cells are compared, and the value the others are compared with. */
export interface Baseline {
  /** Position in the list of axes. */
  readonly axis: number;
  readonly value: string;
}

/** Two cells that differ along the baseline's axis only. */
export interface CellPair {
  readonly cell: Cell;
  readonly baseline: Cell;
}

/** Pairs every cell that does not have the baseline's value with the one that does. */
export function pairWithBaseline(
  cells: readonly Cell[],
  { axis, value }: Baseline,
): readonly CellPair[] {
  // All values but the one on the baseline's axis.
  const others = ({ values }: Cell): string => JSON.stringify(values.toSpliced(axis, 1));
  const baselines = new Map(
    cells.filter((cell) => cell.values[axis] === value).map((cell) => [others(cell), cell]),
  );
  return cells
    .filter((cell) => cell.values[axis] !== value)
    .flatMap((cell) => {
      const baseline = baselines.get(others(cell));
      return baseline === undefined ? [] : [{ cell, baseline }];
    });
}
