import type { SweepResults } from '../../experiment/results/types.js';
import { parseMetric } from '../../experiment/sweep/metrics.js';
import { type StarvedModel, starvedModels } from '../../metrics/starvation.js';

const ATTAINMENT = 'sla.attainmentReceived';

/**
 * The models that are starved in a cell, among those whose attainment over received requests the
 * sweep recorded.
 */
export function starvedIn(results: SweepResults, cell: number): readonly StarvedModel[] {
  const models = results.description.metrics.flatMap(({ path }) => {
    const parsed = parseMetric(path);
    if (parsed?.model == null || parsed.figure.path !== ATTAINMENT) return [];
    return [{ model: parsed.model, attainments: results.values(cell, path) }];
  });
  return starvedModels(models);
}

/** Of each model that is starved somewhere: in how many cells. One line; empty if none is. */
export function starvedNote(results: SweepResults): string {
  const counts = new Map<string, number>();
  const { cells } = results.description;
  for (const at of cells.keys()) {
    for (const { model } of starvedIn(results, at)) counts.set(model, (counts.get(model) ?? 0) + 1);
  }
  const found = [...counts].map(([model, count]) => `${model} in ${count}`);
  return found.length === 0 ? '' : `Starved, of ${cells.length} cells: ${found.join(', ')}.`;
}
