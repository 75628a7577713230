import type { BatchServerFit } from './batch-server-fit.js';
import type { HistoryFit } from './fit-swaps.js';
import type { FormScore } from './form-scores.js';
import type { Unfitted } from './unfitted.js';

/** A fit as plain data: models by name, sizes without an end as null. */
export function fitJson(
  fit: BatchServerFit,
  scores: readonly FormScore[],
  missing: readonly Unfitted[],
): object {
  const { models, swaps, inference, busyLoop } = fit;
  const named = <T extends { readonly model: number }>(each: T) => ({
    ...each,
    model: models[each.model],
  });
  return {
    ...fit,
    inference: inference.map((each) => ({
      ...named(each),
      buckets: each.buckets.map((bucket) => ({
        ...bucket,
        upTo: Number.isFinite(bucket.upTo) ? bucket.upTo : null,
      })),
    })),
    swaps: swaps.map((each) => ({
      ...named(each),
      returning: historyJson(each.returning, models),
      otherwise: historyJson(each.otherwise, models),
    })),
    busyLoop: busyLoop && { ...busyLoop, loadExtra: busyLoop.loadExtra.map(named) },
    notFitted: missing,
    formsOnRunsLeftOut: scores,
  };
}

function historyJson(fit: HistoryFit | null, models: readonly string[]): object | null {
  if (fit === null) return null;
  const after = [...fit.after].map(([model, estimate]) => [models[model], estimate]);
  return { ...fit, after: Object.fromEntries(after) };
}
