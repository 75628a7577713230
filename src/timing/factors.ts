import type { Seconds } from '../units.js';
import type {
  BatchTiming,
  BelievedModel,
  HistorySwap,
  IndependentSwap,
  MeanSd,
  StagedSwap,
  SwapTiming,
} from './config.js';

/**
 * What a TEE does to durations measured without one. With factors ≥ 1 and fixed seconds ≥ 0 no
 * quantile of any duration becomes smaller.
 */
export interface TeeFactors {
  /** Multiplies loads, > 0; a load that reads from disk as a whole. */
  readonly load: number;
  /** Multiplies unloads, > 0. */
  readonly unload: number;
  /** Multiplies inference, > 0. */
  readonly inference: number;
  /** Added to every batch, ≥ 0. */
  readonly perBatchSeconds: Seconds;
  /** Added to every load, ≥ 0. */
  readonly perSwapSeconds: Seconds;
}

/** Inference times under the factors; the fixed seconds go to `TimingConfig.added`. */
export function scaleBatch(batch: BatchTiming, factors: TeeFactors): BatchTiming {
  const factor = factors.inference;
  if (batch.form === 'line') return { ...batch, a: batch.a * factor, b: batch.b * factor };
  const scaled = (seconds: Seconds): Seconds => seconds * factor;
  return { ...batch, mean: batch.mean.map(scaled), sd: batch.sd.map(scaled) };
}

/** Swap times under the factors; the fixed seconds go to `TimingConfig.added`. */
export function scaleSwap(swap: SwapTiming, factors: TeeFactors): SwapTiming {
  if (swap.form === 'stages') return scaleStages(swap, factors);
  if (swap.form === 'independent') return scaleIndependent(swap, factors);
  if (swap.form === 'history') return scaleHistory(swap, factors);
  return {
    ...swap,
    load: swap.load * factors.load,
    diskGiBPerSecond: swap.diskGiBPerSecond / factors.load,
    unload: swap.unload * factors.unload,
  };
}

/** Beliefs under the factors, fixed seconds included: a belief is about means, which simply add. */
export function scaleBelief(model: BelievedModel, factors: TeeFactors): BelievedModel {
  const load = scaled(model.load, factors.load);
  return {
    ...model,
    load: { ...load, mean: load.mean + factors.perSwapSeconds },
    unload: scaled(model.unload, factors.unload),
    batch: delayed(scaleBatch(model.batch, factors), factors.perBatchSeconds),
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

function scaleStages(swap: StagedSwap, factors: TeeFactors): StagedSwap {
  const stages = swap.stages.map((stage) => ({
    ...stage,
    giBPerSecond: stage.giBPerSecond / factors.load,
    seconds: stage.seconds * factors.load,
  }));
  return { ...swap, stages, unload: swap.unload * factors.unload };
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

function delayed(batch: BatchTiming, seconds: Seconds): BatchTiming {
  if (batch.form === 'line') return { ...batch, a: batch.a + seconds };
  return { ...batch, mean: batch.mean.map((mean) => mean + seconds) };
}
