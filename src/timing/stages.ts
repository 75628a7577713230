import { type DurationQuantile, durationQuantile } from '../random/distributions.js';
import type { Fraction, GiB, Seconds } from '../units.js';
import type { LoadStage, StagedSwap } from './config.js';
import type { PrefetchPart, SwapTimes } from './swap-part.js';
import type { SwapHistory } from './types.js';

/** Share of the weights that has to pass the stages of each place. */
type Shares = Readonly<Record<LoadStage['place'], Fraction>>;

/** Nothing has been done yet. */
const EVERYTHING: Shares = { disk: 1, host: 1, gpu: 1 };

/**
 * How long weights take to pass stages, s, without chance.
 *
 * In n equal chunks, each stage handing on every chunk at once, that is the time of one chunk
 * through all stages plus n − 1 times that of the slowest stage (a flow shop of equal jobs); one
 * chunk is the serial sum. A stage of which only a share is left has that share of every chunk.
 */
export function pipelineSeconds(
  stages: readonly LoadStage[],
  weightsGiB: GiB,
  chunkGiB: GiB,
  shares: Shares = EVERYTHING,
): Seconds {
  const chunks = Math.max(1, Math.ceil(weightsGiB / chunkGiB));
  let sum = 0;
  let slowest = 0;
  let fixed = 0;
  for (const { place, giBPerSecond, seconds } of stages) {
    const share = shares[place];
    if (share === 0) continue;
    const ofChunk = (share * weightsGiB) / chunks / giBPerSecond;
    sum += ofChunk;
    slowest = Math.max(slowest, ofChunk);
    fixed += seconds;
  }
  return fixed + sum + (chunks - 1) * slowest;
}

/** Loads as stages; what lies in host memory skips those that brought it there. */
export class StagedTimes implements SwapTimes {
  readonly prefetch: PrefetchPart = {
    seconds: (history, u) => this.#pass(this.#toHost, leftOf(history)) * this.#ratio.at(u),
    giB: (history) => {
      const left = leftOf(history);
      const places = this.#toHost.map(({ place }) => left[place]);
      return this.#swap.weightsGiB * Math.max(0, ...places);
    },
  };
  readonly #swap: StagedSwap;
  readonly #toHost: readonly LoadStage[];
  readonly #ratio: DurationQuantile;

  constructor(swap: StagedSwap) {
    this.#swap = swap;
    this.#toHost = swap.stages.filter(({ place }) => place !== 'gpu');
    this.#ratio = durationQuantile(swap.family, 1, swap.cv);
  }

  load(history: SwapHistory, u: number): Seconds {
    return this.#pass(this.#swap.stages, leftOf(history)) * this.#ratio.at(u);
  }

  unload(_u: number): Seconds {
    return this.#swap.unload;
  }

  #pass(stages: readonly LoadStage[], shares: Shares): Seconds {
    return pipelineSeconds(stages, this.#swap.weightsGiB, this.#swap.chunkGiB, shares);
  }
}

/** The page cache has what came from disk; what was read ahead is ready to be sent to the GPU. */
function leftOf({ uncachedShare = 1, readAhead = 0 }: SwapHistory): Shares {
  const ahead = 1 - readAhead;
  return { disk: uncachedShare * ahead, host: ahead, gpu: 1 };
}
