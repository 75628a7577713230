import type { Measurement } from '../../analysis/measurement.js';
import { InvariantError } from '../../errors.js';
import { FORM, VERSION } from './form.js';

/** Numbers of a column that are written at once. */
const AT_ONCE = 4096;
/** After so much another document begins: readers hold one at a time, and limit its length. */
const DOCUMENT_CHARACTERS = 32 * 1024 * 1024;

/**
 * Measurements in the neutral form, in pieces: a measurement's requests may be many. Reading it
 * back gives the same numbers, to the last digit. One JSON document; of more than 32 Mi characters,
 * several, each beginning on a line of its own.
 */
export function* writeMeasurements(
  measurements: Iterable<Measurement>,
  documentCharacters = DOCUMENT_CHARACTERS,
): Generator<string, void, undefined> {
  yield head();
  let length = 0;
  let isFirst = true;
  for (const measurement of measurements) {
    if (length > documentCharacters) {
      yield TAIL + head();
      length = 0;
      isFirst = true;
    }
    yield isFirst ? '\n' : ',\n';
    isFirst = false;
    for (const piece of fieldsOf(measurement)) {
      length += piece.length;
      yield piece;
    }
  }
  yield TAIL;
}

const TAIL = '\n]}\n';

function head(): string {
  return `{"format": "${FORM}", "version": ${VERSION}, "measurements": [`;
}

/** A field a line, so that a difference of two files shows where they differ. */
function* fieldsOf(measurement: Measurement): Iterable<string> {
  // What tells a run from others of the simulator is of use beside its own folder alone.
  const { simulation: _, ...said } = measurement;
  let before = '{';
  for (const [key, value] of Object.entries(said)) {
    yield `${before}\n ${JSON.stringify(key)}: `;
    yield* pieces(value);
    before = ',';
  }
  yield '}';
}

function* pieces(value: unknown): Iterable<string> {
  if (value instanceof Float64Array) yield* column(value);
  else if (Array.isArray(value)) yield* list(value);
  else if (typeof value === 'object' && value !== null) yield* mapping(value);
  else yield typeof value === 'number' ? numeral(value) : JSON.stringify(value);
}

function* mapping(value: object): Iterable<string> {
  let before = '{';
  for (const [key, item] of Object.entries(value)) {
    yield `${before}${JSON.stringify(key)}: `;
    yield* pieces(item);
    before = ', ';
  }
  yield before === '{' ? '{}' : '}';
}

function* list(values: readonly unknown[]): Iterable<string> {
  let before = '[';
  for (const value of values) {
    yield before;
    yield* pieces(value);
    before = ', ';
  }
  yield before === '[' ? '[]' : ']';
}

function* column(values: Float64Array): Iterable<string> {
  yield '[';
  for (let at = 0; at < values.length; at += AT_ONCE) {
    const part = Array.from(values.subarray(at, at + AT_ONCE), cell);
    yield `${at === 0 ? '' : ','}${part.join(',')}`;
  }
  yield ']';
}

/** NaN in a column is what null is elsewhere. */
function cell(value: number): string {
  return Number.isNaN(value) ? 'null' : numeral(value);
}

/** JSON has neither infinity nor, from `JSON.stringify`, a zero below zero. */
function numeral(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '"inf"';
  if (!Number.isFinite(value)) {
    throw new InvariantError('a measurement holds what is not a number', { value: String(value) });
  }
  return Object.is(value, -0) ? '-0' : String(value);
}
