import type { TeeAnalysis } from '../../analysis/tee/analyze.js';
import type { CellMode } from '../../analysis/tee/cells.js';
import type { Comparison } from '../../analysis/tee/compare.js';
import type { Effect, Interval, Spread } from '../../analysis/tee/spread.js';
import { NOTHING } from '../format.js';

const DIGITS = 4;

/** A number with four significant digits, whole ones in full; `–` where there is none. */
export function numberText(value: number | null | undefined, digits = DIGITS): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOTHING;
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return minus(rounded.toExponential(digits - 1));
  const whole = size === 0 ? 1 : Math.floor(Math.log10(size)) + 1;
  return minus(rounded === 0 ? '0' : value.toFixed(Math.max(0, digits - whole)));
}

/** A load or a length, which somebody set: as it is. */
export function settingText(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return NOTHING;
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS)));
}

/** A share in percent with its sign: `−10.8`. */
export function percentText(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return NOTHING;
  const text = (share * 100).toFixed(1);
  if (Number(text) === 0) return '0.0';
  return share > 0 ? `+${text}` : minus(text);
}

/** `−10.8 [−11.5, −10.1]`: a ratio as a change in percent. */
export function changeText(effect: Effect | null): string {
  if (effect === null || effect.ratio === null) return NOTHING;
  return `${percentText(effect.ratio - 1)}${intervalText(shifted(effect.ratio95), percentText)}`;
}

/** The median of a quantity in the unit in which it is shown. */
export function medianText(comparison: Comparison | null, mode: CellMode): string {
  const spread: Spread | null = comparison?.[mode] ?? null;
  if (comparison === null || spread === null) return NOTHING;
  return numberText(spread.median * comparison.quantity.factor);
}

/** What the intervals of changes are, for captions. */
export function changeIntervals({ performance }: Pick<TeeAnalysis, 'performance'>): string {
  const effects = performance.flatMap(({ comparisons }) =>
    comparisons.flatMap(({ effect }) => effect ?? []),
  );
  const methods = [
    ...(effects.every(({ isPaired }) => isPaired) ? [] : ['Welch’s t of logarithms']),
    ...(effects.some(({ isPaired }) => isPaired)
      ? ['Student’s t of logarithms of pairs, for simulated runs that share their random numbers']
      : []),
  ];
  return ` with 95 % intervals (${methods.join('; ')})`;
}

/** ` [low, high]`, or nothing. */
export function intervalText(
  interval: Interval | null,
  text: (value: number) => string = (value) => numberText(value),
): string {
  return interval === null ? '' : ` [${text(interval[0])}, ${text(interval[1])}]`;
}

/** The interval of an overhead by that of its ratio. */
export function shifted(ratio95: Interval | null): Interval | null {
  return ratio95 === null ? null : [ratio95[0] - 1, ratio95[1] - 1];
}

function minus(text: string): string {
  return text.replace(/^-/, '−');
}
