import { InvariantError } from '../../errors.js';
import { toExactJson } from '../../scenario/exact-json.js';
import type { Scenario } from '../../scenario/types.js';

/** Every place in plain data, as a dotted path; `*` is every element of a list. */
type PathOf<T> = T extends ArrayBufferView
  ? never
  : T extends readonly (infer Element)[]
    ? '*' | `*.${PathOf<Element>}`
    : T extends object
      ? { [Key in keyof T & string]: Key | `${Key}.${PathOf<T[Key]>}` }[keyof T & string]
      : never;

/** A place in a scenario: `slaSeconds`, `timing.models.*.swap.unload`. */
export type ScenarioPath = PathOf<Scenario>;

/** Whether two scenarios have the same at a path. Columns of traces: by the hash beside them. */
export function isEqualAt(path: ScenarioPath, a: Scenario, b: Scenario): boolean {
  return isEqual(valueAt(a, path.split('.')), valueAt(b, path.split('.')));
}

/** Whether plain data are the same; `undefined`, where one form has a field and another not, too. */
export function isEqual(a: unknown, b: unknown): boolean {
  return a === b || textOf(a) === textOf(b);
}

function textOf(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(toExactJson(value));
}

function valueAt(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined || value === undefined) return value;
  if (key === '*' && Array.isArray(value)) return value.map((each) => valueAt(each, rest) ?? null);
  return valueAt(Reflect.get(Object(value), key), rest);
}

/**
 * `into` with what `from` has at a path. Lists in the way must be equally long; a field that a
 * form of timing has not is left alone.
 */
export function withValueOf(path: ScenarioPath, into: Scenario, from: Scenario): Scenario {
  return copied(into, from, path.split('.')) as Scenario;
}

function copied(into: unknown, from: unknown, [key, ...rest]: readonly string[]): unknown {
  if (key === undefined) return from;
  if (key === '*') {
    if (!(Array.isArray(into) && Array.isArray(from) && into.length === from.length)) {
      throw new InvariantError('lists of different things', { rest });
    }
    return into.map((each, at) => copied(each, from[at], rest));
  }
  const value: unknown = Reflect.get(Object(from), key);
  if (value === undefined) return into;
  return { ...Object(into), [key]: copied(Reflect.get(Object(into), key), value, rest) };
}
