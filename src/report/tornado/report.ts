import type { Finding, Tornado, TornadoRange } from '../../experiment/tornado/tornado.js';

/** A tornado and what it is of. */
export interface TornadoReport extends Tornado {
  /** The scenario's name. */
  readonly name: string;
}

/** What is said of an effect in a table; nothing where there is nothing to say. */
export const FINDINGS: Readonly<Record<Finding, string>> = {
  told: '',
  'no-difference': 'no difference',
  'not-distinguishable': 'not distinguishable',
  'swing-not-distinguishable': 'swing not distinguishable',
  turns: 'both ends the same way',
};

/** What a reader must know of the ranges themselves. */
export function rangeNotes({ ranges }: Tornado): readonly string[] {
  return ranges.flatMap((range) => {
    const { path, low, high, base, about } = range;
    const outside = isOutside(range)
      ? [`${path}: the base, ${base}, lies outside of ${low} to ${high}`]
      : [];
    const unset =
      base === null ? [`${path}: not set in the scenario, so that the base has the default`] : [];
    return [...outside, ...unset, ...(about === null ? [] : [`${path}: ${about}`])];
  });
}

/** Whether the base is a number that the range does not hold. */
function isOutside({ low, high, base }: TornadoRange): boolean {
  const value = base === null || base.trim() === '' ? Number.NaN : Number(base);
  return value < Number(low) || value > Number(high);
}
