import type { TeeMode } from '../../timing/types.js';
import type { GiB, ModelIndex, Seconds } from '../../units.js';
import { type Estimate, groupBy, mean, sampleSd } from './estimate.js';
import type { SwapObservation } from './observations.js';

/** What profiling says of a model in a mode. */
export interface ProfiledSwap {
  readonly loadSeconds: Seconds;
  readonly unloadSeconds: Seconds;
  readonly weightsGiB: GiB;
}

/** Looks up what profiling says. */
export type ProfiledSwaps = (mode: TeeMode, model: ModelIndex) => ProfiledSwap;

/** One mode's swaps as profiled load and unload, plus reading weights · share / rate. */
export interface DiskFit {
  readonly mode: TeeMode;
  /** With the share of `otherwise` set to 1: only share / rate is identified. */
  readonly diskGiBPerSecond: Estimate;
  /** Shares read from disk, in [0, 1]. */
  readonly first: Estimate;
  readonly returning: Estimate;
  /** sd / mean of a swap around its mean. */
  readonly cv: number;
  /** Share of the variance of the log of later swaps that the form explains. */
  readonly r2: number;
  readonly n: number;
}

type Kind = 'first' | 'returning' | 'otherwise';

/** Seconds per GiB of the weights, of swaps with one kind of history. */
interface Slope {
  readonly value: number;
  readonly standardError: number;
  readonly n: number;
}

const ROUNDS = 20;

/**
 * Fits the disk form, mode by mode: the seconds per GiB of weights beyond the profile, by history,
 * by least squares of measured / predicted − 1. Expects swaps as `fitSwaps` does. Modes in which
 * no swap has a history of `otherwise` are left out.
 */
export function fitDisk(swaps: readonly SwapObservation[], profiled: ProfiledSwaps): DiskFit[] {
  return [...groupBy(swaps, ({ mode }) => mode).values()].flatMap((group) => {
    const slopes = new Map(
      [...groupBy(group, kindOf)].map(([kind, ofKind]) => [kind, slopeOf(ofKind, profiled)]),
    );
    const otherwise = slopes.get('otherwise');
    if (otherwise === undefined || !(otherwise.value > 0)) return [];
    return [diskFit(group, profiled, slopes, otherwise)];
  });
}

function diskFit(
  swaps: readonly SwapObservation[],
  profiled: ProfiledSwaps,
  slopes: ReadonlyMap<string, Slope>,
  otherwise: Slope,
): DiskFit {
  const mode = swaps[0]?.mode ?? 'off';
  const rate = 1 / otherwise.value;
  const predicted = (swap: SwapObservation): Seconds =>
    baseSeconds(swap, profiled) +
    profiled(swap.mode, swap.model).weightsGiB * (slopes.get(kindOf(swap))?.value ?? 0);
  const later = swaps.filter((swap) => kindOf(swap) !== 'first');
  const logs = later.map(({ seconds }) => Math.log(seconds));
  const residuals = later.map((swap) => Math.log(swap.seconds / predicted(swap)));
  return {
    mode,
    diskGiBPerSecond: {
      value: rate,
      standardError: rate ** 2 * otherwise.standardError,
      n: otherwise.n,
      weaklyIdentified: otherwise.n < 20 ? `only ${otherwise.n} swaps` : null,
    },
    first: shareOf(slopes.get('first'), otherwise),
    returning: shareOf(slopes.get('returning'), otherwise),
    cv: later.length < 2 ? 0 : sampleSd(later.map((swap) => swap.seconds / predicted(swap))),
    r2: 1 - mean(residuals.map((value) => value ** 2)) / sampleSd(logs) ** 2,
    n: swaps.length,
  };
}

/** A slope relative to the one of whole reads; that no share was seen is said, not guessed. */
function shareOf(slope: Slope | undefined, whole: Slope): Estimate {
  if (slope === undefined) {
    return { value: 1, standardError: Number.NaN, n: 0, weaklyIdentified: 'never seen' };
  }
  const value = Math.min(1, Math.max(0, slope.value / whole.value));
  const relative = Math.hypot(
    slope.standardError / whole.value,
    (value * whole.standardError) / whole.value,
  );
  const weak = slope.n < 20 ? `only ${slope.n} swaps` : null;
  return { value, standardError: relative, n: slope.n, weaklyIdentified: weak };
}

function slopeOf(swaps: readonly SwapObservation[], profiled: ProfiledSwaps): Slope {
  const points = swaps.map((swap) => ({
    base: baseSeconds(swap, profiled),
    weights: profiled(swap.mode, swap.model).weightsGiB,
    seconds: swap.seconds,
  }));
  let value = 0;
  let information = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    let product = 0;
    information = 0;
    for (const { base, weights, seconds } of points) {
      const weight = 1 / Math.max(base + weights * value, 1e-9) ** 2;
      product += weight * weights * (seconds - base);
      information += weight * weights ** 2;
    }
    value = information > 0 ? product / information : 0;
  }
  const ratios = points.map(({ base, weights, seconds }) => seconds / (base + weights * value));
  return { value, standardError: sampleSd(ratios) / Math.sqrt(information), n: points.length };
}

function baseSeconds({ mode, model, history }: SwapObservation, profiled: ProfiledSwaps): Seconds {
  const { loadSeconds } = profiled(mode, model);
  if (history.previous < 0) return loadSeconds;
  return loadSeconds + profiled(mode, history.previous).unloadSeconds;
}

function kindOf({ model, history }: SwapObservation): Kind {
  if (history.first) return 'first';
  return history.beforePrevious === model ? 'returning' : 'otherwise';
}
