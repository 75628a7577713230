import type { BoundModel, BoundProblem } from '../../src/bound/problem.js';

/** A request, with its model's index among the requests of all models. */
interface Numbered {
  readonly model: number;
  readonly arrival: number;
}

/**
 * The most requests that any schedule serves on time, by trying them all: every set of requests of a
 * model as a batch, in any order, late requests among them or not. Of schedules that have used up
 * the same requests, served as many on time and remember the same loads, the one that is free
 * earliest can do what the others can; nothing else is assumed. For a dozen requests.
 */
export function exhaustiveOptimum(problem: BoundProblem): number {
  const { models, swaps } = problem;
  const requests: Numbered[] = models.flatMap(({ arrivals }, model) =>
    [...arrivals].map((arrival) => ({ model, arrival })),
  );
  const nodes = swaps.resident.length;
  const counts = requests.length + 1;
  const free = new Float64Array(2 ** requests.length * nodes * counts).fill(Infinity);
  const at = (used: number, node: number, onTime: number): number =>
    (used * nodes + node) * counts + onTime;
  free[at(0, 0, 0)] = 0;
  const sets = models.map((_, model) => setOf(requests, model));
  let best = 0;
  for (let used = 0; used < 2 ** requests.length; used++) {
    swapAbout(problem, (node, onTime) => at(used, node, onTime), free, counts);
    for (let node = 0; node < nodes; node++) {
      const index = swaps.resident[node] ?? -1;
      const model = models[index];
      for (let onTime = 0; onTime < counts; onTime++) {
        const time = free[at(used, node, onTime)] ?? Infinity;
        if (time === Infinity) continue;
        best = Math.max(best, onTime);
        if (model === undefined) continue;
        const unused = (sets[index] ?? 0) & ~used;
        for (let batch = unused; batch > 0; batch = (batch - 1) & unused) {
          const served = serve(problem, model, requests, batch, time);
          if (served === null) continue;
          const after = at(used | batch, node, onTime + served.onTime);
          free[after] = Math.min(free[after] ?? Infinity, served.free);
        }
      }
    }
  }
  return best;
}

/** All ways of swapping without serving anybody. */
function swapAbout(
  { swaps }: BoundProblem,
  at: (node: number, onTime: number) => number,
  free: Float64Array,
  counts: number,
): void {
  for (let changed = true; changed; ) {
    changed = false;
    for (const [node, row] of swaps.next.entries()) {
      for (const [model, next] of row.entries()) {
        for (let onTime = 0; next >= 0 && onTime < counts; onTime++) {
          const time = (free[at(node, onTime)] ?? Infinity) + (swaps.seconds[node]?.[model] ?? 0);
          if (time >= (free[at(next, onTime)] ?? Infinity)) continue;
          free[at(next, onTime)] = time;
          changed = true;
        }
      }
    }
  }
}

/** Null when the batch is too large. */
function serve(
  { endSeconds }: BoundProblem,
  { slaSeconds, batchSeconds, heldSeconds }: BoundModel,
  requests: readonly Numbered[],
  batch: number,
  time: number,
): { onTime: number; free: number } | null {
  const members = requests.filter((_, request) => (batch & (1 << request)) !== 0);
  const seconds = batchSeconds[members.length];
  if (seconds === undefined) return null;
  const start = Math.max(time, ...members.map(({ arrival }) => arrival));
  const end = start + (heldSeconds[members.length] ?? 0);
  const isOnTime = ({ arrival }: Numbered): boolean =>
    start + seconds - arrival < slaSeconds && end <= endSeconds;
  return { onTime: members.filter(isOnTime).length, free: end };
}

function setOf(requests: readonly Numbered[], model: number): number {
  return requests.reduce(
    (set, request, number) => (request.model === model ? set | (1 << number) : set),
    0,
  );
}
