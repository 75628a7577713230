import type { ModelIndex, Seconds } from '../units.js';
import type { BoundModel, BoundProblem } from './problem.js';
import type { Operation, Schedule } from './schedule.js';

/** What a policy let the GPU do: a swap, or a batch of so many, not before `start`. */
export type Doing =
  | { readonly kind: 'swap'; readonly start: Seconds; readonly model: ModelIndex }
  | {
      readonly kind: 'batch';
      readonly start: Seconds;
      readonly model: ModelIndex;
      readonly count: number;
    };

/**
 * A schedule that does what a policy did, in its order and not before it did, but is wiser about
 * whom it serves: always the oldest requests that are still on time, and as many as fit into the
 * time until the policy's next operation. By the second step of docs/bound.md it serves no fewer
 * on time, where larger batches do not take less time.
 */
export function servedAs(problem: BoundProblem, doings: readonly Doing[]): Schedule {
  const { models, swaps } = problem;
  const positions = models.map(() => 0);
  const schedule: Operation[] = [];
  let node = 0;
  let free: Seconds = 0;
  for (const [number, doing] of doings.entries()) {
    const { model: index } = doing;
    const start = Math.max(free, doing.start);
    if (doing.kind === 'swap') {
      const next = swaps.next[node]?.[index] ?? -1;
      if (next < 0) continue;
      free = start + (swaps.seconds[node]?.[index] as Seconds);
      node = next;
      schedule.push({ kind: 'swap', start, model: index });
      continue;
    }
    const model = models[index];
    if (model === undefined || swaps.resident[node] !== index) continue;
    const until = doings[number + 1]?.start ?? Number.POSITIVE_INFINITY;
    const batch = largestBatch(problem, model, positions[index] as number, {
      ...doing,
      start,
      until,
    });
    if (batch === null) continue;
    positions[index] = batch.from + batch.count;
    free = start + (model.heldSeconds[batch.count] as Seconds);
    schedule.push({ kind: 'batch', start, model: index, ...batch });
  }
  return schedule;
}

/** How large a batch was, when it begins, and when the next operation did. */
interface Room {
  readonly start: Seconds;
  readonly count: number;
  readonly until: Seconds;
}

/** The largest batch of requests on time that is not larger than the policy's, or fits until the next. */
function largestBatch(
  { endSeconds }: BoundProblem,
  { arrivals, slaSeconds, batchSeconds, heldSeconds }: BoundModel,
  position: number,
  { start, count: own, until }: Room,
): { readonly from: number; readonly count: number } | null {
  let arrived = position;
  while (arrived < arrivals.length && (arrivals[arrived] as Seconds) <= start) arrived++;
  for (let count = Math.min(batchSeconds.length - 1, arrived - position); count >= 1; count--) {
    const end = start + (heldSeconds[count] as Seconds);
    if (end > endSeconds || (count > own && end > until)) continue;
    const completion = start + (batchSeconds[count] as Seconds);
    let from = position;
    while (from < arrived && completion - (arrivals[from] as Seconds) >= slaSeconds) from++;
    if (from + count <= arrived) return { from, count };
  }
  return null;
}
