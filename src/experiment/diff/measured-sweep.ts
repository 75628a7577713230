import type { SweepResults } from '../results/types.js';
import type { Measured } from './measured.js';

/** The results of a sweep, to be put beside others. */
export function measuredSweep(results: SweepResults): Measured {
  const { folder, description } = results;
  const paths = new Set(description.metrics.map(({ path }) => path));
  return {
    folder,
    version: description.version,
    replications: JSON.stringify(description.replications),
    columns: description.columns.map(({ name }) => name),
    metrics: [...paths],
    inputs: description.inputs,
    cells: description.cells.map(({ values, scenario }, cell) => ({
      values,
      scenario,
      metric: (path) => (paths.has(path) ? results.values(cell, path) : []),
      requestsCsv: () => results.requestsCsv(cell),
    })),
  };
}
