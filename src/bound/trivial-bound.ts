import type { Seconds } from '../units.js';
import type { BoundModel, BoundProblem, SwapGraph } from './problem.js';
import { wholeRequests } from './search.js';

/**
 * What anyone would say at once: no more requests are on time than could be if each were alone, and no
 * more than fit into the time of the GPU if every batch were of the most efficient size and only
 * one model were loaded, once.
 * @param problem its durations never decrease with the size of a batch (`relaxed`).
 */
export function trivialBound(problem: BoundProblem): number {
  const { models, swaps, endSeconds, roundingSeconds } = problem;
  const swapSeconds = earliestInMemory(swaps, models.length);
  const latest = Math.min(endSeconds + roundingSeconds, latestEnd(models));
  let left = latest - Math.min(...swapSeconds);
  const groups = models
    .map((model, index) => ({
      count: servableAlone(model, swapSeconds[index] as Seconds, problem),
      each: leastSecondsEach(model),
    }))
    .sort((a, b) => a.each - b.each);
  let served = 0;
  for (const { count, each } of groups) {
    const taken = each > 0 ? Math.min(count, Math.max(0, left) / each) : count;
    served += taken;
    left -= taken * each;
  }
  return wholeRequests(served);
}

/** By model: how soon it can be in memory, if only in order to have it there. */
function earliestInMemory({ resident, next, seconds }: SwapGraph, count: number): Seconds[] {
  const reached = resident.map((_, node) => (node === 0 ? 0 : Number.POSITIVE_INFINITY));
  for (let changed = true; changed; ) {
    changed = false;
    for (const [node, row] of next.entries()) {
      for (const [model, to] of row.entries()) {
        const time = (reached[node] as Seconds) + (seconds[node]?.[model] as Seconds);
        if (to < 0 || time >= (reached[to] as Seconds)) continue;
        reached[to] = time;
        changed = true;
      }
    }
  }
  return Array.from({ length: count }, (_, model) =>
    Math.min(...reached.filter((_time, node) => resident[node] === model)),
  );
}

/** After this no batch that is on time can hold the GPU. */
function latestEnd(models: readonly BoundModel[]): Seconds {
  return Math.max(
    0,
    ...models.map(({ arrivals, slaSeconds, heldSeconds }) => {
      return (arrivals.at(-1) ?? 0) + slaSeconds + (heldSeconds.at(-1) as Seconds);
    }),
  );
}

function servableAlone(model: BoundModel, swapSeconds: Seconds, problem: BoundProblem): number {
  const { endSeconds, roundingSeconds } = problem;
  const [batch, held] = [model.batchSeconds[1] as Seconds, model.heldSeconds[1] as Seconds];
  let count = 0;
  for (const arrival of model.arrivals) {
    const start = Math.max(arrival, swapSeconds);
    const inTime = start + batch - arrival < model.slaSeconds + roundingSeconds;
    if (inTime && start + held <= endSeconds + roundingSeconds) count++;
  }
  return count;
}

function leastSecondsEach({ heldSeconds }: BoundModel): Seconds {
  let least = Number.POSITIVE_INFINITY;
  for (let size = 1; size < heldSeconds.length; size++) {
    least = Math.min(least, (heldSeconds[size] as Seconds) / size);
  }
  return least;
}
