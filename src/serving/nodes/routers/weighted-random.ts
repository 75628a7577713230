import { nodesFor, type Router, type RouterContext, type RouterDefinition } from './router.js';

/**
 * Mélange's load balancer (arXiv 2404.14527, §6.1): a random GPU among those that serve the bucket,
 * each with the weight of its throughput there. It knows of no queue.
 */
export const weightedRandom: RouterDefinition = {
  name: 'weighted-random',
  summary: 'a random GPU, each with the weight of its throughput in the bucket (Mélange)',
  followsPlan: false,
  create: (context): Router => {
    const buckets = context.seconds[0]?.length ?? 0;
    const wheels = Array.from({ length: buckets }, (_, bucket) => wheelOf(context, bucket));
    return { route: (bucket, u) => spin(wheels[bucket], u) };
  },
};

interface Wheel {
  readonly nodes: readonly number[];
  /** P(one of the first nodes), by node. */
  readonly cumulative: Float64Array;
}

function wheelOf(context: RouterContext, bucket: number): Wheel {
  const nodes = nodesFor(context, bucket);
  const weights = nodes.map((at) => 1 / secondsOn(context, at, bucket));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const cumulative = new Float64Array(nodes.length);
  let sum = 0;
  weights.forEach((weight, at) => {
    sum += weight;
    cumulative[at] = sum / total;
  });
  return { nodes, cumulative };
}

function secondsOn({ nodes, seconds }: RouterContext, at: number, bucket: number): number {
  return seconds[nodes[at]?.type ?? -1]?.[bucket] ?? Number.POSITIVE_INFINITY;
}

/** The first node whose cumulative share lies above the draw. */
function spin(wheel: Wheel | undefined, u: number): number {
  if (wheel === undefined) return -1;
  const { nodes, cumulative } = wheel;
  let low = 0;
  let high = nodes.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (u < (cumulative[middle] ?? 1)) high = middle;
    else low = middle + 1;
  }
  return nodes[low] ?? -1;
}
