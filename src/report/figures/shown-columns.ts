import type { SweepResults } from '../../experiment/results/types.js';
import type { SweepColumn } from '../../experiment/sweep/types.js';
import { didYouMean } from '../../suggest.js';
import { findColumn, refuse, shownCells, valuesShown, varyingColumns } from './cells.js';
import type { FigureOptions } from './figure.js';

/** The options that name a column. */
type ColumnOption = 'x' | 'y' | 'series';

const COLUMN_OPTIONS: readonly ColumnOption[] = ['x', 'y', 'series'];

/**
 * The columns along which the cells of a figure differ, handed out one by one to what shows them:
 * first to those who ask by name, then by what a column is. What is left over at the end is not
 * shown; the figure averages over it.
 */
export class ShownColumns {
  /** Indices of the cells shown, ascending; at least one. */
  readonly cells: readonly number[];
  readonly #results: SweepResults;
  readonly #options: FigureOptions;
  #left: readonly SweepColumn[];

  /**
   * @param has whether a cell has what the figure needs; others are not shown.
   * @throws UserError if no cell is left, or an option names a column that does not exist.
   */
  constructor(
    results: SweepResults,
    options: FigureOptions,
    has: (cell: number) => boolean = () => true,
  ) {
    this.#results = results;
    this.#options = options;
    this.cells = shownCells(results, options.where).filter(has);
    if (this.cells.length === 0) refuse('--where', 'values that some cell has', 'no cell at all');
    const asked = COLUMN_OPTIONS.flatMap((option) => this.asked(option)?.name ?? []);
    const twice = asked.find((name, at) => asked.indexOf(name) !== at);
    if (twice !== undefined) refuse('--series', 'a column that is not shown otherwise', twice);
    const varying = varyingColumns(results, this.cells);
    this.#left = varying.filter(({ name }) => !asked.includes(name));
  }

  /** The columns that nobody has taken. */
  get rest(): readonly SweepColumn[] {
    return this.#left;
  }

  /** The column that an option names; null if the option was not given. */
  asked(option: ColumnOption): SweepColumn | null {
    const name = this.#options[option];
    if (name === null) return null;
    const column = findColumn(this.#results, name);
    if (column !== undefined) return column;
    const known = this.#results.description.columns.map((each) => each.name);
    return refuse(`--${option}`, 'a column of the sweep', name, didYouMean(name, known));
  }

  /** Takes the column of this name, if it varies and nobody has it. */
  named(name: string | undefined): SweepColumn | null {
    return this.#take((column) => column.name === name);
  }

  /** Takes the first column whose values are words. */
  words(): SweepColumn | null {
    return this.#take(({ numeric }) => !numeric);
  }

  /** Takes the first column of numbers. */
  numbers(): SweepColumn | null {
    return this.#take(({ numeric }) => numeric);
  }

  /** Takes what sets two sides of a comparison apart: TEE mode, or else what the sweep compares. */
  sides(): SweepColumn | null {
    return this.named('tee.mode') ?? this.named(this.#results.description.pairing?.column);
  }

  /** The values of a column that the cells have; a single nameless one where there is no column. */
  values(column: SweepColumn | null): readonly string[] {
    return column === null ? [''] : valuesShown(this.#results, column, this.cells);
  }

  #take(wanted: (column: SweepColumn) => boolean): SweepColumn | null {
    const found = this.#left.find(wanted) ?? null;
    this.#left = this.#left.filter((column) => column !== found);
    return found;
  }
}
