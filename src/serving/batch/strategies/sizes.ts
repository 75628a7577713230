import type { ModelIndex } from '../../../units.js';
import type { ReleaseDecision, ServerView, StrategyContext } from './strategy.js';

/** The batch size that triggers a release, by model: the scenario's, or the best batch. */
export function triggerSizes(context: StrategyContext): readonly number[] {
  const sizes = new Map(Object.entries(context.options.sizes));
  return context.models.map((name, model) => sizes.get(name) ?? context.believed.bestBatch(model));
}

/** Releases everything that waits once it reaches `size`. */
export function releaseAtSize(
  view: ServerView,
  model: ModelIndex,
  size: number,
): ReleaseDecision | undefined {
  const waiting = view.waiting(model);
  if (waiting < size) return undefined;
  return { action: 'release', model, count: 'all', reason: `${waiting} waiting, size ${size}` };
}
