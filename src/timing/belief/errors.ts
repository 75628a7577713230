import { durationQuantile } from '../../random/distributions.js';
import type { RunKey } from '../../random/types.js';
import type { ModelIndex, Seconds } from '../../units.js';
import type { MeanSd } from '../config.js';
import type { BelievedTiming, SwapHistory } from '../types.js';
import type { BeliefConfig } from './config.js';

/** What multiplies the beliefs about one model, > 0. */
export interface BeliefError {
  readonly load: number;
  readonly unload: number;
  readonly batch: number;
}

/** What the second part of a draw's key stands for. */
const QUANTITY = { load: 0, unload: 1, batch: 2 } as const;

/**
 * How wrong the beliefs of a run are, by model: bias times noise. The noise is a draw of the run,
 * the model and the quantity alone, and so the same under every strategy and TEE mode.
 */
export function beliefErrors(
  config: BeliefConfig,
  modelCount: number,
  key: RunKey,
): readonly BeliefError[] {
  const draws = key.keyed('error of beliefs');
  const noise = durationQuantile('lognormal', 1, config.noise.cv);
  const drawn = (model: ModelIndex, quantity: keyof typeof QUANTITY): number =>
    noise.at(draws.at(model, QUANTITY[quantity]));
  return Array.from({ length: modelCount }, (_, model) => ({
    load: config.loadFactor * drawn(model, 'load'),
    unload: config.unloadFactor * drawn(model, 'unload'),
    batch: config.batchFactor * drawn(model, 'batch'),
  }));
}

/** The same beliefs, but wrong by factors: means and spreads alike. What fits stays as it was. */
export function withErrors(
  believed: BelievedTiming,
  errors: readonly BeliefError[],
): BelievedTiming {
  const isExact = errors.every(
    ({ load, unload, batch }) => load === 1 && unload === 1 && batch === 1,
  );
  return isExact ? believed : new WrongBelief(believed, errors);
}

class WrongBelief implements BelievedTiming {
  readonly #believed: BelievedTiming;
  readonly #errors: readonly BeliefError[];

  constructor(believed: BelievedTiming, errors: readonly BeliefError[]) {
    this.#believed = believed;
    this.#errors = errors;
  }

  // The beliefs beneath are asked first: they refuse models that the run has not.

  loadSeconds(model: ModelIndex, after?: SwapHistory): MeanSd {
    return scaled(this.#believed.loadSeconds(model, after), this.#errors[model]?.load);
  }

  unloadSeconds(model: ModelIndex): MeanSd {
    return scaled(this.#believed.unloadSeconds(model), this.#errors[model]?.unload);
  }

  batchSeconds(model: ModelIndex, size: number): Seconds {
    return this.#believed.batchSeconds(model, size) * (this.#errors[model]?.batch ?? 1);
  }

  bestBatch(model: ModelIndex): number {
    return this.#believed.bestBatch(model);
  }

  maxBatch(model: ModelIndex): number {
    return this.#believed.maxBatch(model);
  }
}

function scaled({ mean, sd }: MeanSd, factor = 1): MeanSd {
  return { mean: mean * factor, sd: sd * factor };
}
