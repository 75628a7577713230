import { InvariantError } from '../errors.js';
import type { UniformStream } from '../random/types.js';
import type { ModelIndex } from '../units.js';
import type { ModelMix } from './config.js';

/** So many that few parts hold a border between models: the search below is then one sure guess. */
const GUIDE_PARTS = 1024;

/** Whatever decides which model the next request asks for. */
export interface ModelSource {
  /** The model of the next request, in order of arrival. */
  next(): ModelIndex;
}

/** Draws the model of each request independently, by inversion of the mix. */
export class RandomModels implements ModelSource {
  readonly #stream: UniformStream;
  /** P(model ≤ i). */
  readonly #cumulative: Float64Array;
  /** For each of equal parts of [0, 1), the first model that a draw in it can mean. */
  readonly #guide: Uint16Array;

  /** @param mix probabilities ≥ 0 with a sum of 1, at least one. */
  constructor(mix: ModelMix, stream: UniformStream) {
    this.#stream = stream;
    this.#cumulative = cumulate(mix);
    this.#guide = guideOf(this.#cumulative);
  }

  next(): ModelIndex {
    const u = this.#stream.next();
    const cumulative = this.#cumulative;
    let model = this.#guide[Math.floor(u * GUIDE_PARTS)] as number;
    while (u >= (cumulative[model] as number)) model++;
    return model;
  }
}

/** Reads the models of a trace. */
export class RecordedModels implements ModelSource {
  readonly #models: Uint16Array;
  #position = 0;

  constructor(models: Uint16Array) {
    this.#models = models;
  }

  next(): ModelIndex {
    return this.#models[this.#position++] as number;
  }
}

function cumulate(mix: ModelMix): Float64Array {
  const cumulative = new Float64Array(mix.length);
  let sum = 0;
  mix.forEach((probability, i) => {
    sum += probability;
    cumulative[i] = sum;
  });
  if (!(Math.abs(sum - 1) < 1e-6)) throw new InvariantError('a mix must sum to 1', { mix });
  // Every draw is below 1: from the last possible model on, rounding must not let one through.
  const last = mix.findLastIndex((probability) => probability > 0);
  return cumulative.fill(1, last);
}

function guideOf(cumulative: Float64Array): Uint16Array {
  const guide = new Uint16Array(GUIDE_PARTS);
  let model = 0;
  for (let part = 0; part < GUIDE_PARTS; part++) {
    while ((cumulative[model] as number) <= part / GUIDE_PARTS) model++;
    guide[part] = model;
  }
  return guide;
}
