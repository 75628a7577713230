import { InvariantError } from '../../errors.js';
import type { ModelIndex, Seconds } from '../../units.js';
import type { MeanSd } from '../config.js';
import type { BelievedTiming, SwapHistory } from '../types.js';
import { LearnedRatio } from './learned-ratio.js';

/** What happened, told to whoever learns from it. */
export interface Lessons {
  /** A load of `model` has taken `seconds`. @param after what had been loaded before it. */
  loaded(model: ModelIndex, after: SwapHistory, seconds: Seconds): void;
  unloaded(model: ModelIndex, seconds: Seconds): void;
  /** Inference of a batch of `size` requests has taken `seconds`. */
  served(model: ModelIndex, size: number, seconds: Seconds): void;
}

/** Beliefs that change, and where to tell them what happened. */
export interface LearningBelief {
  /** Read-only, for strategies. */
  readonly believed: BelievedTiming;
  readonly lessons: Lessons;
}

/**
 * Beliefs that follow what was observed: those of `prior`, with three corrections for each model,
 * of its loads, its unloads and its batches (`LearnedRatio`).
 *
 * A correction multiplies, so what is learned of one batch size holds for all, and what is learned
 * of a load after one history holds after every other: where the prior tells histories apart they
 * stay apart, where it does not the mean of those that happen is learned. A run has some tens of
 * loads, too few to learn each history alone.
 *
 * @param weight of each new observation, in (0, 1].
 */
export function createLearningBelief(
  prior: BelievedTiming,
  modelCount: number,
  weight: number,
): LearningBelief {
  const ratios = Array.from({ length: modelCount }, () => ({
    load: new LearnedRatio(weight),
    unload: new LearnedRatio(weight),
    batch: new LearnedRatio(weight),
  }));
  return { believed: new CorrectedBelief(prior, ratios), lessons: new Learner(prior, ratios) };
}

interface ModelRatios {
  readonly load: LearnedRatio;
  readonly unload: LearnedRatio;
  readonly batch: LearnedRatio;
}

class Learner implements Lessons {
  readonly #prior: BelievedTiming;
  readonly #ratios: readonly ModelRatios[];

  constructor(prior: BelievedTiming, ratios: readonly ModelRatios[]) {
    this.#prior = prior;
    this.#ratios = ratios;
  }

  loaded(model: ModelIndex, after: SwapHistory, seconds: Seconds): void {
    this.#of(model).load.observe(seconds, this.#prior.loadSeconds(model, after));
  }

  unloaded(model: ModelIndex, seconds: Seconds): void {
    this.#of(model).unload.observe(seconds, this.#prior.unloadSeconds(model));
  }

  served(model: ModelIndex, size: number, seconds: Seconds): void {
    const mean = this.#prior.batchSeconds(model, size);
    this.#of(model).batch.observe(seconds, { mean, sd: 0 });
  }

  #of(model: ModelIndex): ModelRatios {
    const ratios = this.#ratios[model];
    if (ratios === undefined) throw new InvariantError('nothing is believed of a model', { model });
    return ratios;
  }
}

class CorrectedBelief implements BelievedTiming {
  readonly #prior: BelievedTiming;
  readonly #ratios: readonly ModelRatios[];

  constructor(prior: BelievedTiming, ratios: readonly ModelRatios[]) {
    this.#prior = prior;
    this.#ratios = ratios;
  }

  // The prior is asked first: it refuses models that the run has not.

  loadSeconds(model: ModelIndex, after?: SwapHistory): MeanSd {
    const prior = this.#prior.loadSeconds(model, after);
    return this.#ratios[model]?.load.corrected(prior) ?? prior;
  }

  unloadSeconds(model: ModelIndex): MeanSd {
    const prior = this.#prior.unloadSeconds(model);
    return this.#ratios[model]?.unload.corrected(prior) ?? prior;
  }

  batchSeconds(model: ModelIndex, size: number): Seconds {
    return this.#prior.batchSeconds(model, size) * (this.#ratios[model]?.batch.mean ?? 1);
  }

  bestBatch(model: ModelIndex): number {
    return this.#prior.bestBatch(model);
  }

  maxBatch(model: ModelIndex): number {
    return this.#prior.maxBatch(model);
  }
}
