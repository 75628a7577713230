import type { Measurement } from '../measurement.js';
import { type Cell, type CellMode, MODES } from './cells.js';
import type { Quantity } from './quantity.js';
import { type Effect, effectOf, type Spread, spreadOf } from './spread.js';

/** A quantity of a cell by TEE mode: null where no run says it. */
export interface Comparison extends Readonly<Record<CellMode, Spread | null>> {
  readonly quantity: Quantity;
  readonly effect: Effect | null;
}

/** A cell's quantities. */
export interface ComparedCell {
  readonly cell: Cell;
  readonly comparisons: readonly Comparison[];
}

/** Quantities of cells with the TEE on against off; those that no run of a cell says are left out. */
export function compareCells(
  cells: readonly Cell[],
  quantities: readonly Quantity[],
): readonly ComparedCell[] {
  return cells
    .map((cell) => ({
      cell,
      comparisons: quantities
        .map((quantity) => compare(cell, quantity))
        .filter((comparison) => MODES.some((mode) => comparison[mode] !== null)),
    }))
    .filter(({ comparisons }) => comparisons.length > 0);
}

export function compare({ runs }: Pick<Cell, 'runs'>, quantity: Quantity): Comparison {
  const off = valuesOf(runs.off, quantity);
  const cc = valuesOf(runs.cc, quantity);
  const unknown = spreadOf(valuesOf(runs.unknown, quantity));
  const pairs = pairsOf(runs.off, runs.cc);
  const paired = pairs === null ? null : pairedEffect(pairs, quantity);
  const effect = paired ?? effectOf(off, cc);
  return { quantity, off: spreadOf(off), cc: spreadOf(cc), unknown, effect };
}

type Pair = readonly [off: Measurement, cc: Measurement];

/**
 * Simulated runs that saw the same requests, mode by mode.
 * @returns null unless each run has exactly one such partner.
 */
function pairsOf(off: readonly Measurement[], cc: readonly Measurement[]): readonly Pair[] | null {
  const byName = new Map(cc.map((run) => [run.simulation?.randomNumbers, run]));
  const names = new Set(off.map((run) => run.simulation?.randomNumbers));
  const pairs = off.flatMap((run): readonly Pair[] => {
    const partner = byName.get(run.simulation?.randomNumbers);
    return run.simulation === null || partner === undefined ? [] : [[run, partner]];
  });
  const isWhole = pairs.length === off.length && names.size === off.length;
  return isWhole && byName.size === off.length && cc.length === off.length ? pairs : null;
}

/** Null where one run of a pair does not say it. */
function pairedEffect(pairs: readonly Pair[], quantity: Quantity): Effect | null {
  const off = valuesOf(
    pairs.map(([run]) => run),
    quantity,
  );
  const cc = valuesOf(
    pairs.map(([, run]) => run),
    quantity,
  );
  const isWhole = off.length === pairs.length && cc.length === pairs.length;
  return isWhole ? effectOf(off, cc, true) : null;
}

/** Of the runs that say it. */
export function valuesOf(runs: readonly Measurement[], { read }: Quantity): readonly number[] {
  return runs.flatMap((run) => {
    const value = read(run);
    return value === null || !Number.isFinite(value) ? [] : [value];
  });
}

/** One comparison of a cell by the quantity's name. */
export function comparisonOf(
  { comparisons }: ComparedCell,
  { name }: Pick<Quantity, 'name'>,
): Comparison | null {
  return comparisons.find(({ quantity }) => quantity.name === name) ?? null;
}
