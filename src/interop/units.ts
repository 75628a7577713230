/*
 * The one place where units of other tools become those of the house: seconds, tokens, fractions,
 * bytes, watts. Spelled as the sources spell them.
 */

/** Kinds of quantities that results of benchmarks have. */
export type Quantity =
  | 'time'
  | 'time per token'
  | 'token rate'
  | 'request rate'
  | 'count'
  | 'fraction'
  | 'power'
  | 'bytes';

interface Unit {
  readonly quantity: Quantity;
  /** What one of it is in the house's unit. */
  readonly factor: number;
}

const GIBI = 2 ** 30;

/** Units by their names in benchmark reports (llm-d, `Units` of the schemas 0.1 and 0.2.1) and in nvidia-smi. */
const UNITS: Readonly<Record<string, Unit>> = {
  s: { quantity: 'time', factor: 1 },
  ms: { quantity: 'time', factor: 1e-3 },
  us: { quantity: 'time', factor: 1e-6 },
  ns: { quantity: 'time', factor: 1e-9 },
  's/token': { quantity: 'time per token', factor: 1 },
  'ms/token': { quantity: 'time per token', factor: 1e-3 },
  'us/token': { quantity: 'time per token', factor: 1e-6 },
  count: { quantity: 'count', factor: 1 },
  tokens: { quantity: 'count', factor: 1 },
  fraction: { quantity: 'fraction', factor: 1 },
  percent: { quantity: 'fraction', factor: 1e-2 },
  '%': { quantity: 'fraction', factor: 1e-2 },
  'tokens/s': { quantity: 'token rate', factor: 1 },
  'queries/s': { quantity: 'request rate', factor: 1 },
  W: { quantity: 'power', factor: 1 },
  Watts: { quantity: 'power', factor: 1 },
  mW: { quantity: 'power', factor: 1e-3 },
  kW: { quantity: 'power', factor: 1e3 },
  bytes: { quantity: 'bytes', factor: 1 },
  KB: { quantity: 'bytes', factor: 1e3 },
  MB: { quantity: 'bytes', factor: 1e6 },
  GB: { quantity: 'bytes', factor: 1e9 },
  TB: { quantity: 'bytes', factor: 1e12 },
  KiB: { quantity: 'bytes', factor: 2 ** 10 },
  MiB: { quantity: 'bytes', factor: 2 ** 20 },
  GiB: { quantity: 'bytes', factor: GIBI },
  TiB: { quantity: 'bytes', factor: 2 ** 40 },
};

/** What one `unit` is in the house's unit; null when it is no unit of that quantity. */
export function unitFactor(unit: string, quantity: Quantity): number | null {
  const found = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined;
  return found?.quantity === quantity ? found.factor : null;
}

/** Names of the units of a quantity, for messages. */
export function unitsOf(quantity: Quantity): readonly string[] {
  return Object.entries(UNITS).flatMap(([name, unit]) =>
    unit.quantity === quantity ? [name] : [],
  );
}

export const MILLISECONDS = 1e-3;
