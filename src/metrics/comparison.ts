import { FIGURES, type Figure, readFigure } from './figures.js';
import {
  compareUnweightedMeans,
  type PairedDifference,
  pairedDifference,
  type UnweightedMeans,
} from './paired.js';
import type { RunSummary } from './summary.js';

/** One figure of two scenarios: `a` is the scenario in question, `b` the baseline. */
export interface FigureComparison extends PairedDifference {
  readonly figure: Figure;
}

/**
 * Compares every figure of a scenario with a baseline's, replication by replication.
 * @param summaries the scenario's replications.
 * @param baseline the same replications (same seed, same numbers) of the baseline.
 */
export function compareFigures(
  summaries: readonly RunSummary[],
  baseline: readonly RunSummary[],
): readonly FigureComparison[] {
  return FIGURES.map((figure) => ({
    figure,
    ...pairedDifference(
      summaries.map((summary) => readFigure<number>(summary, figure)),
      baseline.map((summary) => readFigure<number>(summary, figure)),
    ),
  }));
}

/** Two scenarios' replications, number by number: one point of a grid beside its baseline. */
export interface SummaryPair {
  readonly summaries: readonly RunSummary[];
  readonly baseline: readonly RunSummary[];
}

/** One figure over all points of a grid, every point counting the same. */
export interface OverallComparison extends UnweightedMeans {
  readonly figure: Figure;
}

/** Compares every figure over all points of a grid at once. */
export function compareOverall(pairs: readonly SummaryPair[]): readonly OverallComparison[] {
  return FIGURES.map((figure) => {
    const read = (summaries: readonly RunSummary[]): readonly number[] =>
      summaries.map((summary) => readFigure<number>(summary, figure));
    const above = pairs.map(({ summaries }) => read(summaries));
    const below = pairs.map(({ baseline }) => read(baseline));
    return { figure, ...compareUnweightedMeans(above, below) };
  });
}
