import type { TeeMode } from '../../timing/types.js';
import type { ModelIndex, Seconds } from '../../units.js';
import { type Estimate, groupBy, mean, sampleSd } from './estimate.js';
import type { BatchObservation, SwapObservation } from './observations.js';

/** What a scheduler's busy loop does, from the start of runs, when it spins for certain. */
export interface BusyLoopFit {
  /** Speed of inference beside it, in (0, 1]. */
  readonly inferenceRate: Estimate;
  readonly loadExtra: readonly LoadExtraFit[];
}

/** Seconds that it adds to a load. */
export interface LoadExtraFit {
  readonly mode: TeeMode;
  readonly model: ModelIndex;
  readonly seconds: Estimate;
}

/** What the fit needs to know from the other fits. */
export interface BusyLoopContext {
  readonly swaps: readonly SwapObservation[];
  readonly batches: readonly BatchObservation[];
  readonly models: readonly string[];
  /** Mean first load without the loop. */
  readonly firstLoad: (mode: TeeMode, model: ModelIndex) => Seconds;
  readonly meanInference: (mode: TeeMode, model: ModelIndex, size: number) => Seconds;
  /** How long after a load the loop goes on. */
  readonly spinsSeconds: Seconds;
}

const SLOWEST_RATE = 0.01;

/**
 * Fits the busy loop: until the first load has ended and the model is `spinsSeconds` old, nothing
 * blocks the polling thread. First loads against those of other runs give the extra seconds;
 * first batches give the speed of inference.
 * @returns null when no run has such a loop.
 */
export function fitBusyLoop(context: BusyLoopContext): BusyLoopFit | null {
  const first = context.swaps.filter(({ busyLoop, history }) => busyLoop && history.first);
  if (first.length === 0) return null;
  return { inferenceRate: inferenceRate(context), loadExtra: loadExtras(first, context) };
}

function loadExtras(
  first: readonly SwapObservation[],
  { models, firstLoad }: BusyLoopContext,
): LoadExtraFit[] {
  return [...groupBy(first, ({ mode }) => mode).values()].flatMap((ofMode) => {
    const mode = ofMode[0]?.mode ?? 'off';
    const seen = models.map((_, model) => {
      const loads = ofMode.filter((swap) => swap.model === model).map(({ seconds }) => seconds);
      return loads.length === 0 ? null : extraOf(loads, firstLoad(mode, model));
    });
    const known = seen.filter((estimate) => estimate !== null);
    const typical = mean(known.map(({ value }) => value));
    const reason = 'no run with the loop began with it: the mean of the others';
    return seen.map((estimate, model) => ({
      mode,
      model,
      seconds: estimate ?? {
        value: typical,
        standardError: Number.NaN,
        n: 0,
        weaklyIdentified: reason,
      },
    }));
  });
}

function extraOf(loads: readonly Seconds[], usual: Seconds): Estimate {
  const n = loads.length;
  return {
    value: Math.max(0, mean(loads) - usual),
    standardError: sampleSd(loads) / Math.sqrt(n),
    n,
    weaklyIdentified: n < 20 ? `only ${n} first loads` : null,
  };
}

function inferenceRate(context: BusyLoopContext): Estimate {
  const rates = context.batches
    .filter(({ busyLoop, index }) => busyLoop && index === 0)
    .map(({ mode, model, size, seconds }) => {
      const work = context.meanInference(mode, model, size);
      const slow = Math.min(seconds, context.spinsSeconds);
      return (work - (seconds - slow)) / slow;
    })
    .filter(Number.isFinite);
  const n = rates.length;
  if (n === 0) {
    const weaklyIdentified = 'no first batch beside the loop, or nothing to compare it with';
    return { value: 1, standardError: Number.NaN, n, weaklyIdentified };
  }
  const standardError = sampleSd(rates) / Math.sqrt(n);
  return {
    value: Math.min(1, Math.max(SLOWEST_RATE, mean(rates))),
    standardError,
    n,
    weaklyIdentified:
      n < 20 || standardError > 0.25 * mean(rates) ? `${n} batches, wide error` : null,
  };
}
