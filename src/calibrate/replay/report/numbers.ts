import { NOTHING } from '../../../report/format.js';

/** A fraction in percent (or points), without the sign: `1.62`; `–` where there is none. */
export function percent(fraction: number, decimals = 2): string {
  if (!Number.isFinite(fraction)) return NOTHING;
  return (fraction * 100)
    .toFixed(decimals)
    .replace(/^-(?=.*[1-9])/, '−')
    .replace(/^-/, '');
}

/** The same with a sign always. */
export function signedPercent(fraction: number, decimals = 2): string {
  const text = percent(fraction, decimals);
  return fraction > 0 && text !== NOTHING ? `+${text}` : text;
}

/** `[low, high]` in percent; nothing where there is no interval. */
export function percentRange(range: readonly [number, number] | null): string {
  return range === null ? '' : `[${signedPercent(range[0])}, ${signedPercent(range[1])}]`;
}
