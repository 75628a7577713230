import {
  BURSTY_NOMINAL_RATES,
  type BurstyPreset,
  burstyPreset,
} from '../../workload/bursty-presets.js';
import type { BurstyConfig } from '../../workload/config.js';
import type { BurstyInput } from '../schema/arrivals.js';
import type { Path } from '../text/tree.js';
import type { ArrivalsContext } from './arrivals-context.js';
import { figure, report } from './context.js';

const RANGES = ['burstSeconds', 'idleSeconds', 'burstRate', 'idleRate'] as const;
const RANGE_NAMES = RANGES.join(', ');

/** Bursty arrivals from a nominal rate, from four ranges, or from either stretched to a mean rate. */
export function resolveBursty(
  input: BurstyInput,
  path: Path,
  context: ArrivalsContext,
): BurstyConfig | undefined {
  const { rate, rateIs, first } = input;
  const ranges = rangesOf(input, path, context);
  if (ranges === undefined) {
    return undefined;
  }
  if (rateIs === 'longRun' || rate === undefined || ranges === 'preset') {
    const preset = ranges === 'preset' ? presetFor(input, path, context) : ranges;
    const timeScale = preset && timeScaleOf(input, preset, path, context);
    return preset && timeScale !== undefined
      ? { process: 'bursty', ...preset, timeScale, first }
      : undefined;
  }
  const hint = 'with rateIs: longRun it would be the mean over the run';
  report(context, [...path, 'rate'], `no nominal rate beside ${RANGE_NAMES}`, figure(rate), hint);
  return undefined;
}

/** The four ranges; `preset` when the rate chooses them; undefined, and reported, if neither. */
function rangesOf(
  { rate, burstSeconds, idleSeconds, burstRate, idleRate }: BurstyInput,
  path: Path,
  context: ArrivalsContext,
): BurstyPreset | 'preset' | undefined {
  if (burstSeconds && idleSeconds && burstRate && idleRate) {
    if (idleRate[1] === 0) {
      const expected = 'an upper rate > 0: without a request an idle period never ends';
      report(context, [...path, 'idleRate', 1], expected, '0');
      return undefined;
    }
    return { burstSeconds, idleSeconds, burstRate, idleRate };
  }
  const some = burstSeconds ?? idleSeconds ?? burstRate ?? idleRate;
  if (some !== undefined || rate === undefined) {
    const got = some === undefined ? 'neither' : 'only some of them';
    report(context, path, `a rate, or all of ${RANGE_NAMES}`, got);
    return undefined;
  }
  return 'preset';
}

function presetFor(
  { rate = 0, rateIs }: BurstyInput,
  path: Path,
  context: ArrivalsContext,
): BurstyPreset | undefined {
  if (rateIs === 'longRun') {
    return burstyPreset(nearestNominal(rate));
  }
  const preset = burstyPreset(rate);
  if (preset === undefined) {
    const expected = `a nominal rate (one of ${BURSTY_NOMINAL_RATES.join(', ')})`;
    const hint = `or rateIs: longRun, or give ${RANGE_NAMES}`;
    report(context, [...path, 'rate'], expected, figure(rate), hint);
  }
  return preset;
}

/** The nominal rate that needs the least stretching. */
function nearestNominal(rate: number): number {
  const stretch = (nominal: number) => Math.abs(Math.log(rate / nominal));
  return BURSTY_NOMINAL_RATES.reduce((best, next) => (stretch(next) < stretch(best) ? next : best));
}

function timeScaleOf(
  { rate, rateIs, first }: BurstyInput,
  preset: BurstyPreset,
  path: Path,
  context: ArrivalsContext,
): number | undefined {
  if (rateIs === 'nominal') {
    return 1;
  }
  if (rate === undefined) {
    report(context, [...path, 'rate'], 'a rate beside rateIs: longRun', 'nothing');
    return undefined;
  }
  if (context.durationSeconds === undefined) {
    return undefined;
  }
  const scale = context.sources.timeScale(preset, rate, context.durationSeconds, first);
  if (scale === undefined) {
    const expected = 'a mean rate that these bursts can have over durationSeconds';
    report(context, [...path, 'rate'], expected, figure(rate));
  }
  return scale;
}
