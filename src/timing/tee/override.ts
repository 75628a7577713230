import { didYouMean } from '../../suggest.js';
import { checkEffect, type PresetIssue } from './check-preset.js';
import { effectsOf, type LoadedPreset } from './compose.js';
import type { Quantity } from './effect-schema.js';
import { numbersOf } from './effects.js';
import type { Effect } from './preset-schema.js';

/** Numbers of effects as a scenario gives them: by effect, and within it as in a preset. */
export type EffectNumbers = Readonly<
  Record<string, Readonly<Record<string, number | Readonly<Record<string, number>>>>>
>;

/** Effects with numbers of a scenario in the place of the presets', by name. */
export interface Overridden {
  readonly effects: ReadonlyMap<string, Effect>;
  /** Paths point into the scenario's `tee`. */
  readonly issues: readonly PresetIssue[];
}

/** Puts numbers in the place of those of presets; spreads stay as they were measured. */
export function overriddenEffects(
  presets: readonly LoadedPreset[],
  numbers: EffectNumbers,
): Overridden {
  const known = new Map(effectsOf(presets).map(({ name, effect }) => [name, effect]));
  const effects = new Map<string, Effect>();
  const issues: PresetIssue[] = [];
  for (const [name, given] of Object.entries(numbers)) {
    const at = ['effects', name];
    const effect = known.get(name);
    if (effect === undefined) {
      const names = [...known.keys()];
      const hint = didYouMean(name, names);
      issues.push({ path: at, expected: `an effect of ${listed(presets)}`, got: name, hint });
      continue;
    }
    const found = [...flattened(given)];
    const problems = found.flatMap(([path, value]) => checkNumber(at, effect, path, value));
    const changed = found.reduce(withNumber, effect);
    if (problems.length === 0) problems.push(...checkTimes(at, changed));
    if (problems.length === 0) effects.set(name, changed);
    issues.push(...problems);
  }
  return { effects, issues };
}

/** Numbers of spreads are the presets'; that cc is no faster than off must still hold. */
function checkTimes(at: readonly string[], effect: Effect): PresetIssue[] {
  return checkEffect(at, effect).filter(({ path }) => path.length === at.length);
}

function checkNumber(
  at: readonly string[],
  effect: Effect,
  path: string,
  value: number,
): PresetIssue[] {
  const place = [...at, ...path.split('.')];
  const numbers = numbersOf(effect);
  const number = numbers.find((each) => each.path === path);
  if (number === undefined) {
    const paths = numbers.map((each) => each.path);
    const expected =
      paths.length === 0
        ? `no numbers: ${effect.kind} is evidence, which acts on nothing`
        : `a number of this effect (${paths.join(', ')})`;
    return [{ path: place, expected, got: place.at(-1) ?? path, hint: didYouMean(path, paths) }];
  }
  const isRate = number.unit === '×' || number.unit === 'GB/s' || number.unit === 'steps';
  if (value > 0 || (value === 0 && !isRate)) return [];
  const expected = isRate ? 'a number > 0' : 'a number ≥ 0';
  return [{ path: place, expected, got: String(value) }];
}

/** `{ cc: { fixedSeconds: 1 } }` as `cc.fixedSeconds` and 1. */
function* flattened(given: EffectNumbers[string]): Iterable<[path: string, value: number]> {
  for (const [key, value] of Object.entries(given)) {
    if (typeof value === 'number') yield [key, value];
    else for (const [inner, number] of Object.entries(value)) yield [`${key}.${inner}`, number];
  }
}

function withNumber(effect: Effect, [path, value]: [path: string, value: number]): Effect {
  const set = (at: unknown, [key = '', ...rest]: readonly string[]): unknown => {
    const old: unknown = Reflect.get(Object(at), key);
    if (rest.length > 0) return { ...Object(at), [key]: set(old, rest) };
    const known: Partial<Quantity> = typeof old === 'object' && old !== null ? old : {};
    return { ...Object(at), [key]: { ...known, value } };
  };
  // What is set is a number of the effect's schema, which `checkNumber` has seen to.
  return set(effect, path.split('.')) as Effect;
}

function listed(presets: readonly LoadedPreset[]): string {
  return presets.map(({ name }) => name).join(', ');
}
