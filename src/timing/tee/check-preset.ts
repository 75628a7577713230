import { didYouMean } from '../../suggest.js';
import { numbersOf, shortens } from './effects.js';
import type { Effect, PresetDocument } from './preset-schema.js';

/** A problem in a preset; `path` points into its document. */
export interface PresetIssue {
  readonly path: (string | number)[];
  readonly expected: string;
  readonly got: string;
  readonly hint?: string | undefined;
}

/**
 * What the schema cannot say of a preset alone: that sources are listed, that spreads hold their
 * numbers and say what they are, that nothing becomes faster.
 */
export function checkPreset(document: PresetDocument): PresetIssue[] {
  const known = Object.keys(document.sources);
  const issues = Object.entries(document.effects).flatMap(([name, effect]) => {
    const at = ['effects', name];
    const { source } = effect;
    return [
      ...(known.includes(source)
        ? []
        : [
            {
              path: [...at, 'source'],
              expected: 'a name under sources',
              got: source,
              hint: didYouMean(source, known),
            },
          ]),
      ...checkEffect(at, effect),
    ];
  });
  const isEmpty = Object.keys(document.effects).length + document.include.length === 0;
  return isEmpty
    ? [{ path: ['effects'], expected: 'an effect, or a preset to include', got: 'neither' }]
    : issues;
}

/** Problems of an effect's numbers. @param at where it stands. */
export function checkEffect(at: readonly string[], effect: Effect): PresetIssue[] {
  const issues = quantitiesOf(effect).flatMap(([path, { value, low, high, spread }]) => {
    const place = [...at, ...path];
    const stated = [low, high, spread].filter((each) => each !== undefined).length;
    if (stated !== 0 && stated !== 3) {
      const expected = 'low, high and spread (what they are), or none of them';
      return [{ path: place, expected, got: `${stated} of them` }];
    }
    if (low === undefined || high === undefined || (low <= value && value <= high)) return [];
    const expected = `low ≤ value ≤ high`;
    return [{ path: place, expected, got: `${low}, ${value}, ${high}` }];
  });
  return shortens(effect)
    ? [...issues, { path: [...at], expected: 'cc no faster than off', got: 'cc faster than off' }]
    : issues;
}

interface Spread {
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly spread?: string | undefined;
}

function quantitiesOf(effect: Effect): [path: (string | number)[], Spread][] {
  if (effect.kind === 'throughput') {
    return effect.points.flatMap(({ loss }, at): [(string | number)[], Spread][] =>
      typeof loss === 'number' ? [] : [[['points', at, 'loss'], loss]],
    );
  }
  if (effect.kind === 'evidence') {
    return effect.points.map(({ cc }, at) => [['points', at, 'cc'], cc]);
  }
  return numbersOf(effect).flatMap(({ path, quantity }): [(string | number)[], Spread][] =>
    quantity === undefined ? [] : [[path.split('.'), quantity]],
  );
}
