import { leastLoaded } from './least-work.js';
import { nodesFor, type Router, type RouterContext, type RouterDefinition } from './router.js';

/**
 * As the plan has it: a random type, by the shares of the bucket that the plan gives to types, and
 * of that type the GPU with the least work. Where a planned type has no GPU for the bucket, its
 * share is spread over the others in proportion; without any left, over all GPUs that serve the
 * bucket. What a plan leaves out (a budget does) is turned away.
 */
export const byPlan: RouterDefinition = {
  name: 'by-plan',
  summary: 'a random type, by the shares in the plan; of that type the GPU with the least work',
  followsPlan: true,
  create: (context): Router => {
    const buckets = context.seconds[0]?.length ?? 0;
    const choices = Array.from({ length: buckets }, (_, bucket) => choicesOf(context, bucket));
    return {
      route: (bucket, u) => {
        const choice = choices[bucket]?.find(({ upTo }) => u < upTo);
        return choice === undefined ? -1 : leastLoaded(context, choice.nodes, bucket);
      },
    };
  },
};

interface Choice {
  /** P(this choice or one before it). */
  readonly upTo: number;
  readonly nodes: readonly number[];
}

/** Shares that add up to 1, but for their last digits, leave nobody out. */
const ROUNDING = 1e-9;

function choicesOf(context: RouterContext, bucket: number): readonly Choice[] {
  const planned = context.planned[bucket] ?? [];
  const all = nodesFor(context, bucket);
  const total = planned.reduce((sum, share) => sum + share, 0);
  const served = total > 1 - ROUNDING ? 1 : total;
  const ofType = planned.map((_, type) => all.filter((at) => context.nodes[at]?.type === type));
  const shares = planned.map((share, type) => (ofType[type]?.length === 0 ? 0 : share));
  const kept = shares.reduce((sum, share) => sum + share, 0);
  if (kept === 0) return all.length === 0 ? [] : [{ upTo: served, nodes: all }];
  let sum = 0;
  const choices = shares.flatMap((share, type): Choice[] => {
    if (share === 0) return [];
    sum += share;
    return [{ upTo: (served * sum) / kept, nodes: ofType[type] ?? [] }];
  });
  return choices.map((choice, at) =>
    at === choices.length - 1 ? { ...choice, upTo: served } : choice,
  );
}
