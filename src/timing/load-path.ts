import type { GiB } from '../units.js';
import { addedToLoad } from './added.js';
import type { BelievedModel, LoadStage, ModelTiming, TimingConfig } from './config.js';
import { scaleStages, type TeeFactors } from './factors.js';
import { present } from './resolve-model.js';
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
  const models = timing.models.map((model) => staged(model, path, mode, factors));
  const beliefs = (of: TeeMode): BelievedModel[] =>
    timing.believed[of].map((belief, index) => {
      const { weightsGiB, added } = present(models[index], 'a model');
      const mean = pipelineSeconds(stagesOf(path, of, factors), weightsGiB, path.chunkGiB);
      const onTop = of === 'cc' && mode === 'cc' ? addedToLoad(added, weightsGiB) : 0;
      return { ...belief, load: { mean: mean + onTop, sd: path.cv * mean } };
    });
  return { ...timing, models, believed: { off: beliefs('off'), cc: beliefs('cc') } };
}

function staged(
  model: ModelTiming,
  path: LoadPath,
  mode: TeeMode,
  factors: TeeFactors | null,
): ModelTiming {
  const { swap, weightsGiB, added } = model;
  const { chunkGiB, cv } = path;
  return {
    ...model,
    added: isOverlapped(path) ? { ...added, perGiBSeconds: 0 } : added,
    swap: {
      form: 'stages',
      stages: stagesOf(path, mode, factors),
      weightsGiB,
      chunkGiB,
      // The unload has its factor already.
      unload: typeof swap.unload === 'number' ? swap.unload : swap.unload.mean,
      cv,
      family: cv > 0 ? 'lognormal' : 'constant',
    },
  };
}

function stagesOf(path: LoadPath, mode: TeeMode, factors: TeeFactors | null): readonly LoadStage[] {
  if (mode === 'off' || factors === null) return path.stages[mode];
  const scaled = scaleStages(path.stages.off, factors.load);
  return isOverlapped(path) ? slowerTransfer(scaled, factors.perGiBSeconds) : scaled;
}

/**
 * Whether seconds per GiB hide behind the stages beside them: then they belong to a stage, not on
 * top of the load.
 */
export function isOverlapped({ chunkGiB }: LoadPath): boolean {
  return Number.isFinite(chunkGiB);
}

/** With so many seconds more per GiB on the way to GPU memory. */
function slowerTransfer(stages: readonly LoadStage[], perGiBSeconds: number): readonly LoadStage[] {
  if (perGiBSeconds === 0) return stages;
  return stages.map((stage) => {
    if (stage.place !== 'gpu') return stage;
    return { ...stage, giBPerSecond: 1 / (1 / stage.giBPerSecond + perGiBSeconds) };
  });
}
