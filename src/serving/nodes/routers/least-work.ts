import { nodesFor, type Router, type RouterContext, type RouterDefinition } from './router.js';

/**
 * The GPU that would have the least work, s, with the request put in: what is left there and what
 * the request adds, each as long as that type takes for it. At equal work the one with fewer
 * requests, then the first.
 */
export const leastWork: RouterDefinition = {
  name: 'least-work',
  summary: 'the GPU that has the least seconds of work left, the request put in',
  followsPlan: false,
  create: (context): Router => {
    const buckets = context.seconds[0]?.length ?? 0;
    const candidates = Array.from({ length: buckets }, (_, bucket) => nodesFor(context, bucket));
    return { route: (bucket) => leastLoaded(context, candidates[bucket] ?? [], bucket) };
  },
};

/** The least loaded of some GPUs; −1 of none. */
export function leastLoaded(
  { nodes, seconds }: RouterContext,
  candidates: readonly number[],
  bucket: number,
): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  let fewest = Number.POSITIVE_INFINITY;
  for (const at of candidates) {
    const node = nodes[at];
    if (node === undefined) continue;
    const own = seconds[node.type]?.[bucket] ?? Number.POSITIVE_INFINITY;
    const work = node.unfinishedSeconds + own;
    const { inService } = node;
    if (work > least || (work === least && inService >= fewest)) continue;
    best = at;
    least = work;
    fewest = inService;
  }
  return best;
}
