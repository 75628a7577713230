import type { GiB, Seconds } from '../units.js';
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
  const sizes = timing.models.map((model, index) => weightsGiB[index] ?? model.weightsGiB);
  // Where the profile leaves weights at 0 there is no rate to keep, and the time stays.
  const ratios = timing.models.map((model, index) =>
    model.weightsGiB === 0 ? 1 : (sizes[index] as GiB) / model.weightsGiB,
  );
  // Seconds on top of every load are the same whatever is loaded; in mode off there are none.
  const fixed = timing.models.map(({ added }) => added.perSwapSeconds);
  const believed = (
    models: TimingConfig['believed']['off'],
    added: readonly Seconds[],
  ): TimingConfig['believed']['off'] =>
    models.map((model, index) => {
      const ratio = ratios[index] ?? 1;
      const onTop = added[index] ?? 0;
      const { mean, sd } = model.load;
      return { ...model, load: { mean: (mean - onTop) * ratio + onTop, sd: sd * ratio } };
    });
  return {
    ...timing,
    models: timing.models.map((model, index) =>
      scaled(model, sizes[index] as GiB, ratios[index] as number),
    ),
    believed: { off: believed(timing.believed.off, []), cc: believed(timing.believed.cc, fixed) },
  };
}

function scaled(model: ModelTiming, weightsGiB: GiB, ratio: number): ModelTiming {
  const { swap } = model;
  if (swap.form !== 'disk') return { ...model, weightsGiB };
  return { ...model, weightsGiB, swap: { ...swap, weightsGiB, load: swap.load * ratio } };
}
