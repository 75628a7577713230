import type { ComposedTee } from './compose.js';
import { numbersOf } from './effects.js';
import type { TeeRange } from './range.js';

/** What is uncertain in presets and matters to durations, in the order of the effects. */
export function teeRanges({ acting }: ComposedTee): readonly TeeRange[] {
  return acting.flatMap(({ name, effect, citation }) =>
    numbersOf(effect).flatMap(({ path, unit, quantity }): TeeRange[] => {
      if (quantity?.low === undefined || quantity.high === undefined) return [];
      const { value, low, high, spread = '' } = quantity;
      const at = `tee.effects.${name}.${path}`;
      return [{ path: at, value, low, high, unit, spread, source: citation }];
    }),
  );
}
