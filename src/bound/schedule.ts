import { InvariantError } from '../errors.js';
import type { ModelIndex, Seconds } from '../units.js';
import type { BoundProblem } from './problem.js';

/** One thing that the GPU does. */
export type Operation =
  | { readonly kind: 'swap'; readonly start: Seconds; readonly model: ModelIndex }
  | {
      readonly kind: 'batch';
      readonly start: Seconds;
      readonly model: ModelIndex;
      /** The model's requests `from` … `from + count − 1`, in order of arrival. */
      readonly from: number;
      readonly count: number;
    };

/** What the GPU does, in order; in between it waits. */
export type Schedule = readonly Operation[];

/**
 * Carries a schedule out on paper and counts who is served on time, by model. It knows nothing of
 * how the schedule was found.
 * @throws InvariantError if it cannot be carried out: two things at once, a batch before its
 *   requests have come, one too large or of a model that is not in memory, a request served twice.
 */
export function onTimeByModel(problem: BoundProblem, schedule: Schedule): readonly number[] {
  const { models, swaps, endSeconds } = problem;
  const onTime = models.map(() => 0);
  const served = models.map(({ arrivals }) => new Uint8Array(arrivals.length));
  let node = 0;
  let free: Seconds = 0;
  const demand = (fact: boolean, what: string, operation: Operation): void => {
    if (!fact) throw new InvariantError(what, { operation, free });
  };
  for (const operation of schedule) {
    const { start, model: index } = operation;
    demand(start >= free, 'two things at once', operation);
    if (operation.kind === 'swap') {
      const next = swaps.next[node]?.[index] ?? -1;
      demand(next >= 0, 'a swap to the model in memory', operation);
      free = start + (swaps.seconds[node]?.[index] as Seconds);
      node = next;
      continue;
    }
    const { from, count } = operation;
    const model = models[index];
    if (model === undefined) throw new InvariantError('no such model', { operation });
    const { arrivals, slaSeconds, batchSeconds, heldSeconds } = model;
    demand(swaps.resident[node] === index, 'a batch of a model not in memory', operation);
    demand(count >= 1 && count < batchSeconds.length, 'a batch too large or empty', operation);
    demand(from >= 0 && from + count <= arrivals.length, 'requests that there are not', operation);
    const completed = start + (batchSeconds[count] as Seconds);
    free = start + (heldSeconds[count] as Seconds);
    for (let request = from; request < from + count; request++) {
      const arrival = arrivals[request] as Seconds;
      demand(arrival <= start, 'a batch before its requests have come', operation);
      demand(served[index]?.[request] === 0, 'a request served twice', operation);
      (served[index] as Uint8Array)[request] = 1;
      const counts = completed - arrival < slaSeconds && free <= endSeconds;
      if (counts) onTime[index] = (onTime[index] as number) + 1;
    }
  }
  return onTime;
}
