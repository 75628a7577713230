import { FIGURES, type Figure, readFigure } from './figures.js';
import { type PairedDifference, pairedDifference } from './paired.js';
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
