import type { TeeMode } from '../../timing/types.js';
import { groupBy, mean, sampleSd } from './estimate.js';
import type { SwapObservation } from './observations.js';

/** How much the loads of whole runs differ. */
export interface RunEffects {
  readonly mode: TeeMode;
  /** sd of the log of a run's factor, after what chance explains. */
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
/** Every round sets the farthest run aside; more than this share would be no exception. */
const LARGEST_SHARE = 0.1;

/**
 * Estimates the spread between runs by the method of moments, and names runs outside it, one at a
 * time, the farthest first. Expects the swaps of one mode; first loads are left out.
 */
export function runEffects(swaps: readonly SwapObservation[]): RunEffects {
  const later = swaps.filter(({ history }) => !history.first);
  const most = Math.floor(LARGEST_SHARE * groupBy(later, ({ run }) => run).size);
  const mode = swaps[0]?.mode ?? 'off';
  const outliers: RunEffect[] = [];
  for (;;) {
    const names = new Set(outliers.map(({ run }) => run));
    const kept = later.filter(({ run }) => !names.has(run));
    const effects = effectsOf(kept);
    const sd = spread(effects);
    const farthest = effects.toSorted((a, b) => distance(b, sd) - distance(a, sd))[0];
    if (farthest === undefined || !isOutlier(farthest, sd) || outliers.length >= most) {
      return { mode, sd, runs: effects.length, outliers };
    }
    outliers.push(farthest);
  }
}

/** What makes two loads comparable: model and what was loaded before. */
export function historyKey({ model, history }: SwapObservation): string {
  return `${model} after ${history.previous} after ${history.beforePrevious}`;
}

function effectsOf(swaps: readonly SwapObservation[]): RunEffect[] {
  const usual = new Map(
    [...groupBy(swaps, historyKey)].map(([key, group]) => [
      key,
      mean(group.map(({ seconds }) => Math.log(seconds))),
    ]),
  );
  return [...groupBy(swaps, ({ run }) => run)].flatMap(([run, group]) => {
    const logs = group.map((swap) => Math.log(swap.seconds) - (usual.get(historyKey(swap)) ?? 0));
    if (logs.length < 3) return [];
    return [{ run, effect: mean(logs), standardError: sampleSd(logs) / Math.sqrt(logs.length) }];
  });
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
