import { meanOf } from '../../metrics/sample.js';
import { createRunKey } from '../../random/run-key.js';
import type { Interval } from './spread.js';

/** What counts as near the highest throughput. */
export const PEAK_SHARE = 0.95;
const RESAMPLES = 1000;
/** Of the resamples, how many may lie beyond the interval on each side. */
const TAIL = 0.025;

/** The load from which on there is little more to be had. */
export interface Reach {
  /** Position of the load with the highest mean. */
  readonly peakAt: number;
  /** The least load whose mean is at least that share of the highest. */
  readonly load: number;
  /** Percentile interval of bootstrap resamples, at loads that were run; null: no repetitions. */
  readonly interval: Interval | null;
}

/**
 * The least load that reaches a share of the highest mean. Its interval is from 1000 bootstrap
 * resamples, drawn with a fixed key: repetitions of each load by themselves, as those of measured
 * runs have nothing to do with those of another load.
 * @param loads ascending. @param values of the repetitions at each load, at least one.
 */
export function reachOf(
  loads: readonly number[],
  values: readonly (readonly number[])[],
  share: number,
): Reach {
  const means = values.map(meanOf);
  const at = firstReaching(means, share);
  const repeated = values.every(({ length }) => length > 1);
  return {
    peakAt: means.indexOf(Math.max(...means)),
    load: loads[at] ?? Number.NaN,
    interval: repeated ? intervalOf(loads, values, share) : null,
  };
}

function firstReaching(means: readonly number[], share: number): number {
  const enough = share * Math.max(...means);
  return means.findIndex((mean) => mean >= enough);
}

function intervalOf(
  loads: readonly number[],
  values: readonly (readonly number[])[],
  share: number,
): Interval {
  const draws = createRunKey('saturation', 0).keyed('bootstrap');
  const widest = Math.max(...values.map(({ length }) => length));
  const found: number[] = [];
  for (let resample = 0; resample < RESAMPLES; resample++) {
    const means = values.map((own, load) => {
      const picks = own.map((_, at) => {
        const pick = Math.floor(draws.at(resample, load * widest + at) * own.length);
        return own[pick] ?? Number.NaN;
      });
      return meanOf(picks);
    });
    found.push(loads[firstReaching(means, share)] ?? Number.NaN);
  }
  found.sort((a, b) => a - b);
  const beyond = Math.floor(TAIL * RESAMPLES);
  return [found[beyond] ?? Number.NaN, found[RESAMPLES - 1 - beyond] ?? Number.NaN];
}
