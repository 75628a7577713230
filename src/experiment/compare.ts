import {
  compareFigures,
  compareOverall,
  type FigureComparison,
  type OverallComparison,
} from '../metrics/comparison.js';
import { type AggregatedSummary, aggregate } from '../metrics/replications.js';
import { type StarvedModel, starvedModels } from '../metrics/starvation.js';
import type { RunSummary } from '../metrics/summary.js';
import { type Axis, type Baseline, type Cell, type CellPair, pairWithBaseline } from './grid.js';

/** A grid of scenarios compared along one of its axes. */
export interface Comparison {
  readonly axes: readonly Axis[];
  readonly baseline: Baseline;
  readonly cells: readonly ComparedCell[];
  readonly pairs: readonly ComparedPair[];
  /** For each other value of the baseline's axis that several cells have. */
  readonly overall: readonly ComparedOverall[];
}

export interface ComparedCell {
  readonly cell: Cell;
  /** One summary for each replication. */
  readonly replications: readonly RunSummary[];
  readonly estimate: AggregatedSummary;
  /** The models that are starved beside the best-served one. */
  readonly starved: readonly StarvedModel[];
}

/** A cell beside its baseline, replication by replication. */
export interface ComparedPair {
  readonly cell: Cell;
  readonly baseline: Cell;
  readonly figures: readonly FigureComparison[];
}

/** All cells with one value of the baseline's axis beside all their baselines. */
export interface ComparedOverall {
  readonly value: string;
  /** How many cells are taken together. */
  readonly cells: number;
  readonly figures: readonly OverallComparison[];
}

/**
 * Compares the cells of a grid. The k-th replication of every cell must have used the same seed
 * and number, so that differences are taken between runs on the same random draws.
 * @param replications by cell, equally many of each, at least one.
 */
export function compareCells(
  axes: readonly Axis[],
  baseline: Baseline,
  cells: readonly Cell[],
  replications: readonly (readonly RunSummary[])[],
): Comparison {
  const of = (cell: Cell): readonly RunSummary[] => replications[cell.index] ?? [];
  const pairs = pairWithBaseline(cells, baseline);
  return {
    axes,
    baseline,
    cells: cells.map((cell) => ({
      cell,
      replications: of(cell),
      estimate: aggregate(of(cell)),
      starved: starvedIn(of(cell)),
    })),
    pairs: pairs.map((pair) => ({
      ...pair,
      figures: compareFigures(of(pair.cell), of(pair.baseline)),
    })),
    overall: compareOverallBy(baseline, pairs, of),
  };
}

/** @param summaries of the replications of one cell, all of the same models. */
function starvedIn(summaries: readonly RunSummary[]): readonly StarvedModel[] {
  const models = Object.keys(summaries[0]?.perModel ?? {});
  return starvedModels(
    models.map((model) => ({
      model,
      attainments: summaries.map(
        ({ perModel }) => perModel[model]?.sla.attainmentReceived ?? Number.NaN,
      ),
    })),
  );
}

function compareOverallBy(
  { axis }: Baseline,
  pairs: readonly CellPair[],
  of: (cell: Cell) => readonly RunSummary[],
): readonly ComparedOverall[] {
  const byValue = new Map<string, CellPair[]>();
  for (const pair of pairs) {
    const value = pair.cell.values[axis] ?? '';
    byValue.set(value, [...(byValue.get(value) ?? []), pair]);
  }
  return [...byValue]
    .filter(([, together]) => together.length > 1)
    .map(([value, together]) => ({
      value,
      cells: together.length,
      figures: compareOverall(
        together.map((pair) => ({ summaries: of(pair.cell), baseline: of(pair.baseline) })),
      ),
    }));
}
