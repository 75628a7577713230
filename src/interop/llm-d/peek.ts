import { isMapping } from '../document/fields.js';

/**
 * What stands below a value, for what may be there or not and is checked elsewhere, if at all.
 * @returns null where nothing does.
 */
export function peek(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (!isMapping(found) || !Object.hasOwn(found, key)) return null;
    found = found[key];
  }
  return found ?? null;
}
