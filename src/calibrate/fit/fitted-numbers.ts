/** Name under `sources` of everything fitted. */
export const FITTED = 'fitted';
/** … and of what follows from fits of other histories or models, for want of measurements. */
export const DERIVED = 'fitted-derived';

/** To five significant digits: more than any of these is known to. */
export function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
