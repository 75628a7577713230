import type { ModelIndex, Seconds } from '../units.js';

/**
 * What a clairvoyant scheduler of one GPU with room for one model would have to solve: serve as many
 * requests on time as possible, all arrivals and durations known (docs/bound.md).
 */
export interface BoundProblem {
  readonly models: readonly BoundModel[];
  readonly swaps: SwapGraph;
  /** A batch whose results are written later than this does not count; Infinity: all do. */
  readonly endSeconds: Seconds;
  /**
   * What rounding may add up to over a run, s: a completion this little after its deadline counts as
   * on time for the bound, never for a schedule. 0 where every sum of the data is exact.
   */
  readonly roundingSeconds: Seconds;
}

/** One model's requests, and what its batches take. */
export interface BoundModel {
  /** Ascending, s. */
  readonly arrivals: Float64Array;
  /** On time: completion − arrival < this. */
  readonly slaSeconds: Seconds;
  /** Inference of a batch, by its size; entry 0 is not used, the last is the largest batch allowed. */
  readonly batchSeconds: Float64Array;
  /** How long a batch holds the GPU, results written, by its size. */
  readonly heldSeconds: Float64Array;
}

/**
 * What swaps take: a node is a model in memory and as much of what was loaded before it as later
 * swaps depend on. Node 0 is the start of the run.
 */
export interface SwapGraph {
  /** The model in memory at each node; −1: none. */
  readonly resident: readonly ModelIndex[];
  /** The model that was left for the one in memory, if nodes tell; −1: none, or they do not. */
  readonly left: readonly ModelIndex[];
  /** By node, then by model: the node after a swap to it; −1 if it is in memory. */
  readonly next: readonly (readonly number[])[];
  /** By node, then by model: what that swap takes. */
  readonly seconds: readonly (readonly Seconds[])[];
}

/** All requests of a problem. */
export function receivedBy(problem: BoundProblem): number {
  return problem.models.reduce((sum, { arrivals }) => sum + arrivals.length, 0);
}

/**
 * The same problem with durations that never decrease with the size of a batch: each size takes the
 * least that it or any larger one does. Whatever can be done in the problem can be done in this one,
 * and in this one a request that is late anyway can be left out of its batch.
 */
export function relaxed(problem: BoundProblem): BoundProblem {
  const models = problem.models.map((model) => ({
    ...model,
    batchSeconds: lowerEnvelope(model.batchSeconds),
    heldSeconds: lowerEnvelope(model.heldSeconds),
  }));
  return { ...problem, models };
}

/** Whether `relaxed` changes nothing: durations grow with the size, and every sum is exact. */
export function isItsRelaxation({ models, roundingSeconds }: BoundProblem): boolean {
  const grows = (values: Float64Array): boolean =>
    values.every((value, size) => size < 2 || (values[size - 1] as number) <= value);
  return (
    roundingSeconds === 0 &&
    models.every(({ batchSeconds, heldSeconds }) => grows(batchSeconds) && grows(heldSeconds))
  );
}

function lowerEnvelope(seconds: Float64Array): Float64Array {
  const least = Float64Array.from(seconds);
  for (let size = least.length - 2; size >= 1; size--) {
    least[size] = Math.min(least[size] as number, least[size + 1] as number);
  }
  return least;
}

/** The same swaps, with nodes that tell which model was left for the one in memory. */
export function tellingLeft(swaps: SwapGraph): SwapGraph {
  const states = [{ node: 0, left: -1 }];
  const numbers = new Map([['0 -1', 0]]);
  const next: number[][] = [];
  // Grows while it is walked through.
  for (const { node } of states) {
    const left = swaps.resident[node] as ModelIndex;
    next.push(
      (swaps.next[node] ?? []).map((to) => {
        if (to < 0) return -1;
        const number = numbers.get(`${to} ${left}`) ?? states.push({ node: to, left }) - 1;
        numbers.set(`${to} ${left}`, number);
        return number;
      }),
    );
  }
  return {
    resident: states.map(({ node }) => swaps.resident[node] as ModelIndex),
    left: states.map(({ left }) => left),
    next,
    seconds: states.map(({ node }) => swaps.seconds[node] ?? []),
  };
}
