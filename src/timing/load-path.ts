import type { GiB } from '../units.js';
import type { BelievedModel, LoadStage, ModelTiming, TimingConfig } from './config.js';
import { scaleSwap, type TeeFactors } from './factors.js';
import { pipelineSeconds } from './stages.js';
import type { TeeMode } from './types.js';

/** A load path as a scenario gives it: its stages in both TEE modes. */
export interface LoadPath {
  readonly stages: Readonly<Record<TeeMode, readonly LoadStage[]>>;
  /** Size of a chunk of an overlapped pipeline; Infinity: one stage after the other. */
  readonly chunkGiB: GiB;
  /** sd / mean of a lognormal factor on every load; 0: none. */
  readonly cv: number;
}

/**
 * Loads by their stages in the place of measured ones; unloads stay, at their mean. What is
 * believed of loads follows: all of the weights from disk, in the mode of the belief.
 * @param factors those of `TeeFactors`, on the stages without confidential computing; null: the
 *   stages of the mode.
 */
export function withLoadPath(
  timing: TimingConfig,
  path: LoadPath,
  mode: TeeMode,
  factors: TeeFactors | null,
): TimingConfig {
  const staged = (model: ModelTiming): ModelTiming => {
    const { swap, weightsGiB } = model;
    const unload = typeof swap.unload === 'number' ? swap.unload : swap.unload.mean;
    const family = path.cv > 0 ? 'lognormal' : 'constant';
    const { chunkGiB, cv, stages } = path;
    const shared = { form: 'stages', weightsGiB, chunkGiB, cv, family } as const;
    if (mode === 'off' || factors === null) {
      return { ...model, swap: { ...shared, stages: stages[mode], unload } };
    }
    // The unload has its factor already.
    const own = { ...factors, unload: 1 };
    return { ...model, swap: scaleSwap({ ...shared, stages: stages.off, unload }, own) };
  };
  const beliefs = (of: TeeMode): BelievedModel[] =>
    timing.believed[of].map((belief, index) => {
      const weightsGiB = timing.models[index]?.weightsGiB ?? 0;
      const active = of === 'cc' ? factors : null;
      const plain = pipelineSeconds(
        path.stages[active === null ? of : 'off'],
        weightsGiB,
        path.chunkGiB,
      );
      const mean = plain * (active?.load ?? 1);
      const load = { mean: mean + (active?.perSwapSeconds ?? 0), sd: path.cv * mean };
      return { ...belief, load };
    });
  return {
    ...timing,
    models: timing.models.map(staged),
    believed: { off: beliefs('off'), cc: beliefs('cc') },
  };
}
