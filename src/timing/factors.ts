import type { GiB, Seconds } from '../units.js';
import { type AddedSeconds, addedToLoad, NOTHING_ADDED } from './added.js';
import type {
  BatchTiming,
  BelievedModel,
  HistorySwap,
  IndependentSwap,
  LoadStage,
  MeanSd,
  SwapTiming,
} from './config.js';

/**
 * What a TEE does to durations measured without one: multipliers of what was measured, and seconds
 * on top, which no multiplier touches. With factors ≥ 1 and seconds ≥ 0 no quantile of any duration
 * becomes smaller.
 */
export interface TeeFactors extends AddedSeconds {
  /** Multiplies loads, > 0; a load that reads from disk as a whole. */
  readonly load: number;
  /** Multiplies unloads, > 0. */
  readonly unload: number;
  /** Multiplies inference, > 0. */
  readonly inference: number;
  /** Added to every decode step of every batch, ≥ 0. */
  readonly perStepSeconds: Seconds;
  /** Added to every decode step for each request in the batch, ≥ 0. */
  readonly perSequenceSeconds: Seconds;
  /** Decode steps of a batch; null: the mean length of its answers, `ModelTiming.tokens.output`. */
  readonly stepsPerBatch: number | null;
}

/** What changes nothing. */
export const NO_FACTORS: TeeFactors = {
  ...NOTHING_ADDED,
  load: 1,
  unload: 1,
  inference: 1,
  perStepSeconds: 0,
  perSequenceSeconds: 0,
  stepsPerBatch: null,
};

/** What a TEE needs whether or not its durations were measured: confidential cold start, keys. */
export type TeeWaits = Pick<TeeFactors, 'perSwapSeconds' | 'firstLoadSeconds'>;

/** Both at once: what was measured is multiplied by both, and seconds of both are on top. */
export function combinedFactors(one: TeeFactors, other: TeeFactors): TeeFactors {
  return {
    load: one.load * other.load,
    unload: one.unload * other.unload,
    inference: one.inference * other.inference,
    perBatchSeconds: one.perBatchSeconds + other.perBatchSeconds,
    perRequestSeconds: one.perRequestSeconds + other.perRequestSeconds,
    perSwapSeconds: one.perSwapSeconds + other.perSwapSeconds,
    perGiBSeconds: one.perGiBSeconds + other.perGiBSeconds,
    perUnloadSeconds: one.perUnloadSeconds + other.perUnloadSeconds,
    firstLoadSeconds: one.firstLoadSeconds + other.firstLoadSeconds,
    perStepSeconds: one.perStepSeconds + other.perStepSeconds,
    perSequenceSeconds: one.perSequenceSeconds + other.perSequenceSeconds,
    stepsPerBatch: one.stepsPerBatch ?? other.stepsPerBatch,
  };
}

/** Whether the factors say anything about decode steps, whose number must then be known. */
export function countsSteps({ perStepSeconds, perSequenceSeconds }: TeeFactors): boolean {
  return perStepSeconds !== 0 || perSequenceSeconds !== 0;
}

/**
 * The seconds on top of one model's operations.
 * @param outputTokens decode steps of a batch where the factors do not say; the caller has checked
 *   that one of them does if `countsSteps`.
 */
export function addedByFactors(
  factors: TeeFactors,
  waits: TeeWaits,
  outputTokens: number | null,
): AddedSeconds {
  const steps = factors.stepsPerBatch ?? outputTokens ?? 0;
  return {
    perBatchSeconds: factors.perBatchSeconds + steps * factors.perStepSeconds,
    perRequestSeconds: factors.perRequestSeconds + steps * factors.perSequenceSeconds,
    perSwapSeconds: factors.perSwapSeconds + waits.perSwapSeconds,
    perGiBSeconds: factors.perGiBSeconds,
    perUnloadSeconds: factors.perUnloadSeconds,
    firstLoadSeconds: factors.firstLoadSeconds + waits.firstLoadSeconds,
  };
}

/** Inference times under the factors; the seconds on top are `addedByFactors`. */
export function scaleBatch(batch: BatchTiming, factors: TeeFactors): BatchTiming {
  const factor = factors.inference;
  if (batch.form === 'line') return { ...batch, a: batch.a * factor, b: batch.b * factor };
  const scaled = (seconds: Seconds): Seconds => seconds * factor;
  return { ...batch, mean: batch.mean.map(scaled), sd: batch.sd.map(scaled) };
}

/** Swap times under the factors; the seconds on top are `addedByFactors`. */
export function scaleSwap(swap: SwapTiming, factors: TeeFactors): SwapTiming {
  if (swap.form === 'stages') {
    const stages = scaleStages(swap.stages, factors.load);
    return { ...swap, stages, unload: swap.unload * factors.unload };
  }
  if (swap.form === 'independent') return scaleIndependent(swap, factors);
  if (swap.form === 'history') return scaleHistory(swap, factors);
  return {
    ...swap,
    load: swap.load * factors.load,
    diskGiBPerSecond: swap.diskGiBPerSecond / factors.load,
    unload: swap.unload * factors.unload,
  };
}

/**
 * Beliefs under the factors, seconds on top included: a belief is about means, which simply add.
 * Those of the first load of a run are not: what is believed is a load like any other.
 */
export function scaleBelief(
  model: BelievedModel,
  factors: TeeFactors,
  added: AddedSeconds,
  weightsGiB: GiB,
): BelievedModel {
  const load = scaled(model.load, factors.load);
  const unload = scaled(model.unload, factors.unload);
  return {
    ...model,
    load: { ...load, mean: load.mean + addedToLoad(added, weightsGiB) },
    unload: { ...unload, mean: unload.mean + added.perUnloadSeconds },
    batch: scaleBatch(model.batch, factors),
    added: {
      perBatchSeconds: added.perBatchSeconds,
      perRequestSeconds: added.perRequestSeconds,
    },
  };
}

function scaleIndependent(swap: IndependentSwap, factors: TeeFactors): IndependentSwap {
  return {
    ...swap,
    load: scaled(swap.load, factors.load),
    firstLoad: swap.firstLoad === null ? null : scaled(swap.firstLoad, factors.load),
    unload: scaled(swap.unload, factors.unload),
  };
}

/** Stages of a load that take so many times as long. */
export function scaleStages(stages: readonly LoadStage[], factor: number): readonly LoadStage[] {
  return stages.map((stage) => ({
    ...stage,
    giBPerSecond: stage.giBPerSecond / factor,
    seconds: stage.seconds * factor,
  }));
}

function scaleHistory(swap: HistorySwap, factors: TeeFactors): HistorySwap {
  const load = (seconds: MeanSd): MeanSd => scaled(seconds, factors.load);
  return {
    ...swap,
    load: swap.load * factors.load,
    unload: swap.unload * factors.unload,
    first: load(swap.first),
    second: load(swap.second),
    returning: swap.returning.map(load),
    otherwise: swap.otherwise.map(load),
  };
}

function scaled({ mean, sd }: MeanSd, factor: number): MeanSd {
  return { mean: mean * factor, sd: sd * factor };
}
