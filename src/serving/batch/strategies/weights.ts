import type { StrategyContext } from './strategy.js';

/** Worth of one on-time request, by model: the scenario's, or 1. */
export function modelWeights({ models, options }: StrategyContext): readonly number[] {
  const weights = new Map(Object.entries(options.weights));
  return models.map((name) => weights.get(name) ?? 1);
}
