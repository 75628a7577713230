import { CapacitySearch, type Evaluate } from '../../../src/experiment/capacity/search.js';
import type { CapacityPlan } from '../../../src/experiment/capacity/types.js';
import { createRunKey } from '../../../src/random/run-key.js';

/** A search of a made-up curve; a plain metric without units unless said otherwise. */
export function planOf(parts: Partial<CapacityPlan> = {}): CapacityPlan {
  return {
    metric: 'throughput.requestsPerSecond',
    target: { sense: 'at-least', value: 0.5 },
    grid: Array.from({ length: 11 }, (_, at) => at / 10),
    whole: false,
    tolerance: 0.01,
    confidence: 0.95,
    replications: { least: 10, most: 80 },
    variants: 1,
    ...parts,
  };
}

/**
 * A curve with noise: the part that a replication has at every value and in every variant, and one
 * that each value has of its own. Both are uniform, with these standard deviations.
 */
export function noisy(
  curve: (x: number, variant: number) => number,
  { shared = 0, own = 0, seed = 'made up' }: { shared?: number; own?: number; seed?: string } = {},
): Evaluate {
  return async (variant, x, replication) => {
    const key = createRunKey(seed, replication);
    const noise = (name: string): number => (key.keyed(name).at(0, 0) - 0.5) * Math.sqrt(12);
    return curve(x, variant) + shared * noise('shared') + own * noise(`${variant} ${x}`);
  };
}

export async function searched(plan: CapacityPlan, evaluate: Evaluate): Promise<CapacitySearch> {
  const search = new CapacitySearch(plan);
  await search.run(evaluate);
  return search;
}
