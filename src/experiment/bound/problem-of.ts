import type { BoundModel, BoundProblem } from '../../bound/problem.js';
import { createRunKey } from '../../random/run-key.js';
import type { Scenario } from '../../scenario/types.js';
import { withMeanDurations } from '../../timing/mean-durations.js';
import { createTiming } from '../../timing/timing.js';
import type { Timing } from '../../timing/types.js';
import type { ModelIndex, Seconds } from '../../units.js';
import { createArrivals } from '../../workload/arrivals.js';
import { createSwapGraph } from './swap-graph.js';

/** Durations without chance: any quantile will do. */
const MIDDLE = 0.5;

/** The scenario as bounds and schedules see it: every duration is the mean of what it was. */
export function withoutChance(scenario: Scenario): Scenario {
  return { ...scenario, timing: withMeanDurations(scenario.timing) };
}

/**
 * What a clairvoyant scheduler would have to solve for one replication.
 * @param scenario `withoutChance`, with one GPU that holds one model at a time.
 */
export function problemOf(scenario: Scenario, replication: number): BoundProblem {
  const { durationSeconds, drainSeconds, server, models } = scenario;
  const timing = createTiming(scenario.timing);
  const bound = arrivalsByModel(scenario, replication).map((arrivals, model) =>
    createModel(scenario, timing, model, arrivals),
  );
  const swaps = createSwapGraph(timing, models.length, server.preload[0] ?? -1);
  const endSeconds = durationSeconds + drainSeconds;
  const roundingSeconds = isExact(bound, swaps.seconds, endSeconds) ? 0 : roundingOf(bound);
  return { models: bound, swaps, endSeconds, roundingSeconds };
}

function arrivalsByModel(scenario: Scenario, replication: number): readonly Float64Array[] {
  const source = createArrivals(scenario.workload, createRunKey(scenario.seed, replication));
  const arrivals: number[][] = scenario.models.map(() => []);
  while (source.advance()) arrivals[source.model]?.push(source.time);
  return arrivals.map((times) => Float64Array.from(times));
}

function createModel(
  { server, slaSeconds }: Scenario,
  timing: Timing,
  model: ModelIndex,
  arrivals: Float64Array,
): BoundModel {
  const { batchLimit, writeResults } = server.rules;
  const limits = {
    none: timing.definedUpTo(model),
    profile: Math.min(timing.maxBatch(model), timing.definedUpTo(model)),
  };
  const limit = typeof batchLimit === 'number' ? batchLimit : limits[batchLimit];
  const most = Math.max(1, Math.min(limit, timing.definedUpTo(model), arrivals.length));
  const batchSeconds = new Float64Array(most + 1);
  const heldSeconds = new Float64Array(most + 1);
  for (let size = 1; size <= most; size++) {
    const seconds = timing.batchSeconds(model, size, MIDDLE);
    batchSeconds[size] = seconds;
    heldSeconds[size] = seconds + (writeResults ? timing.writeSeconds(size) : 0);
  }
  return { arrivals, slaSeconds: slaSeconds[model] as Seconds, batchSeconds, heldSeconds };
}

/** Multiples of this, and not too large: their sums are exact in float64. */
const EXACT_STEP = 2 ** -20;
const LARGEST_EXACT = 2 ** 30;

function isExact(
  models: readonly BoundModel[],
  swaps: readonly (readonly Seconds[])[],
  endSeconds: Seconds,
): boolean {
  const exact = (value: Seconds): boolean =>
    Number.isInteger(value / EXACT_STEP) && value < LARGEST_EXACT;
  return (
    (endSeconds === Number.POSITIVE_INFINITY || exact(endSeconds)) &&
    swaps.every((row) => row.every(exact)) &&
    models.every(({ arrivals, slaSeconds, batchSeconds, heldSeconds }) =>
      [[slaSeconds], arrivals, batchSeconds, heldSeconds].every((each) => each.every(exact)),
    )
  );
}

/** More than the rounding errors of a run's sums can add up to. */
function roundingOf(models: readonly BoundModel[]): Seconds {
  const latest = Math.max(1, ...models.map(({ arrivals }) => arrivals.at(-1) ?? 0));
  return latest * 1e-10;
}
