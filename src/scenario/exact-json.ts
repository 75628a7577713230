import { InvariantError } from '../errors.js';

/** What `JSON.stringify` writes and `JSON.parse` reads back without loss. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Key of a number that JSON does not have. */
const NUMBER = '$number';
/** Key of a trace's column, which is not written. */
const COLUMN = '$column';

const NUMBERS: ReadonlyMap<string, number> = new Map([
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['NaN', Number.NaN],
  ['-0', -0],
]);
const COLUMNS: ReadonlyMap<string, Float64Array | Uint16Array | Int32Array> = new Map<
  string,
  Float64Array | Uint16Array | Int32Array
>([
  ['Float64Array', new Float64Array(0)],
  ['Uint16Array', new Uint16Array(0)],
  ['Int32Array', new Int32Array(0)],
]);

/**
 * Plain data in a form that JSON holds exactly: a number that JSON does not have becomes
 * `{ $number: "Infinity" }`, a column of a trace `{ $column: "Float64Array" }` without its content,
 * and a key that starts with `$` gets another one.
 *
 * @throws InvariantError if something in it is no plain data
 */
export function toExactJson(value: unknown): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? value : { [NUMBER]: nameOf(value) };
    case 'object':
      return value === null ? null : collectionToJson(value);
    default:
      throw new InvariantError('no plain data', { value: String(value) });
  }
}

function collectionToJson(value: object): Json {
  if (Array.isArray(value)) {
    return value.map(toExactJson);
  }
  if (ArrayBuffer.isView(value)) {
    return { [COLUMN]: value.constructor.name };
  }
  const entries = Object.entries(value).map(([key, part]) => {
    return [key.startsWith('$') ? `$${key}` : key, toExactJson(part)] as const;
  });
  return Object.fromEntries(entries);
}

function nameOf(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/**
 * The data that `toExactJson` made `json` of; columns come back empty.
 *
 * @throws Error if it was not made by `toExactJson`
 */
export function fromExactJson(json: unknown): unknown {
  if (typeof json !== 'object' || json === null) {
    return json;
  }
  if (Array.isArray(json)) {
    return json.map(fromExactJson);
  }
  const entries = Object.entries(json);
  const [first] = entries;
  if (first?.[0] === NUMBER) {
    return known(NUMBERS, first);
  }
  if (first?.[0] === COLUMN) {
    return known(COLUMNS, first);
  }
  return Object.fromEntries(
    entries.map(([key, part]) => [key.startsWith('$') ? key.slice(1) : key, fromExactJson(part)]),
  );
}

function known<T>(values: ReadonlyMap<string, T>, [key, name]: [string, unknown]): T {
  const value = values.get(String(name));
  if (value === undefined) {
    throw new Error(`expected one of ${[...values.keys()].join(', ')} as ${key}, got ${name}`);
  }
  return value;
}
