import type { Seconds } from '../../units.js';
import type { Fields } from '../document/fields.js';

/** ISO 8601, without years and months, which have no fixed length. */
const DURATION =
  /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?(?:e[+-]?\d+)?)S)?)?$/i;
const UNIT_SECONDS = [604_800, 86_400, 3600, 60, 1];

/** A duration such as `PT49.97S`; null when there is none. */
export function readDuration(fields: Fields, key: string): Seconds | null {
  const text = fields.text(key);
  if (text === null) return null;
  const parts = DURATION.exec(text.trim())?.slice(1) ?? [];
  if (parts.every((part) => part === undefined)) {
    fields.reject(key, 'a duration as in ISO 8601, e.g. PT49.97S');
    return null;
  }
  return parts.reduce(
    (sum, part, at) => sum + Number((part ?? '0').replace(',', '.')) * (UNIT_SECONDS[at] ?? 0),
    0,
  );
}

/** A duration as in ISO 8601, which knows no powers of ten. */
export function formatDuration(seconds: Seconds): string {
  return `PT${decimal(seconds)}S`;
}

function decimal(value: number): string {
  const [mantissa = '', exponent] = String(value).split('e');
  if (exponent === undefined) return mantissa;
  if (Number(exponent) > 0) return String(BigInt(value));
  return `0.${'0'.repeat(-Number(exponent) - 1)}${mantissa.replace('.', '')}`;
}
