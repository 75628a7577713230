import type { MeasuredMode } from '../../analysis/measurement.js';
import { isMapping } from '../document/fields.js';

/** Keys under which reports of confidential runs say so; nothing else is taken for it. */
const KEYS = [
  'tee_mode',
  'teeMode',
  'tee',
  'cc_mode',
  'ccMode',
  'confidential_computing',
  'confidentialComputing',
];

const MODES: ReadonlyMap<string, MeasuredMode> = new Map([
  ...['off', 'tee_off', 'false', 'disabled', 'none', 'noncc', 'no-cc'].map(
    (text) => [text, 'off'] as const,
  ),
  ...['cc', 'on', 'tee_on', 'true', 'enabled'].map((text) => [text, 'cc'] as const),
]);

/**
 * The TEE mode that some mappings of a report name, which has no place of its own for it.
 * @param places mappings whose own keys count, or texts `key=mode`.
 * @returns null where none does; with a note also where they name something else, or differ.
 */
export function readTeeMode(places: readonly unknown[]): {
  readonly teeMode: MeasuredMode | null;
  readonly notes: readonly string[];
} {
  const found = places.flatMap(valuesIn);
  if (found.length === 0) return { teeMode: null, notes: [] };
  const modes = new Set(found.map((text) => MODES.get(text.toLowerCase())));
  const [mode] = modes;
  if (modes.size === 1 && mode !== undefined) return { teeMode: mode, notes: [] };
  const named = [...new Set(found)].map((text) => JSON.stringify(text)).join(' and ');
  return { teeMode: null, notes: [`the TEE mode is taken as unknown: it is said to be ${named}`] };
}

function valuesIn(place: unknown): readonly string[] {
  if (typeof place === 'string') {
    const [key = '', value] = place.split('=', 2);
    return value !== undefined && KEYS.includes(key) ? [value] : [];
  }
  if (!isMapping(place)) return [];
  return KEYS.flatMap((key) => {
    const value = Object.hasOwn(place, key) ? place[key] : null;
    return typeof value === 'string' || typeof value === 'boolean' ? [String(value)] : [];
  });
}
