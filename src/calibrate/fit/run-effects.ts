import type { TeeMode } from '../../timing/types.js';
import { ascending, groupBy, mean, quantileOf, sampleSd } from './estimate.js';
import type { SwapObservation } from './observations.js';

/** How much the loads of whole runs differ. */
export interface RunEffects {
  readonly mode: TeeMode;
  /**
   * sd of the log of a run's factor, after what chance explains. Outliers count with their effect
   * winsorised: moved in to 3 robust sd (1.4826 median absolute deviations) from the median.
   */
  readonly sd: number;
  readonly runs: number;
  /** Runs that belong to no common spread: a machine just started, say. */
  readonly outliers: readonly RunEffect[];
}

/** One run's loads against those of the others with the same model and history. */
export interface RunEffect {
  readonly run: string;
  /** Mean of log(measured / usual). */
  readonly effect: number;
  readonly standardError: number;
}

/** Beyond so many standard deviations, to which the run itself still contributes, … */
const OUTLIER_SDS = 3;
/** … and at least so far, a run is set aside. */
const OUTLIER_EFFECT = 0.1;
/** Makes the median absolute deviation the sd of a normal distribution. */
const MAD_TO_SD = 1.4826;
/** Every round sets the farthest run aside; more than this share would be no exception. */
const LARGEST_SHARE = 0.1;

/**
 * Estimates the spread between runs by the method of moments, and names runs outside it, one at a
 * time, the farthest first. Those are kept out of what is usual, but not out of the spread: the next
 * run may stand apart too. Expects the swaps of one mode; first loads are left out.
 */
export function runEffects(swaps: readonly SwapObservation[]): RunEffects {
  const later = swaps.filter(({ history }) => !history.first);
  const most = Math.floor(LARGEST_SHARE * groupBy(later, ({ run }) => run).size);
  const mode = swaps[0]?.mode ?? 'off';
  const outliers: RunEffect[] = [];
  for (;;) {
    const names = new Set(outliers.map(({ run }) => run));
    const kept = later.filter(({ run }) => !names.has(run));
    const effects = effectsOf(kept, kept);
    const sd = spread(effects);
    const farthest = effects.toSorted((a, b) => distance(b, sd) - distance(a, sd))[0];
    if (farthest === undefined || !isOutlier(farthest, sd) || outliers.length >= most) {
      const all = winsorised(effectsOf(later, kept), names);
      return { mode, sd: spread(all), runs: all.length, outliers };
    }
    outliers.push(farthest);
  }
}

/** What makes two loads comparable: model and what was loaded before. */
export function historyKey({ model, history }: SwapObservation): string {
  return `${model} after ${history.previous} after ${history.beforePrevious}`;
}

/** The effects of runs against what is usual in others, where those had the same history. */
function effectsOf(
  swaps: readonly SwapObservation[],
  others: readonly SwapObservation[],
): RunEffect[] {
  const usual = new Map(
    [...groupBy(others, historyKey)].map(([key, group]) => [
      key,
      mean(group.map(({ seconds }) => Math.log(seconds))),
    ]),
  );
  return [...groupBy(swaps, ({ run }) => run)].flatMap(([run, group]) => {
    const logs = group.flatMap((swap) => {
      const typical = usual.get(historyKey(swap));
      return typical === undefined ? [] : [Math.log(swap.seconds) - typical];
    });
    if (logs.length < 3) return [];
    return [{ run, effect: mean(logs), standardError: sampleSd(logs) / Math.sqrt(logs.length) }];
  });
}

/** The named runs' effects moved in to so many robust sd from the median of all. */
function winsorised(effects: readonly RunEffect[], names: ReadonlySet<string>): RunEffect[] {
  const values = effects.map(({ effect }) => effect);
  const median = medianOf(values);
  const reach = OUTLIER_SDS * MAD_TO_SD * medianOf(values.map((value) => Math.abs(value - median)));
  return effects.map((each) =>
    names.has(each.run)
      ? { ...each, effect: Math.min(median + reach, Math.max(median - reach, each.effect)) }
      : each,
  );
}

function medianOf(values: readonly number[]): number {
  return quantileOf(ascending(values), 0.5);
}

/** Method of moments: what the effects vary beyond their standard errors. */
function spread(effects: readonly RunEffect[]): number {
  if (effects.length < 2) return 0;
  const total = sampleSd(effects.map(({ effect }) => effect)) ** 2;
  return Math.sqrt(Math.max(0, total - mean(effects.map((each) => each.standardError ** 2))));
}

function distance({ effect, standardError }: RunEffect, sd: number): number {
  return Math.abs(effect) / Math.max(Math.hypot(sd, standardError), 1e-9);
}

function isOutlier(effect: RunEffect, sd: number): boolean {
  return distance(effect, sd) > OUTLIER_SDS && Math.abs(effect.effect) > OUTLIER_EFFECT;
}
