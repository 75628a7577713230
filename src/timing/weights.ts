import type { GiB } from '../units.js';
import type { ModelTiming, TimingConfig } from './config.js';

/**
 * The same timing for weights of other sizes, as of another precision. Loads of the disk form, and
 * what is believed of loads, take time in proportion: their rates stay, which is an assumption.
 * Batch times and largest batches stay as measured.
 * @param weightsGiB by model index; undefined: as it is.
 */
export function withWeights(
  timing: TimingConfig,
  weightsGiB: readonly (GiB | undefined)[],
): TimingConfig {
  const ratios = timing.models.map((model, index) => {
    return (weightsGiB[index] ?? model.weightsGiB) / model.weightsGiB;
  });
  const believed = (models: TimingConfig['believed']['off']): TimingConfig['believed']['off'] =>
    models.map((model, index) => {
      const ratio = ratios[index] ?? 1;
      const { mean, sd } = model.load;
      return { ...model, load: { mean: mean * ratio, sd: sd * ratio } };
    });
  return {
    ...timing,
    models: timing.models.map((model, index) => scaled(model, ratios[index] ?? 1)),
    believed: { off: believed(timing.believed.off), cc: believed(timing.believed.cc) },
  };
}

function scaled(model: ModelTiming, ratio: number): ModelTiming {
  const { swap } = model;
  const weightsGiB = model.weightsGiB * ratio;
  if (swap.form !== 'disk') return { ...model, weightsGiB };
  return { ...model, weightsGiB, swap: { ...swap, weightsGiB, load: swap.load * ratio } };
}
